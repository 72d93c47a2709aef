package dev.larder.testing;

import static io.restassured.config.EncoderConfig.encoderConfig;

import io.restassured.RestAssured;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;

/** The HTTP door of the application under test, as any client sees it. */
public final class HttpDoor {
    public static final String YAML = "application/yaml";

    private HttpDoor() {}

    public static RequestSpecification request() {
        return RestAssured.given()
                .config(RestAssuredConfig.config()
                        .encoderConfig(encoderConfig()
                                .encodeContentTypeAs(YAML, ContentType.TEXT)
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)));
    }

    public static RequestSpecification yaml(String body) {
        return request().contentType(YAML).body(body);
    }

    public static RequestSpecification json(String body) {
        return request().contentType("application/json").body(body);
    }
}
