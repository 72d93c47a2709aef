package dev.larder.wire;

import static dev.larder.testing.HttpDoor.json;
import static dev.larder.testing.HttpDoor.request;
import static dev.larder.testing.HttpDoor.yaml;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.text.MatchesPattern.matchesPattern;

import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every HTTP door of the application does alike. */
abstract class HttpWireScenario {
    private static final String FRAMEWORK =
            "(?s).*(HTTP 4|RESTEASY|resteasy|jakarta|java\\.|Exception|`|REDACTED|JsonNode|Jackson).*";

    private static ValidatableResponse problem(
            ValidatableResponse answer, int status, String code, String reason, String detail) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status), "code", equalTo(code), "reason", equalTo(reason))
                .body("detail", equalTo(detail), "requestId", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/api/v1/nothing", "/api/v1/projects/p/jobs/x/y", "/search"})
    void anUnknownPathIsNotFound(String path) {
        problem(
                request().get(path).then(),
                404,
                "NOT_FOUND",
                "UNKNOWN_PATH",
                "There is nothing at %s. /q/swagger-ui lists what can be asked here.".formatted(path));
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /api/v1/projects",
        "GET, /get-online-features",
        "GET, /push",
        "POST, /health",
        "PATCH, /api/v1/projects/p/jobs",
    })
    void anotherMethodIsNotAllowed(String method, String path) {
        problem(
                request().request(method, path).then(),
                405,
                "METHOD_NOT_ALLOWED",
                "METHOD_NOT_ALLOWED",
                "%s cannot be asked with %s. /q/swagger-ui lists what can be asked here.".formatted(path, method));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/v1/projects/p/apply, text/plain",
        "PUT, /api/v1/projects/p/entities/e, application/xml",
        "POST, /api/v1/projects/p/jobs, text/csv",
        "PUT, /api/v1/projects/p/feature-tables/t/schedule, application/yaml",
    })
    void aBodyOfAnotherTypeIsUnsupported(String method, String path, String type) {
        problem(
                request().contentType(type).body("x").request(method, path).then(),
                415,
                "UNSUPPORTED_MEDIA_TYPE",
                "UNSUPPORTED_MEDIA_TYPE",
                "%s takes no body of the type that the header Content-Type says (%s). /q/swagger-ui lists what can be asked here."
                        .formatted(path, type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/projects", "/api/v1/projects/p/jobs", "/api/v1/projects/p/entities"})
    void anAnswerOfAnotherTypeIsNotThere(String path) {
        problem(
                request().accept("text/csv").get(path).then(),
                406,
                "NOT_ACCEPTABLE",
                "NOT_ACCEPTABLE",
                "%s has no answer of the type that the header Accept asks for (text/csv). /q/swagger-ui lists what can be asked here."
                        .formatted(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/get-online-features",
                "/push",
                "/materialize",
                "/api/v1/projects/p/jobs",
                "/api/v1/projects/p/feature-tables/t/rows"
            })
    void aCompressedBodyIsUnsupported(String path) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write("{}".getBytes(StandardCharsets.UTF_8));
        }
        problem(
                        request()
                                .contentType("application/json")
                                .header("Content-Encoding", "gzip")
                                .body(packed.toByteArray())
                                .post(path)
                                .then(),
                        415,
                        "UNSUPPORTED_MEDIA_TYPE",
                        "CONTENT_ENCODING",
                        "The header Content-Encoding says that the body is encoded (gzip). Send it as it is, without compression.")
                .header("Accept-Encoding", "identity");
    }

    @Test
    void aBodyThatIsSaidToBePlainIsRead() {
        json("{\"entities\": {}, \"features\": []}")
                .header("Content-Encoding", "identity")
                .post("/get-online-features")
                .then()
                .statusCode(422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"batchToOnline\": 7}",
                "{\"batchToOnline\": {\"featureTable\": {}}}",
                "{\"batchToOnline\": {\"featureTable\": \"t\", \"start\": \"yesterday\"}}",
                "{\"batchToOnline\": {\"featureTable\": \"t\", \"start\": 7}}",
                "{\"batchToSomewhere\": {}}",
                "{\"historicalRetrieval\": {\"origin\": \"MOON\"}}",
                "{\"historicalRetrieval\": {\"asOfSnapshot\": {\"t\": \"x\"}}}",
                "{\"historicalRetrieval\": {\"filterByCreatedTimestamp\": \"perhaps\"}}",
                "[1]",
                "\"text\"",
                "{\"a\": NaN}",
            })
    void whatCannotBeReadAsAJobIsToldInPlainWords(String body) {
        plain(json(body).post("/api/v1/projects/p/jobs").then());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spec: [",
                "spec: {name: x, valueType: FISH}",
                "spec: {name: x, valueType: 99}",
                "spec: {name: [x], valueType: INT64}",
                "spec: {name: x, entities: y, features: []}",
                "spec: {name: x, entities: [y], features: [{name: z, valueType: INT64}], maxAge: soon}",
                "kind: cat\nspec: {name: x}",
                "\tspec: {}",
                "spec: &a {name: x}\nmeta: *a",
                "%YAML 9",
                "spec: !!java.io.File {}",
            })
    void whatCannotBeReadAsADefinitionIsToldInPlainWords(String body) {
        plain(yaml(body).post("/api/v1/projects/p/apply").then());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/projects/p/jobs?page-size=many",
                "/api/v1/projects/p/jobs?include-ended=perhaps",
                "/api/v1/projects/p/history?kind=cat",
                "/api/v1/projects/p/entities?label=x",
                "/api/v1/projects?page-token=%00",
            })
    void queriesThatCannotBeReadAreToldInPlainWords(String path) {
        plain(request().urlEncodingEnabled(false).get(path).then());
    }

    @Test
    void anUnknownCharsetIsToldInPlainWords() {
        plain(request()
                .header("Content-Type", "application/json; charset=klingon")
                .body("{}".getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/projects/p/jobs")
                .then());
    }

    private static void plain(ValidatableResponse answer) {
        answer.statusCode(400).contentType("application/problem+json").body("detail", not(matchesPattern(FRAMEWORK)));
    }
}
