package dev.larder.wire;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.larder.error.LarderException;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.quarkus.grpc.ExceptionHandler;
import io.quarkus.grpc.ExceptionHandlerProvider;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Failures as gRPC statuses. The status carries the text; its details carry the reason ({@code google.rpc.ErrorInfo}) and the
 * field at fault ({@code google.rpc.BadRequest}) for clients that look.
 */
@ApplicationScoped
public class GrpcFailures implements ExceptionHandlerProvider {
    private static final String DOMAIN = "larder.dev";

    @Override
    public <Q, A> ExceptionHandler<Q, A> createHandler(
            ServerCall.Listener<Q> listener, ServerCall<Q, A> call, Metadata metadata) {
        return new ExceptionHandler<>(listener, call, metadata) {
            @Override
            protected void handleException(Throwable thrown, ServerCall<Q, A> call, Metadata metadata) {
                var failure = (StatusRuntimeException) transform(thrown);
                var trailers = failure.getTrailers();
                call.close(failure.getStatus(), trailers == null ? new Metadata() : trailers);
            }
        };
    }

    @Override
    public Throwable transform(Throwable thrown) {
        if (thrown instanceof StatusRuntimeException already) {
            return already;
        }
        if (thrown instanceof StatusException already) {
            return already.getStatus().asRuntimeException(already.getTrailers());
        }
        return statusOf(Failure.of(thrown, RequestId.current()));
    }

    static StatusRuntimeException statusOf(LarderException failure) {
        var status = Status.newBuilder()
                .setCode(io.grpc.Status.Code.valueOf(failure.code().name()).value())
                .setMessage(failure.getMessage())
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason(failure.reason())
                        .setDomain(DOMAIN)
                        .build()));
        failure.field()
                .ifPresent(field -> status.addDetails(Any.pack(BadRequest.newBuilder()
                        .addFieldViolations(BadRequest.FieldViolation.newBuilder()
                                .setField(field)
                                .setDescription(failure.getMessage()))
                        .build())));
        return StatusProto.toStatusRuntimeException(status.build());
    }
}
