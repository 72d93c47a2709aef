package dev.larder.serving;

import static dev.larder.testing.FeastError.assertFeastError;
import static dev.larder.testing.FeastError.assertUnprocessable;
import static dev.larder.testing.GrpcDoor.core;
import static dev.larder.testing.HttpDoor.json;
import static dev.larder.testing.HttpDoor.request;
import static dev.larder.testing.Specs.entity;
import static dev.larder.testing.Specs.feature;
import static dev.larder.testing.Specs.newProject;
import static dev.larder.testing.Specs.parquet;
import static dev.larder.testing.Specs.table;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ApplyFeatureTableRequest;
import feast.proto.core.FeatureTableProto.FeatureTableSpec;
import feast.proto.types.ValueProto.ValueType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Online features as today's Feast asks for them, and rows, over HTTP. */
abstract class OnlineHttpScenario {
    private static final String EPOCH = "1970-01-01T00:00:00Z";

    private final String project = newProject();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

    @BeforeEach
    void define() {
        applyEntity("driver", ValueType.Enum.INT64);
        apply(table("trips", "driver"));
    }

    // Statuses

    @Test
    void everyStatusIsTold() {
        apply(table("trips", "driver").clearMaxAge());
        write("trips", row("\"driver\": 1", now.minusSeconds(10), "\"trip_cost\": 2.5, \"trip_count\": 3"));
        write("trips", row("\"driver\": 2", now.minusSeconds(10), "\"trip_count\": 4"));
        write("trips", row("\"driver\": 3", now.minusSeconds(4_000), "\"trip_cost\": 5, \"trip_count\": 6"));
        apply(table("trips", "driver"));
        ask("{\"driver\": [1, 2, 3, 4]}", "trips:trip_cost", "trips:trip_count")
                .statusCode(200)
                .body("metadata.feature_names", contains("driver", "trip_cost", "trip_count"))
                .body("results[0].values", contains(1, 2, 3, 4))
                .body("results[0].statuses", contains("PRESENT", "PRESENT", "PRESENT", "PRESENT"))
                .body("results[0].event_timestamps", contains(EPOCH, EPOCH, EPOCH, EPOCH))
                .body("results[1].values", contains(2.5f, null, null, null))
                .body("results[1].statuses", contains("PRESENT", "NULL_VALUE", "OUTSIDE_MAX_AGE", "NOT_FOUND"))
                .body("results[2].values", contains(3, 4, null, null))
                .body("results[2].statuses", contains("PRESENT", "PRESENT", "OUTSIDE_MAX_AGE", "NOT_FOUND"))
                .body(
                        "results[2].event_timestamps",
                        contains(
                                now.minusSeconds(10).toString(),
                                now.minusSeconds(10).toString(),
                                now.minusSeconds(4_000).toString(),
                                EPOCH));
    }

    @Test
    void everyTypeComesBackAsPlainJson() {
        var table = FeatureTableSpec.newBuilder()
                .setName("types")
                .addEntities("driver")
                .setBatchSource(parquet());
        Arrays.stream(ValueType.Enum.values())
                .filter(type -> type != ValueType.Enum.INVALID && type != ValueType.Enum.UNRECOGNIZED)
                .forEach(type ->
                        table.addFeatures(feature("f_" + type.name().toLowerCase(java.util.Locale.ROOT), type)));
        apply(table);
        var values =
                """
                {"f_bytes": "AP8K", "f_string": "Zoë", "f_int32": -5, "f_int64": 9007199254740993, "f_double": "NaN",
                 "f_float": 1.5, "f_bool": true, "f_bytes_list": ["AQ==", ""], "f_string_list": ["a", ""],
                 "f_int32_list": [1, -1], "f_int64_list": [9007199254740993], "f_double_list": ["Infinity", 0.25],
                 "f_float_list": [], "f_bool_list": [true, false]}""";
        write(
                "types",
                "{\"entities\": {\"driver\": 1}, \"event_timestamp\": \"%s\", \"features\": %s}"
                        .formatted(now, values));
        var expected = new JsonPath(values);
        for (var feature : table.getFeaturesList()) {
            var answer = new JsonPath(ask("{\"driver\": [1]}", "types:" + feature.getName())
                    .statusCode(200)
                    .body("results[1].statuses", contains("PRESENT"))
                    .extract()
                    .asString());
            assertEquals(
                    expected.<Object>get(feature.getName()),
                    answer.<Object>get("results[1].values[0]"),
                    feature.getName());
        }
    }

