package dev.larder.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.larder.proto.v1.RegistryServiceGrpc;
import dev.larder.proto.v1.RegistryServiceGrpc.RegistryServiceBlockingStub;
import feast.proto.core.CoreServiceGrpc;
import feast.proto.core.CoreServiceGrpc.CoreServiceBlockingStub;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.function.Executable;

/** The gRPC door of the application under test, as any client sees it. Every call has a deadline: a hang is a failure. */
public final class GrpcDoor {
    private static final ManagedChannel CHANNEL = channel(Integer.getInteger("test.grpc.port"));

    private static final int LARGE = 64 << 20;

    private GrpcDoor() {}

    public static ManagedChannel channel(int port) {
        return ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .build();
    }

    public static ManagedChannel channel() {
        return CHANNEL;
    }

    /** For answers beyond the 4 MB that clients take by default. */
    public static Channel largeChannel() {
        return ClientInterceptors.intercept(CHANNEL, new ClientInterceptor() {
            @Override
            public <Q, A> ClientCall<Q, A> interceptCall(
                    MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
                return next.newCall(method, options.withMaxInboundMessageSize(LARGE));
            }
        });
    }

    public static CoreServiceBlockingStub core() {
        return CoreServiceGrpc.newBlockingStub(CHANNEL).withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    public static RegistryServiceBlockingStub registry() {
        return RegistryServiceGrpc.newBlockingStub(CHANNEL).withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    /** The call must fail with exactly this code and this text. */
    public static StatusRuntimeException assertFails(Status.Code code, String text, Executable call) {
        var failure = assertThrows(StatusRuntimeException.class, call);
        assertEquals(
                code + ": " + text,
                failure.getStatus().getCode() + ": " + failure.getStatus().getDescription());
        return failure;
    }
}
