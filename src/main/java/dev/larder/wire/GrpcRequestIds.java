package dev.larder.wire;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;

/** Gives every gRPC call a request id and sends it back with the headers. */
@ApplicationScoped
@GlobalInterceptor
public class GrpcRequestIds implements ServerInterceptor {
    private static final Metadata.Key<String> KEY = Metadata.Key.of(RequestId.HEADER, Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        var id = RequestId.begin(headers.get(KEY));
        var answering = new SimpleForwardingServerCall<>(call) {
            private boolean sent;

            @Override
            public void sendHeaders(Metadata responseHeaders) {
                responseHeaders.put(KEY, id);
                sent = true;
                super.sendHeaders(responseHeaders);
            }

            /** A call that fails at once has trailers only. */
            @Override
            public void close(Status status, Metadata trailers) {
                if (!sent) {
                    trailers.put(KEY, id);
                }
                super.close(status, trailers);
            }
        };
        return next.startCall(answering, headers);
    }
}
