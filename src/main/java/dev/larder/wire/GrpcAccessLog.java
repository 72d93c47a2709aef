package dev.larder.wire;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.quarkus.grpc.GlobalInterceptor;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import org.jboss.logging.Logger;

/** One line of JSON for each gRPC call, at the end of it, in the log category {@value #CATEGORY}. Off unless configured. */
@ApplicationScoped
@GlobalInterceptor
public class GrpcAccessLog implements ServerInterceptor {
    static final String CATEGORY = "larder.access";

    private static final Logger LOG = Logger.getLogger(CATEGORY);
    private static final int NANOS_PER_MICRO = 1_000;

    private final boolean enabled;

    GrpcAccessLog(Settings settings) {
        enabled = settings.enabled();
    }

    /** The access log of gRPC. HTTP has one of its own, {@code quarkus.http.access-log}. */
    @ConfigMapping(prefix = "larder.access-log")
    public interface Settings {
        /** Whether to write a line of JSON for each gRPC call, at its end, in the log category {@code larder.access}. */
        @WithDefault("false")
        boolean enabled();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (!enabled) {
            return next.startCall(call, headers);
        }
        long begin = System.nanoTime();
        var peer = Objects.toString(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR), "");
        return next.startCall(
                new SimpleForwardingServerCall<>(call) {
                    @Override
                    public void close(Status status, Metadata trailers) {
                        LOG.info(new JsonObject()
                                .put("method", getMethodDescriptor().getFullMethodName())
                                .put("code", status.getCode().name())
                                .put("durationMicros", (System.nanoTime() - begin) / NANOS_PER_MICRO)
                                .put("requestId", RequestId.current())
                                .put("peer", peer)
                                .encode());
                        super.close(status, trailers);
                    }
                },
                headers);
    }
}
