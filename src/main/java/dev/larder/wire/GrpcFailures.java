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
import java.nio.charset.StandardCharsets;

/**
 * Failures as gRPC statuses. The status carries the text; its details carry the reason ({@code google.rpc.ErrorInfo}) and the
 * field at fault ({@code google.rpc.BadRequest}) for clients that look.
 */
@ApplicationScoped
public class GrpcFailures implements ExceptionHandlerProvider {
    private static final String DOMAIN = "larder.dev";
    /**
     * All trailers of an answer together must stay below the 8 KB that clients accept by default. The text travels three times:
     * once with up to three characters for each byte, twice as base64.
     */
    private static final int LONGEST_TEXT = 1_000;

    private static final int LONGEST_FIELD = 300;
    private static final String CUT = "...";

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
        return translate(thrown);
    }

    static StatusRuntimeException translate(Throwable thrown) {
        if (thrown instanceof StatusRuntimeException already) {
            return already;
        }
        if (thrown instanceof StatusException already) {
            return already.getStatus().asRuntimeException(already.getTrailers());
        }
        return statusOf(Failure.of(thrown, RequestId.current()));
    }

    static StatusRuntimeException statusOf(LarderException failure) {
        var text = shortened(failure.getMessage(), LONGEST_TEXT);
        var status = Status.newBuilder()
                .setCode(io.grpc.Status.Code.valueOf(failure.code().name()).value())
                .setMessage(text)
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason(failure.reason())
                        .setDomain(DOMAIN)
                        .build()));
        failure.field()
                .ifPresent(field -> status.addDetails(Any.pack(BadRequest.newBuilder()
                        .addFieldViolations(BadRequest.FieldViolation.newBuilder()
                                .setField(shortened(field, LONGEST_FIELD))
                                .setDescription(text))
                        .build())));
        return StatusProto.toStatusRuntimeException(status.build());
    }

    /** The whole characters at the front that fit into this many bytes of UTF-8. */
    private static String shortened(String text, int bytes) {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= bytes) {
            return text;
        }
        int end = bytes - CUT.length();
        while (isInsideCharacter(utf8[end])) {
            end--;
        }
        return new String(utf8, 0, end, StandardCharsets.UTF_8) + CUT;
    }

    private static boolean isInsideCharacter(byte utf8) {
        return (utf8 & 0b1100_0000) == 0b1000_0000;
    }
}