    @Test
    void anEntityOfBytesIsBase64() {
        applyEntity("blob", ValueType.Enum.BYTES);
        apply(table("by_blob", "blob"));
        write("by_blob", row("\"blob\": \"AP8K\"", now, "\"trip_count\": 3"));
        ask("{\"blob\": [\"AP8K\", \"AA==\", null]}", "by_blob:trip_count")
                .body("results[1].values", contains(3, null, null))
                .body("results[0].values", contains("AP8K", "AA==", null))
                .body("results[0].statuses", contains("PRESENT", "PRESENT", "NULL_VALUE"));
        assertUnprocessable(
                ask("{\"blob\": [\"?\"]}", "by_blob:trip_count"),
                "entities.blob[0]",
                "entities.blob[0] is of type BYTES and must be base64.");
    }

    // Requests

    @Test
    void theProjectIsInThePathOrInAHeaderOrDefault() {
        write("trips", row("\"driver\": 1", now, "\"trip_count\": 3"));
        var body = body("{\"driver\": [1]}", "trips:trip_count");
        json(body).post("/p/" + project + "/get-online-features").then().body("results[1].values", contains(3));
        json(body)
                .header("x-larder-project", project)
                .post("/get-online-features")
                .then()
                .body("results[1].values", contains(3));
        json(body)
                .post("/get-online-features")
                .then()
                .statusCode(404)
                .body(containsString("No such Feature Table: (project: default, name: trips)"));
    }

