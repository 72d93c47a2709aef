package dev.larder.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.ErrorInfo;
import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcFailuresTest {
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private static StatusRuntimeException answer(Throwable thrown) {
        return (StatusRuntimeException) new GrpcFailures().transform(thrown);
    }

    private static List<Any> details(StatusRuntimeException answer) {
        return StatusProto.fromThrowable(answer).getDetailsList();
    }

    private static FieldViolation violation(StatusRuntimeException answer) throws InvalidProtocolBufferException {
        return details(answer).get(1).unpack(BadRequest.class).getFieldViolations(0);
    }

    /** How gRPC puts the text and the details into HTTP/2 headers. */
    private static int sizeOfTrailers(StatusRuntimeException answer) {
        int size = "grpc-message".length() + "grpc-status-details-bin".length() + 2 * 32;
        for (byte utf8 : answer.getStatus().getDescription().getBytes(StandardCharsets.UTF_8)) {
            size += utf8 < ' ' || utf8 >= '~' || utf8 == '%' ? 3 : 1;
        }
        return size + (answer.getTrailers().get(DETAILS).length + 2) / 3 * 4;
    }

    @ParameterizedTest
    @EnumSource
    void eachCodeIsTheGrpcCodeOfItsName(ErrorCode code) throws InvalidProtocolBufferException {
        var answer = answer(LarderException.of(code, "SOME_REASON", "some text"));
        assertEquals(code.name(), answer.getStatus().getCode().name());
        assertEquals("some text", answer.getStatus().getDescription());
        assertEquals(1, details(answer).size());
        assertEquals(
                ErrorInfo.newBuilder()
                        .setReason("SOME_REASON")
                        .setDomain("larder.dev")
                        .build(),
                details(answer).get(0).unpack(ErrorInfo.class));
    }

    @Test
    void theFieldAtFaultIsABadRequest() throws InvalidProtocolBufferException {
        var answer = answer(LarderException.invalid("INVALID_DURATION", "max_age", "max_age is PT-1S"));
        assertEquals(Status.Code.INVALID_ARGUMENT, answer.getStatus().getCode());
        assertEquals("INVALID_ARGUMENT: max_age is PT-1S", answer.getMessage());
        assertEquals(
                "INVALID_DURATION",
                details(answer).get(0).unpack(ErrorInfo.class).getReason());
        assertEquals(
                FieldViolation.newBuilder()
                        .setField("max_age")
                        .setDescription("max_age is PT-1S")
                        .build(),
                violation(answer));
    }

    @Test
    void anAccidentTellsOnlyTheRequestId() {
        RequestId.begin("request-7");
        var answer = answer(new IllegalStateException("password=hunter2"));
        assertEquals(
                "INTERNAL: Something went wrong inside Larder. Its log tells more under request id request-7.",
                answer.getMessage());
    }

    @Test
    void aStatusIsKept() {
        var already = Status.CANCELLED.withDescription("by the caller").asRuntimeException();
        assertSame(already, answer(already));
    }

    @Test
    void aCheckedStatusIsKeptWithItsTrailers() {
        var trailers = new Metadata();
        trailers.put(Metadata.Key.of("hint", Metadata.ASCII_STRING_MARSHALLER), "later");
        var answer = answer(new StatusException(Status.UNAVAILABLE.withDescription("busy"), trailers));
        assertEquals("UNAVAILABLE: busy", answer.getMessage());
        assertSame(trailers, answer.getTrailers());
    }

    @Test
    void aTextOfAThousandBytesIsKept() {
        var text = "x".repeat(1_000);
        assertEquals(
                text,
                answer(LarderException.of(ErrorCode.NOT_FOUND, "GONE", text))
                        .getStatus()
                        .getDescription());
        assertEquals(
                "x".repeat(997) + "...",
                answer(LarderException.of(ErrorCode.NOT_FOUND, "GONE", text + "x"))
                        .getStatus()
                        .getDescription());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "%", "é", "市", "😀", "x😀", "\uD83D", "\n"})
    void theTrailersOfAnyTextFitIntoWhatClientsAccept(String letter) throws InvalidProtocolBufferException {
        var text = letter.repeat(100_000);
        var answer = answer(LarderException.invalid("EMPTY_FIELD", "field_mapping." + text, text));
        assertTrue(sizeOfTrailers(answer) < 8_192 - 1_000, () -> "bytes: " + sizeOfTrailers(answer));
        var description = answer.getStatus().getDescription();
        assertTrue(description.endsWith("..."), description);
        assertEquals(description, violation(answer).getDescription());
        assertTrue(violation(answer).getField().startsWith("field_mapping."), violation(answer)::getField);
    }

    @Test
    void aTextIsCutBetweenCharacters() {
        var answer = answer(LarderException.of(ErrorCode.NOT_FOUND, "GONE", "😀".repeat(1_000)));
        assertEquals("😀".repeat(249) + "...", answer.getStatus().getDescription());
    }
}
