package dev.larder.wire;

import dev.larder.error.LarderException;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;

/**
 * Answers bytes that are no message of the expected type with INVALID_ARGUMENT. Left to itself the gRPC server answers UNKNOWN
 * and logs a stack trace, before any interceptor sees the call; so every service passes its definition through here.
 */
public final class ReadableMessages {
    /** Stands in for a message that could not be read, from the marshaller to the listener just behind it. */
    private static final Object UNREADABLE = new Object();

    private ReadableMessages() {}

    /** The same service, called only with messages that could be read. */
    public static ServerServiceDefinition only(ServerServiceDefinition service) {
        var methods = service.getMethods().stream()
                .<ServerMethodDefinition<?, ?>>map(ReadableMessages::checked)
                .toList();
        // The schema is what server reflection answers from.
        var descriptor = ServiceDescriptor.newBuilder(
                        service.getServiceDescriptor().getName())
                .setSchemaDescriptor(
                        ErrorDetails.with(service.getServiceDescriptor().getSchemaDescriptor()));
        methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
        var checked = ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(checked::addMethod);
        return checked.build();
    }

    private static <Q, A> ServerMethodDefinition<Q, A> checked(ServerMethodDefinition<Q, A> method) {
        var descriptor = method.getMethodDescriptor();
        return ServerMethodDefinition.create(
                descriptor.toBuilder()
                        .setRequestMarshaller(new Marshaller<>(descriptor.getRequestMarshaller()))
                        .build(),
                (call, headers) ->
                        new Listener<>(call, method.getServerCallHandler().startCall(call, headers)));
    }

    private record Marshaller<Q>(MethodDescriptor.Marshaller<Q> marshaller) implements MethodDescriptor.Marshaller<Q> {
        @Override
        public InputStream stream(Q value) {
            return marshaller.stream(value);
        }

        @Override
        @SuppressWarnings("unchecked")
        public Q parse(InputStream stream) {
            try {
                return marshaller.parse(stream);
            } catch (StatusRuntimeException e) {
                return (Q) UNREADABLE;
            }
        }
    }

    private static final class Listener<Q, A> extends SimpleForwardingServerCallListener<Q> {
        private final ServerCall<Q, A> call;
        private boolean refused;

        Listener(ServerCall<Q, A> call, ServerCall.Listener<Q> next) {
            super(next);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            if (message != UNREADABLE) {
                super.onMessage(message);
                return;
            }
            refused = true;
            var failure = GrpcFailures.statusOf(LarderException.invalid(
                    "UNREADABLE_MESSAGE",
                    "",
                    "The request is not a protobuf message of the type that %s takes."
                            .formatted(call.getMethodDescriptor().getFullMethodName())));
            call.close(failure.getStatus(), failure.getTrailers());
        }

        @Override
        public void onHalfClose() {
            if (!refused) {
                super.onHalfClose();
            }
        }
    }
}