    @Test
    void aMissingContentTypeIsNoMistake() {
        write("trips", row("\"driver\": 1", now, "\"trip_count\": 3"));
        request()
                .noContentType()
                .body(body("{\"driver\": [1]}", "trips:trip_count").getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .post("/p/" + project + "/get-online-features")
                .then()
                .statusCode(200);
    }

    @Test
    void fullFeatureNamesHaveTwoUnderscores() {
        json("{\"entities\": {\"driver\": [1]}, \"features\": [\"trips:trip_count\"], \"full_feature_names\": true}")
                .post("/p/" + project + "/get-online-features")
                .then()
                .body("metadata.feature_names", contains("driver", "trips__trip_count"));
    }

    @Test
    void tablesOfDifferentEntitiesAndDuplicatesCanBeAskedTogether() {
        applyEntity("customer", ValueType.Enum.STRING);
        apply(table("visits", "customer"));
        write("trips", row("\"driver\": 1", now, "\"trip_count\": 3"));
        write("visits", row("\"customer\": \"ann\"", now, "\"trip_count\": 4"));
        ask("{\"driver\": [1], \"customer\": [\"ann\"]}", "visits:trip_count", "trips:trip_count", "visits:trip_count")
                .body(
                        "metadata.feature_names",
                        contains("driver", "customer", "trip_count", "trip_count", "trip_count"))
                .body("results.values", contains(List.of(1), List.of("ann"), List.of(4), List.of(3), List.of(4)));
    }

    @Test
    void aThousandRowsOfTwoHundredAndFiftyFeatures() {
        var table = FeatureTableSpec.newBuilder()
                .setName("wide")
                .addEntities("driver")
                .setBatchSource(parquet());
        IntStream.range(0, 250).forEach(i -> table.addFeatures(feature("f" + i, ValueType.Enum.INT64)));
        apply(table);
        write("wide", row("\"driver\": 999", now, "\"f249\": 7"));
        var drivers = IntStream.range(0, 1_000).mapToObj(Integer::toString).collect(Collectors.joining(","));
        var features = IntStream.range(0, 250).mapToObj(i -> "wide:f" + i).toArray(String[]::new);
        var answer = ask("{\"driver\": [" + drivers + "]}", features)
                .statusCode(200)
                .extract()
                .jsonPath();
        assertEquals(7, answer.getInt("results[250].values[999]"));
        assertEquals("NOT_FOUND", answer.getString("results[250].statuses[998]"));
    }

    // Failures

    @Test
    void whatIsNotThereIsFeastsNotFound() {
        assertFeastError(
                ask("{\"driver\": [1]}", "rides:length"),
                404,
                "FeatureViewNotFoundException",
                "No such Feature Table: (project: %s, name: rides)".formatted(project));
        assertFeastError(
                ask("{\"driver\": [1]}", "trips:speed"),
                404,
                "FeastObjectNotFoundException",
                "Feature table trips has no feature speed. It has: trip_cost, trip_count");
        assertFeastError(
                json("{\"entities\": {\"driver\": [1]}, \"feature_service\": \"ranking\"}")
                        .post("/get-online-features")
                        .then(),
                404,
                "FeatureServiceNotFoundException",
                "There is no feature service ranking: Larder has none. Name the features, as table:feature.");
    }

    @Test
    void wrongRequestsAreUnprocessable() {
        var count = "trips:trip_count";
        assertUnprocessable(
                ask("{\"car\": [1]}", count),
                "entities",
                "The requested tables are keyed by driver. Missing: driver. Given, but not needed: car.");
        assertUnprocessable(ask("{\"driver\": []}", count), "entities", "Entity value must be provided");
        assertUnprocessable(
                ask("{\"driver\": [\"Ann\"]}", count),
                "entities.driver[0]",
                "entities.driver[0] is the text \"Ann\" and cannot be read as INT64.");
        assertUnprocessable(
                ask("{\"driver\": [9223372036854775808]}", count),
                "entities.driver[0]",
                "entities.driver[0] is the number 9223372036854775808 and cannot be read as INT64.");
        assertUnprocessable(
                ask("{\"driver\": [{}]}", count),
                "entities.driver[0]",
                "entities.driver[0] is an object; a value is a number, a text, true, false, null or an array.");
        assertUnprocessable(
                ask("{\"driver\": 1}", count), "entities.driver", "entities.driver must be a list of values.");
        assertUnprocessable(
                ask("{\"driver\": [1]}"),
                "features",
                "The request names no features; it needs at least one, as table:feature.");
        assertUnprocessable(
                ask("{\"driver\": [1]}", "trip_count"),
                "features",
                "The feature reference \"trip_count\" names no table; write it as table:feature.");
    }

    @Test
    void whatIsNotJsonIsUnprocessable() {
        json("{\"entities\": ")
                .post("/get-online-features")
                .then()
                .statusCode(422)
                .body("detail[0].msg", containsString("The body is not JSON"));
        json("[]")
                .post("/get-online-features")
                .then()
                .statusCode(422)
                .body("detail[0].msg", equalTo("The body must be a JSON object."));
    }

    // Rows

    @Test
    void rowsAreWrittenOnceAndTheLaterStays() {
        var rows = rows(
                row("\"driver\": 1", now.minusSeconds(5), "\"trip_count\": 3"),
                row("\"driver\": 2", now.minusSeconds(4_000), "\"trip_count\": 3"));
        json(rows)
                .post(rowsPath())
                .then()
                .statusCode(200)
                .body("written", equalTo(1))
                .body("tooOld", equalTo(1));
        json(rows).post(rowsPath()).then().body("written", equalTo(1));
        json(rows(row("\"driver\": 1", now.minusSeconds(6), "\"trip_count\": 9")))
                .post(rowsPath())
                .then()
                .body("older", equalTo(1));
        ask("{\"driver\": [1]}", "trips:trip_count").body("results[1].values", contains(3));
    }

    @Test
    void rowsWithMistakesAreReportedAndTheOthersAreWritten() {
        json(rows(
                        row("\"driver\": 1", now, "\"trip_count\": 3"),
                        row("\"car\": 1", now, "\"trip_count\": 3"),
                        row("\"driver\": 1, \"car\": 2", now, "\"trip_count\": 3"),
                        row("\"driver\": 1", now, "\"speed\": 3"),
                        row("\"driver\": 1", now, "\"trip_count\": 1.5"),
                        "{\"entities\": {\"driver\": 1}, \"features\": {}}",
                        "{\"entities\": {\"driver\": 1}, \"event_timestamp\": \"yesterday\", \"features\": {}}"))
                .post(rowsPath())
                .then()
                .statusCode(200)
                .body("written", equalTo(1))
                .body("errors.row", contains(1, 2, 3, 4, 5, 6))
                .body(
                        "errors.message",
                        contains(
                                "The row needs a value for the entity driver.",
                                "Feature table trips is not keyed by car, but by driver.",
                                "Feature table trips has no feature speed. It has: trip_cost, trip_count",
                                "features.trip_count is the number 1.5 and cannot be read as INT64.",
                                "The row needs an event_timestamp.",
                                "event_timestamp is \"yesterday\"; it must be a time such as 2026-01-31T12:00:00Z; without a zone it is in UTC."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"2026-01-05 10:00:00\"",
                "\"2026-01-05T10:00:00\"",
                "\"2026-01-05T10:00:00.000000Z\"",
                "\"2026-01-05t12:00:00+02:00\"",
                "\"2026-01-05 12:00:00+0200\""
            })
    void aTimeWithoutAZoneIsInUtc(String time) {
        apply(table("trips", "driver").clearMaxAge());
        json(rows(timed(time)))
                .post(rowsPath())
                .then()
                .statusCode(200)
                .body("written", equalTo(1))
                .body("errors", nullValue());
        ask("{\"driver\": [1]}", "trips:trip_count")
                .body("results[1].event_timestamps", contains("2026-01-05T10:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1767607200 | event_timestamp is 1767607200; it must be a text such as \"2026-01-31T12:00:00Z\".",
                "`\"05/01/2026 10:00\"` | event_timestamp is \"05/01/2026 10:00\"; it must be a time such as 2026-01-31T12:00:00Z; without a zone it is in UTC.",
                "`\"\"` | event_timestamp is \"\"; it must be a time such as 2026-01-31T12:00:00Z; without a zone it is in UTC.",
                "`\"2026-02-30T10:00:00Z\"` | event_timestamp is \"2026-02-30T10:00:00Z\"; it must be a time such as 2026-01-31T12:00:00Z; without a zone it is in UTC.",
                "`\"+12026-01-05T10:00:00Z\"` | event_timestamp is +12026-01-05T10:00:00Z; it must be between the years 1 and 9999.",
                "null | The row needs an event_timestamp."
            })
    void aTimeThatIsNoneIsNamedWithItsRow(String time, String message) {
        json(rows(timed(time)))
                .post(rowsPath())
                .then()
                .statusCode(200)
                .body("written", equalTo(0))
                .body("errors.row", contains(0))
                .body("errors.field", contains("event_timestamp"))
                .body("errors.message", contains(message));
    }

    private static String timed(String time) {
        return "{\"entities\": {\"driver\": 1}, \"event_timestamp\": %s, \"features\": {\"trip_count\": 3}}"
                .formatted(time);
    }

    @Test
    void aRowFromTheFutureIsTakenAndCountedUnlessALabelSaysHowFarItMayBe() {
        var later = now.plusSeconds(7_200);
        write("trips", row("\"driver\": 1", later, "\"trip_count\": 3"));
        request()
                .get("/q/metrics")
                .then()
                .body(containsString(
                        "larder_serving_rows_ahead_total{project=\"%s\",table=\"trips\"} 1.0".formatted(project)));
        apply(table("trips", "driver").putLabels("max_ahead", "3600s"));
        json(rows(
                        row("\"driver\": 1", later, "\"trip_count\": 4"),
                        row("\"driver\": 2", now.plusSeconds(3_000), "\"trip_count\": 5"),
                        row("\"driver\": 3", now, "\"trip_count\": 6")))
                .post(rowsPath())
                .then()
                .statusCode(200)
                .body("written", equalTo(2))
                .body("errors.row", contains(0))
                .body("errors.reason", contains("AHEAD_OF_TIME"))
                .body(
                        "errors.message",
                        contains(
                                "event_timestamp is %s, which is more than PT1H after now; feature table trips takes no such rows (its label max_ahead)."
                                        .formatted(later)));
        apply(table("trips", "driver").putLabels("max_ahead", "0s"));
        json(rows(row("\"driver\": 4", now.plusSeconds(60), "\"trip_count\": 4")))
                .post(rowsPath())
                .then()
                .body("errors.reason", contains("AHEAD_OF_TIME"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"rows\": [NaN]} | Non-standard token 'NaN'",
                "{\"rows\": [1,]} | Unexpected character (']' (code 93))",
                "{\"rows\": [01]} | Leading zeroes not allowed",
                "{\"rows\": [1]} {} | Trailing token found after value",
                "{\"rows\": [ | Unexpected end-of-input"
            })
    void whatIsNoJsonIsSaidWithoutTheWordsOfAParser(String body, String text) {
        json(body)
                .post(rowsPath())
                .then()
                .statusCode(400)
                .body("reason", equalTo("MALFORMED_JSON"))
                .body("detail", containsString(text))
                .body("detail", not(containsString("JsonReadFeature")))
                .body("detail", not(containsString("REDACTED")))
                .body("detail", not(containsString("`")));
    }

    @Test
    void unknownQueryParametersAreRefused() {
        var tables = "/api/v1/projects/" + project + "/feature-tables";
        assertParameter(
                "There is no query parameter lable; this path takes label, page-size, page-token.",
                "lable",
                tables + "?lable=a%3Db");
        assertParameter("label is empty; give it a value or leave it out.", "label", tables + "?label=");
        assertParameter(
                "There is no query parameter page_size; this path takes label, page-size, page-token.",
                "page_size",
                tables + "?page_size=5");
        assertParameter(
                "There is no query parameter state; this path takes feature-table, include-ended, page-size, page-token.",
                "state",
                "/api/v1/projects/" + project + "/jobs?state=x");
        assertParameter(
                "There is no query parameter verbose; this path takes none.", "verbose", "/api/v1/info?verbose=true");
        json(rows(row("\"driver\": 1", now, "\"trip_count\": 3")))
                .post(rowsPath() + "?dry-run=true")
                .then()
                .statusCode(400)
                .body("field", equalTo("dry-run"));
        request().get(tables + "?page-size=5&page-token=").then().statusCode(200);
        json(body("{\"driver\": [1]}", "trips:trip_count"))
                .post("/p/" + project + "/get-online-features?status=true")
                .then()
                .statusCode(200);
    }

    private static void assertParameter(String message, String field, String path) {
        request()
                .get(path)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("reason", equalTo("INVALID_PARAMETER"))
                .body("field", equalTo(field))
                .body("detail", equalTo(message));
    }

    @Test
    void rowsAreDeleted() {
        write("trips", row("\"driver\": 1", now, "\"trip_count\": 3"));
        json("{\"keys\": [{\"entities\": {\"driver\": 1}}, {\"entities\": {\"driver\": 2}}]}")
                .post(rowsPath() + "/delete")
                .then()
                .statusCode(200)
                .body("deleted", equalTo(1));
        ask("{\"driver\": [1]}", "trips:trip_count").body("results[1].statuses", contains("NOT_FOUND"));
        json("{\"keys\": [{\"entities\": {\"driver\": \"x\"}}]}")
                .post(rowsPath() + "/delete")
                .then()
                .statusCode(400)
                .body("detail", equalTo("keys[0]: entities.driver is the text \"x\" and cannot be read as INT64."));
    }

    @Test
    void rowsOfNothingAreProblems() {
        json("{\"rows\": []}")
                .post(rowsPath())
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("reason", equalTo("INVALID_SIZE"))
                .body("field", equalTo("rows"));
        json(rows(row("\"driver\": 1", now, "")))
                .post("/api/v1/projects/" + project + "/feature-tables/rides/rows")
                .then()
                .statusCode(404)
                .body("detail", equalTo("No such Feature Table: (project: %s, name: rides)".formatted(project)));
        json("{}").post(rowsPath()).then().statusCode(400).body("detail", equalTo("rows must be a list."));
    }

    @Test
    void theDocumentKnowsBoth() {
        var document =
                request().accept("application/json").get("/q/openapi").then().statusCode(200);
        document.body("paths", hasKey("/get-online-features"))
                .body("paths", hasKey("/api/v1/projects/{project}/feature-tables/{table}/rows"))
                .body("components.schemas", hasKey("OnlineFeatures"))
                .body("components.schemas", hasKey("WriteRowsResponse"));
    }

    private ValidatableResponse ask(String entities, String... features) {
        return json(body(entities, features))
                .post("/p/" + project + "/get-online-features")
                .then();
    }

    private static String body(String entities, String... features) {
        var names = Arrays.stream(features).map(name -> "\"" + name + "\"").collect(Collectors.joining(","));
        return "{\"entities\": %s, \"features\": [%s]}".formatted(entities, names);
    }

    private String rowsPath() {
        return "/api/v1/projects/" + project + "/feature-tables/trips/rows";
    }

    private static String rows(String... rows) {
        return "{\"rows\": [" + String.join(",", rows) + "]}";
    }

    private static String row(String entities, Instant eventTime, String features) {
        return "{\"entities\": {%s}, \"event_timestamp\": \"%s\", \"features\": {%s}}"
                .formatted(entities, eventTime, features);
    }

    private void write(String table, String row) {
        json(rows(row))
                .post("/api/v1/projects/" + project + "/feature-tables/" + table + "/rows")
                .then()
                .statusCode(200)
                .body("errors", nullValue())
                .body("written", equalTo(1));
    }

    private void applyEntity(String name, ValueType.Enum type) {
        core().applyEntity(ApplyEntityRequest.newBuilder()
                .setProject(project)
                .setSpec(entity(name, type))
                .build());
    }

    private void apply(FeatureTableSpec.Builder table) {
        core().applyFeatureTable(ApplyFeatureTableRequest.newBuilder()
                .setProject(project)
                .setTableSpec(table)
                .build());
    }
}
