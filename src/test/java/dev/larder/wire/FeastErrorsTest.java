package dev.larder.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import io.restassured.path.json.JsonPath;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FeastErrorsTest {
    /** The classes of today's {@code feast.errors}, a line for each. */
    private static final Path CLASSES = Path.of("proto", "testdata", "feast-errors.txt");

    private static final List<String> REASONS = List.of(
            "FEATURE_TABLE_NOT_FOUND",
            "FEATURE_TABLE_DELETED",
            "FEATURE_NOT_FOUND",
            "FEATURE_SERVICE_NOT_FOUND",
            "ENTITY_NOT_FOUND",
            "PROJECT_NOT_FOUND",
            "JOB_NOT_FOUND",
            "PUSH_SOURCE_NOT_FOUND",
            "ONLINE_STORE_UNAVAILABLE",
            "JOB_FAILED",
            "SOMETHING_NEW");

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"INVALID_ARGUMENT", "UNAUTHENTICATED"})
    void onlyClassesThatFeastHasAreNamed(ErrorCode code) throws IOException {
        var known = Files.readAllLines(CLASSES);
        assertTrue(known.contains("FeastError"), CLASSES::toString);
        for (String reason : REASONS) {
            var error = feastError(FeastErrors.answer(LarderException.of(code, reason, "x")));
            assertEquals("feast.errors", error.getString("module"));
            assertTrue(known.contains(error.getString("class")), () -> error.getString("class") + " for " + reason);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, FEATURE_TABLE_NOT_FOUND, 404, FeatureViewNotFoundException",
        "NOT_FOUND, FEATURE_TABLE_DELETED, 404, FeatureViewNotFoundException",
        "NOT_FOUND, FEATURE_NOT_FOUND, 404, FeastObjectNotFoundException",
        "NOT_FOUND, PUSH_SOURCE_NOT_FOUND, 422, PushSourceNotFoundException",
        "PERMISSION_DENIED, NO_ROLE, 403, FeastPermissionError",
        "UNAVAILABLE, ONLINE_STORE_UNAVAILABLE, 503, FeastError",
        "UNIMPLEMENTED, NO_PUSH_TO_OFFLINE_STORE, 501, FeastError",
    })
    void aFailureIsTheNearestClassThatFeastHas(ErrorCode code, String reason, int status, String type) {
        var answer = FeastErrors.answer(LarderException.of(code, reason, "a \"text\""));
        assertEquals(status, answer.getStatus());
        assertEquals(type, feastError(answer).getString("class"));
        assertEquals("a \"text\"", feastError(answer).getString("message"));
    }

    @Test
    void whatIsWrongWithTheRequestIsAListOfDetails() {
        var answer = FeastErrors.answer(new CompletionException(
                LarderException.invalid("WRONG_SHAPE", "df.speed", "df.speed must be a list.")));
        assertEquals(422, answer.getStatus());
        assertEquals(
                "{\"detail\":[{\"loc\":[\"body\",\"df.speed\"],\"msg\":\"df.speed must be a list.\",\"type\":\"WRONG_SHAPE\"}]}",
                answer.getEntity());
    }

    @Test
    void whoIsNotKnownIsToldSo() {
        var answer = FeastErrors.answer(
                LarderException.of(ErrorCode.UNAUTHENTICATED, "NO_TOKEN", "Missing authentication token"));
        assertEquals(401, answer.getStatus());
        assertEquals("{\"detail\":\"Missing authentication token\"}", answer.getEntity());
    }

    /** The body is a JSON text, and that text is JSON again. */
    private static JsonPath feastError(Response answer) {
        return new JsonPath(new JsonPath("{\"error\": " + answer.getEntity() + "}").getString("error"));
    }
}
