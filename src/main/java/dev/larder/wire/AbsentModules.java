package dev.larder.wire;

import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import dev.larder.module.Module;
import dev.larder.module.Modules;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.quarkus.grpc.api.ServerBuilderCustomizer;
import io.quarkus.grpc.runtime.config.GrpcServerConfiguration;
import io.vertx.grpc.VertxServerBuilder;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

/** What the doors of a replica say when they are asked for a module that it does not answer for. */
@Singleton
public class AbsentModules implements ServerBuilderCustomizer<VertxServerBuilder> {
    private static final String REASON = "MODULE_ABSENT";

    private final Provider<Modules> setting;
    private volatile Modules modules;

    /** @param setting asked for when the first call comes: this is made while there is no configuration yet, in a native image at build */
    AbsentModules(Provider<Modules> setting) {
        this.setting = setting;
    }

    private Modules modules() {
        if (modules == null) {
            modules = setting.get();
        }
        return modules;
    }

    @ServerRequestFilter
    Optional<Response> refuse(SimpleResourceInfo resource) {
        return Module.of(resource.getResourceClass())
                .filter(module -> !modules().has(module))
                .map(module -> Problems.answer(absent(ErrorCode.NOT_FOUND, "a path of " + module)));
    }

    /** Absent services are not registered, so that reflection and health do not know them either. */
    @Override
    public void customize(GrpcServerConfiguration config, VertxServerBuilder builder) {
        if (!modules().areAll()) {
            builder.fallbackHandlerRegistry(new Unregistered());
        }
    }

    private LarderException absent(ErrorCode code, String what) {
        return LarderException.of(
                code,
                REASON,
                "This replica does not have %s: its %s is %s. Ask a replica with the others."
                        .formatted(what, Modules.SETTING, modules()));
    }

    private final class Unregistered extends HandlerRegistry {
        @Override
        public ServerMethodDefinition<?, ?> lookupMethod(String methodName, String authority) {
            var descriptor = MethodDescriptor.newBuilder(new NoMessages(), new NoMessages())
                    .setType(MethodDescriptor.MethodType.UNKNOWN)
                    .setFullMethodName(methodName)
                    .build();
            return ServerMethodDefinition.create(descriptor, (call, headers) -> {
                var failure = GrpcFailures.statusOf(absent(ErrorCode.UNIMPLEMENTED, "the method " + methodName));
                var trailers = failure.getTrailers();
                call.close(failure.getStatus(), trailers == null ? new Metadata() : trailers);
                return new ServerCall.Listener<>() {};
            });
        }
    }

    /** Nothing is read or written, as the call is closed before. */
    private static final class NoMessages implements MethodDescriptor.Marshaller<InputStream> {
        @Override
        public InputStream stream(InputStream value) {
            return value;
        }

        @Override
        public InputStream parse(InputStream stream) {
            return new ByteArrayInputStream(new byte[0]);
        }
    }
}
