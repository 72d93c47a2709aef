package dev.larder.testing;

import static org.hamcrest.Matchers.contains;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;

/** Failures in the form of today's Feast, as its client reads them. */
public final class FeastError {
    private FeastError() {}

    /** A JSON text that holds JSON. */
    public static void assertFeastError(ValidatableResponse answer, int status, String type, String message) {
        var text = answer.statusCode(status)
                .contentType("application/json")
                .extract()
                .asString();
        var error = new JsonPath(new JsonPath("{\"error\": " + text + "}").getString("error"));
        assertEquals("feast.errors", error.getString("module"));
        assertEquals(type, error.getString("class"));
        assertEquals(message, error.getString("message"));
    }

    /** The one detail of a 422. */
    public static void assertUnprocessable(ValidatableResponse answer, String field, String message) {
        answer.statusCode(422).body("detail.msg", contains(message)).body("detail[0].loc", contains("body", field));
    }
}
