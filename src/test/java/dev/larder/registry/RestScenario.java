package dev.larder.registry;

import static dev.larder.testing.HttpDoor.YAML;
import static dev.larder.testing.HttpDoor.json;
import static dev.larder.testing.HttpDoor.request;
import static dev.larder.testing.HttpDoor.yaml;
import static dev.larder.testing.Specs.newProject;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class RestScenario {
    private static final String DRIVER =
            """
            kind: entity
            spec:
              name: driver
              valueType: INT64
              labels: {team: growth}
            """;
    private static final String TRIPS =
            """
            kind: feature_table
            spec:
              name: trips
              entities: [driver]
              features:
                - {name: cost, valueType: FLOAT, labels: {unit: euro}}
              maxAge: 3600s
              batchSource:
                type: BATCH_FILE
                eventTimestampColumn: ts
                fileOptions: {fileUrl: "file:///lake", fileFormat: {parquetFormat: {}}}
            """;
    private static final String BOTH = DRIVER + "---\n" + TRIPS;

    private final String project = newProject();
    private final String base = "/api/v1/projects/" + project;

    @BeforeEach
    void definitions() {
        yaml(BOTH).post(base + "/apply").then().statusCode(200);
    }

    @Test
    void projectsAreManaged() {
        var name = newProject();
        json("{\"name\": \"" + name + "\"}")
                .post("/api/v1/projects")
                .then()
                .statusCode(201)
                .header("Location", containsString("/api/v1/projects/" + name))
                .body("name", equalTo(name));
        request().get("/api/v1/projects/" + name).then().statusCode(200).body("archived", nullValue());
        request()
                .post("/api/v1/projects/" + name + "/archive")
                .then()
                .statusCode(200)
                .body("archived", equalTo(true));
        request()
                .queryParam("page-size", 1000)
                .get("/api/v1/projects")
                .then()
                .body("projects.name", hasItem("default"))
                .body("projects.name", not(hasItem(name)));
        problem(
                        json("{\"name\": \"" + name + "\"}")
                                .post("/api/v1/projects")
                                .then(),
                        409,
                        "ALREADY_EXISTS",
                        "PROJECT_EXISTS")
                .body("detail", equalTo("Project already exists: " + name));
        problem(request().get("/api/v1/projects/" + newProject()).then(), 404, "NOT_FOUND", "PROJECT_NOT_FOUND");
    }

    @Test
    void definitionsAreReadAsJsonAndAsYaml() {
        request()
                .get(base + "/entities/driver")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("spec.valueType", equalTo("INT64"))
                .body("spec.labels.team", equalTo("growth"))
                .body("meta.createdTimestamp", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"));
        var text = request().accept(YAML).get(base + "/feature-tables/trips").asString();
        assertEquals(
                """
                ---
                spec:
                  name: "trips"
                  entities:
                  - "driver"
                  features:
                  - name: "cost"
                    valueType: "FLOAT"
                    labels:
                      unit: "euro"
                  maxAge: "3600s"
                  batchSource:
                    type: "BATCH_FILE"
                    eventTimestampColumn: "ts"
                    fileOptions:
                      fileFormat:
                        parquetFormat: {}
                      fileUrl: "file:///lake"
                """,
                text.substring(0, text.indexOf("meta:")));
    }

    @Test
    void whatWasReadCanBeAppliedAgain() {
        var read = request().get(base + "/feature-tables/trips");
        json(read.asString())
                .put(base + "/feature-tables/trips")
                .then()
                .statusCode(200)
                .header("ETag", read.header("ETag"));
        yaml(request().accept(YAML).get(base + "/feature-tables/trips").asString())
                .post(base + "/apply")
                .then()
                .statusCode(200)
                .body("changes", nullValue());
    }

    @Test
    void featuresAreListed() {
        request()
                .queryParam("label", "unit=euro")
                .queryParam("entity", "driver")
                .get(base + "/features")
                .then()
                .statusCode(200)
                .body("features", hasKey("trips:cost"));
        request()
                .queryParam("label", "unit=dollar")
                .get(base + "/features")
                .then()
                .statusCode(200)
                .body("features", nullValue());
    }

    @Test
    void listsComeInPages() {
        for (var name : List.of("a", "b", "c")) {
            yaml(TRIPS.replace("name: trips", "name: " + name)).put(base + "/feature-tables/" + name);
        }
        var first = page("");
        assertEquals(List.of("a", "b"), first.getList("featureTables.spec.name"));
        var second = page(first.getString("nextPageToken"));
        assertEquals(List.of("c", "trips"), second.getList("featureTables.spec.name"));
        assertEquals(null, second.getString("nextPageToken"));
        yaml(DRIVER.replace("driver", "a")).put(base + "/entities/a").then().statusCode(200);
        request()
                .queryParam("page-size", 1)
                .get(base + "/entities")
                .then()
                .body("entities.spec.name", contains("a"))
                .body("nextPageToken", equalTo("a"));
    }

    @Test
    void listsAreFilteredByLabels() {
        request()
                .queryParam("label", "team=growth")
                .get(base + "/entities")
                .then()
                .body("entities.spec.name", contains("driver"));
        request()
                .queryParam("label", "team=risk")
                .get(base + "/entities")
                .then()
                .body("entities", nullValue());
    }

    @Test
    void aTableChangesOnlyFromTheVersionThatWasRead() {
        var path = base + "/feature-tables/trips";
        var tag = request().get(path).header("ETag");
        request().header("If-None-Match", tag).get(path).then().statusCode(304);
        var changed = TRIPS.replace("3600s", "60s");
        var newTag = yaml(changed)
                .header("If-Match", tag)
                .put(path)
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
        assertNotEquals(tag, newTag);

        problem(yaml(TRIPS).header("If-Match", tag).put(path).then(), 412, "FAILED_PRECONDITION", "VERSION_MISMATCH")
                .body("detail", containsString("somebody changed it"));
        problem(
                yaml(TRIPS)
                        .queryParam("dry-run", true)
                        .header("If-Match", tag)
                        .put(path)
                        .then(),
                412,
                "FAILED_PRECONDITION",
                "VERSION_MISMATCH");
        problem(request().header("If-Match", tag).delete(path).then(), 412, "FAILED_PRECONDITION", "VERSION_MISMATCH");
        problem(
                yaml(TRIPS).header("If-None-Match", "*").put(path).then(),
                412,
                "FAILED_PRECONDITION",
                "VERSION_MISMATCH");
        request().get(path).then().body("spec.maxAge", equalTo("60s")).header("ETag", newTag);

        request().header("If-Match", newTag).delete(path).then().statusCode(204);
        problem(request().get(path).then(), 404, "NOT_FOUND", "FEATURE_TABLE_DELETED");
        problem(yaml(TRIPS).header("If-Match", "*").put(path).then(), 412, "FAILED_PRECONDITION", "VERSION_MISMATCH");
        var revived = yaml(TRIPS)
                .header("If-None-Match", "*")
                .put(path)
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
        assertNotEquals(newTag, revived, "a version never comes back");
    }

    @Test
    void aDryRunTellsTheDifferenceAndStoresNothing() {
        var before = request().get(base + "/feature-tables/trips");
        var changed = BOTH.replace("3600s", "60s").replace("name: cost", "name: price");
        yaml(changed)
                .queryParam("dry-run", true)
                .post(base + "/apply")
                .then()
                .statusCode(200)
                .body("dryRun", equalTo(true))
                .body("changes.name", contains("trips"))
                .body("changes[0].action", equalTo("UPDATED"))
                .body("changes[0].revision", nullValue())
                .body(
                        "changes[0].differences.path",
                        contains(
                                "features.cost.labels.unit",
                                "features.cost.value_type",
                                "features.price.labels.unit",
                                "features.price.value_type",
                                "max_age"))
                .body("changes[0].differences[4].before", equalTo("PT1H"))
                .body("changes[0].differences[4].after", equalTo("PT1M"));
        var after = request().get(base + "/feature-tables/trips");
        assertEquals(before.asString(), after.asString());
        assertEquals(before.header("ETag"), after.header("ETag"));
        problem(
                yaml(changed).queryParam("dry-run", "yes").post(base + "/apply").then(),
                400,
                "INVALID_ARGUMENT",
                "INVALID_PARAMETER");
    }

    @Test
    void severalDocumentsAreOneTransaction() {
        var other = newProject();
        var path = "/api/v1/projects/" + other;
        var second = TRIPS.replace("driver", "nobody").replace("name: trips", "name: rides");
        problem(
                yaml(BOTH + "---\n" + second).post(path + "/apply").then(),
                400,
                "INVALID_ARGUMENT",
                "ENTITY_NOT_FOUND");
        problem(request().get(path).then(), 404, "NOT_FOUND", "PROJECT_NOT_FOUND");
        json("""
                [{"spec": {"name": "driver", "valueType": "INT64"}},
                 {"kind": "entity", "spec": {"name": "zone", "value_type": "STRING"}}]
                """)
                .post(path + "/apply")
                .then()
                .statusCode(200)
                .body("changes.kind", contains("PROJECT", "ENTITY", "ENTITY"))
                .body("changes.action", contains("CREATED", "CREATED", "CREATED"));
    }

    @Test
    void mistakesInDocumentsNameTheLine() {
        badDocument(
                BOTH.replace("maxAge", "maxAeg"), "UNKNOWN_FIELD", "spec.maxAeg", "line 13, column 3: unknown field");
        badDocument(
                BOTH.replace("INT64", "INT65"),
                "INVALID_VALUE",
                "spec.valueType",
                "line 4, column 14: spec.valueType is \"INT65\"; it must be one of");
        badDocument(
                BOTH.replace("3600s", "1h"),
                "INVALID_VALUE",
                "spec.maxAge",
                "line 13, column 11: spec.maxAge is \"1h\"; it must be a number of seconds followed by s");
        badDocument("spec: [", "MALFORMED_DOCUMENT", "", "line 1");
        badDocument("spec: {name: x}", "UNKNOWN_KIND", "kind", "add kind");
        badDocument("", "EMPTY_BODY", "", "The body holds no definition");
        badDocument("spec: &a {name: x, valueType: INT64}\n---\nspec: *a", "UNSUPPORTED_YAML", "", "anchors");
        problem(
                        json("{\"spec\": {\n \"name\": }").post(base + "/apply").then(),
                        400,
                        "INVALID_ARGUMENT",
                        "MALFORMED_DOCUMENT")
                .body("detail", containsString("line 2, column 10"));
    }

    @Test
    void aDefinitionMustFitItsPath() {
        problem(yaml(DRIVER).put(base + "/entities/other").then(), 400, "INVALID_ARGUMENT", "NAME_MISMATCH")
                .body("field", equalTo("spec.name"));
        problem(yaml(DRIVER).put(base + "/feature-tables/driver").then(), 400, "INVALID_ARGUMENT", "WRONG_DEFINITION");
        problem(yaml(BOTH).put(base + "/entities/driver").then(), 400, "INVALID_ARGUMENT", "WRONG_DEFINITION");
        problem(
                yaml(DRIVER).put("/api/v1/projects/no good/entities/driver").then(),
                400,
                "INVALID_ARGUMENT",
                "INVALID_NAME");
    }

    @Test
    void badParametersAreNamed() {
        for (var bad : List.of("page-size=x", "page-size=1001", "page-size=-1", "label=novalue")) {
            problem(
                            request().get(base + "/entities?" + bad).then(),
                            400,
                            "INVALID_ARGUMENT",
                            bad.startsWith("label") || bad.endsWith("x") ? "INVALID_PARAMETER" : "INVALID_PAGE_SIZE")
                    .body("field", containsString(bad.substring(0, 4)));
        }
        problem(request().get(base + "/history?kind=table").then(), 400, "INVALID_ARGUMENT", "INVALID_PARAMETER");
        problem(request().get(base + "/history?page-token=x").then(), 400, "INVALID_ARGUMENT", "INVALID_PAGE_TOKEN");
        problem(
                yaml(TRIPS)
                        .header("If-Match", "1-0")
                        .put(base + "/feature-tables/trips")
                        .then(),
                400,
                "INVALID_ARGUMENT",
                "INVALID_PARAMETER");
    }

    @Test
    void aBodyOfMoreThanFourMegabytesIsRefused() throws IOException {
        var head = "PUT " + base + "/entities/driver HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + YAML
                + "\r\nContent-Length: 5000000\r\n\r\n";
        try (var socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            assertEquals("HTTP/1.1 413 Request Entity Too Large", answer.readLine());
        }
    }

    @Test
    void requestsCarryAnId() {
        request().header("X-Request-Id", "mine-1").get(base).then().header("X-Request-Id", equalTo("mine-1"));
        request()
                .header("X-Request-Id", "not sensible\t")
                .get("/api/v1/nothing")
                .then()
                .header("X-Request-Id", matchesPattern("[0-9a-f-]{36}"))
                .body("requestId", matchesPattern("[0-9a-f-]{36}"));
    }

    @Test
    void theApiDescribesItself() {
        var document =
                request().accept("application/json").get("/q/openapi").then().statusCode(200);
        document.body("paths", hasKey("/api/v1/projects/{project}/feature-tables/{name}"))
                .body("components.schemas", hasKey("FeatureTable"))
                .body("components.schemas.FeatureTableSpec.properties", hasKey("batchSource"))
                .body("components.schemas", hasKey("Problem"));
        request().get("/q/swagger-ui/").then().statusCode(200);
    }

    @Test
    void feastsOwnReadsAreAnswered() {
        request().get("/api/v2/version").then().statusCode(200).body("version", matchesPattern("\\d+\\..*"));
        request().get("/api/v2/projects").then().statusCode(200).body("projects", hasItem("default"));
        request()
                .queryParam("project", project)
                .get("/api/v2/entities")
                .then()
                .statusCode(200)
                .body("entities.spec.name", contains("driver"));
        request()
                .queryParam("project", project)
                .get("/api/v2/feature-tables")
                .then()
                .statusCode(200)
                .body("tables.spec.name", contains("trips"));
        request()
                .queryParam("project", project)
                .queryParam("entities", "driver")
                .get("/api/v2/features")
                .then()
                .statusCode(200)
                .body("features", hasKey("trips:cost"));
        request()
                .queryParam("project", "*")
                .get("/api/v2/features")
                .then()
                .statusCode(400)
                .body("error", containsString("invalid value for project resource, *"));
    }

    private JsonPath page(String token) {
        return request()
                .queryParam("page-size", 2)
                .queryParam("page-token", token)
                .get(base + "/feature-tables")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private void badDocument(String body, String reason, String field, String text) {
        problem(yaml(body).post(base + "/apply").then(), 400, "INVALID_ARGUMENT", reason)
                .body("detail", containsString(text))
                .body("field", equalTo(field.isEmpty() ? null : field));
    }

    private static ValidatableResponse problem(ValidatableResponse answer, int status, String code, String reason) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("code", equalTo(code))
                .body("reason", equalTo(reason))
                .body("detail", not(empty()));
    }
}
