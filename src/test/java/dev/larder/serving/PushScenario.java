package dev.larder.serving;

import static dev.larder.testing.FeastError.assertFeastError;
import static dev.larder.testing.FeastError.assertUnprocessable;
import static dev.larder.testing.GrpcDoor.core;
import static dev.larder.testing.HttpDoor.json;
import static dev.larder.testing.HttpDoor.request;
import static dev.larder.testing.Specs.entity;
import static dev.larder.testing.Specs.newProject;
import static dev.larder.testing.Specs.table;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;

import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ApplyFeatureTableRequest;
import feast.proto.types.ValueProto.ValueType;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows sent to the feature server of today's Feast. */
abstract class PushScenario {
    private final String project = newProject();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

    @BeforeEach
    void define() {
        core().applyEntity(ApplyEntityRequest.newBuilder()
                .setProject(project)
                .setSpec(entity("driver", ValueType.Enum.INT64))
                .build());
        core().applyFeatureTable(ApplyFeatureTableRequest.newBuilder()
                .setProject(project)
                .setTableSpec(table("trips", "driver"))
                .build());
    }

    // Writing

    /** Word for word what the SDK of feast 0.67 sends with an online store of type remote. */
    @Test
    void rowsOfFeastsOwnClientAreWritten() {
        write(
                        """
                        {"driver": [1, 2], "trip_cost": [2.5, null], "trip_count": [3, 4],
                         "event_timestamp": ["%s", "%s"], "created": ["%s", null]}"""
                                .formatted(naive(now), naive(now.minusSeconds(4_000)), naive(now)))
                .statusCode(200)
                .body(equalTo("null"));
        ask("[1, 2]", "trips:trip_cost", "trips:trip_count")
                .body("results[1].values", contains(2.5f, null))
                .body("results[2].values", contains(3, null))
                .body("results[2].statuses", contains("PRESENT", "NOT_FOUND"))
                .body("results[2].event_timestamps[0]", equalTo(now.toString()));
    }

    @Test
    void pushedRowsAreWritten() {
        push("\"trips\"", frame("[7]", "[9]", now), "").statusCode(200).body(emptyString());
        push("\"trips\"", frame("[8]", "[10]", now), ", \"to\": \"online\"").statusCode(200);
        ask("[7, 8]", "trips:trip_count").body("results[1].values", contains(9, 10));
    }

    @Test
    void theProjectIsInThePathOrInAHeaderOrDefault() {
        var body = "{\"feature_view_name\": \"trips\", \"df\": %s}".formatted(frame("[1]", "[2]", now));
        json(body)
                .header("x-larder-project", project)
                .post("/write-to-online-store")
                .then()
                .statusCode(200);
        ask("[1]", "trips:trip_count").body("results[1].values", contains(2));
        assertFeastError(
                json(body).post("/write-to-online-store").then(),
                404,
                "FeatureViewNotFoundException",
                "No such Feature Table: (project: default, name: trips)");
    }

    @Test
    void theColumnOfTheSourceIsTheEventTimeIfItIsThere() {
        write(
                        """
                        {"driver": [1], "trip_cost": [null], "trip_count": [3], "event_time": ["%s"], "event_timestamp": ["2020-01-01"]}"""
                                .formatted(now))
                .statusCode(200);
        ask("[1]", "trips:trip_count").body("results[1].event_timestamps", contains(now.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"T%s", " %s", "T%sZ", " %s+00:00", "T%s.000001"})
    void timesAreInUtcUnlessTheySayOtherwise(String form) {
        var today = now.toString().substring(0, 10);
        write(frame("[1]", "[3]", today + form.formatted("00:00:00"))).statusCode(200);
    }

    @Test
    void otherColumnsArePassedOver() {
        write(frame("[1]", "[3]", now).replace("{", "{\"speed\": [{}], \"__index_level_0__\": [0], "))
                .statusCode(200);
        ask("[1]", "trips:trip_count").body("results[1].values", contains(3));
    }

    @Test
    void noRowsAreNoMistake() {
        write("{}").statusCode(200).body(equalTo("null"));
        write(frame("[]", "[]", "").replace("[\"\"]", "[]")).statusCode(200);
    }

    @Test
    void anyNumberOfRowsIsWrittenInParts() {
        int rows = 10_005;
        var drivers = IntStream.range(0, rows).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
        var counts = IntStream.range(0, rows)
                .mapToObj(i -> i == 10_003 ? "\"many\"" : Integer.toString(i))
                .collect(Collectors.joining(",", "[", "]"));
        var nulls = IntStream.range(0, rows).mapToObj(i -> "null").collect(Collectors.joining(",", "[", "]"));
        var times =
                IntStream.range(0, rows).mapToObj(i -> "\"" + now + "\"").collect(Collectors.joining(",", "[", "]"));
        var answer = write("{\"driver\": %s, \"trip_cost\": %s, \"trip_count\": %s, \"event_time\": %s}"
                .formatted(drivers, nulls, counts, times));
        answer.statusCode(422).body("detail.loc", contains(contains("body", "df", "features.trip_count", "10003")));
        ask("[0, 9999, 10000, 10004, 10003]", "trips:trip_count")
                .body("results[1].values", contains(0, 9_999, 10_000, 10_004, null));
    }

    // Mistakes

    @Test
    void whatIsNotThereIsFeastsNotFound() {
        assertFeastError(
                json("{\"feature_view_name\": \"rides\", \"df\": %s}".formatted(frame("[1]", "[2]", now)))
                        .post("/p/" + project + "/write-to-online-store")
                        .then(),
                404,
                "FeatureViewNotFoundException",
                "No such Feature Table: (project: %s, name: rides)".formatted(project));
        assertFeastError(
                push("\"rides_push_source\"", frame("[1]", "[2]", now), ""),
                422,
                "PushSourceNotFoundException",
                "Unable to find push source 'rides_push_source'. In Larder rows are pushed to a feature table, by its name. "
                        + "No such Feature Table: (project: %s, name: rides_push_source)".formatted(project));
    }

    @ParameterizedTest
    @ValueSource(strings = {"offline", "online_and_offline"})
    void nothingIsPushedToTheOfflineStore(String to) {
        assertFeastError(
                push("\"trips\"", frame("[1]", "[2]", now), ", \"to\": \"" + to + "\""),
                501,
                "FeastError",
                "Rows cannot be pushed to the offline store (to is \"%s\"). Push with to \"online\"; the offline store gets its rows from the table's batch source, by a job batchToOffline."
                        .formatted(to));
        ask("[1]", "trips:trip_count").body("results[1].statuses", contains("NOT_FOUND"));
    }

    @Test
    void wrongRequestsAreUnprocessable() {
        assertUnprocessable(
                push("\"trips\"", frame("[1]", "[2]", now), ", \"to\": \"nowhere\""),
                "to",
                "to is \"nowhere\"; it must be online. (Feast knows offline and online_and_offline, too.)");
        assertUnprocessable(
                push("7", frame("[1]", "[2]", now), ""),
                "push_source_name",
                "push_source_name must be given, as a text.");
        assertUnprocessable(
                json("{\"df\": {}}")
                        .post("/p/" + project + "/write-to-online-store")
                        .then(),
                "feature_view_name",
                "feature_view_name must be given, as a text.");
        assertUnprocessable(write("[]"), "df", "df must be an object with a list of values for each column.");
        json("{\"push_source_name\"")
                .post("/push")
                .then()
                .statusCode(422)
                .body("detail[0].type", equalTo("MALFORMED_JSON"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'driver': 1} | df.driver | df.driver must be a list of values.",
                "{'driver': [1], 'trip_count': [1, 2]} | df.trip_count | Column trip_count has 2 values, another one has 1; all must have the same number.",
                "{'driver': [1], 'trip_count': [3], 'event_time': ['NOW']} | df | df lacks trip_cost. It needs a column for every entity and feature of the table, and event_time for the event time; a value may be null.",
                "{'car': [1], 'trip_count': [3]} | df | df lacks driver, event_timestamp, trip_cost. It needs a column for every entity and feature of the table, and event_time or event_timestamp for the event time; a value may be null.",
            })
    void aFrameThatDoesNotFitIsRefusedAsAWhole(String df, String field, String message) {
        assertUnprocessable(
                write(df.replace('\'', '"').replace("NOW", now.toString())), field, message.replace("\\\"", "\""));
    }

    @Test
    void rowsWithMistakesAreNamedAndTheOthersAreWritten() {
        write(
                        """
                        {"driver": [1, null, 3, 4, 5, 6, 7], "trip_cost": [1, 1, 1, 1, 1, 1, {}], "trip_count": [10, 20, 3.5, 40, 50, 60, 70],
                         "event_time": ["%s", "%s", "%s", null, 1767607200, "05/01/2026", "%s"]}"""
                                .formatted(now, now, now, now))
                .statusCode(422)
                .body(
                        "detail.type",
                        contains(
                                "MISSING_ENTITY",
                                "WRONG_TYPE",
                                "MISSING_EVENT_TIMESTAMP",
                                "INVALID_EVENT_TIMESTAMP",
                                "INVALID_EVENT_TIMESTAMP",
                                "WRONG_TYPE"))
                .body(
                        "detail.loc",
                        contains(
                                contains("body", "df", "entities.driver", "1"),
                                contains("body", "df", "features.trip_count", "2"),
                                contains("body", "df", "event_timestamp", "3"),
                                contains("body", "df", "event_timestamp", "4"),
                                contains("body", "df", "event_timestamp", "5"),
                                contains("body", "df", "features.trip_cost", "6")))
                .body(
                        "detail[0].msg",
                        equalTo(
                                "Row 1: The row needs a value for the entity driver. (6 rows have mistakes, the others are written.)"))
                .body(
                        "detail[4].msg",
                        equalTo(
                                "Row 5: event_timestamp is \"05/01/2026\"; it must be a time such as 2026-01-31T12:00:00Z; without a zone it is in UTC. (6 rows have mistakes, the others are written.)"));
        ask("[1, 3, 4, 5, 6, 7]", "trips:trip_count")
                .body("results[1].values", contains(10, null, null, null, null, null));
    }

    // Health

    @Test
    void healthIsAStatusWithoutABody() {
        request().get("/health").then().statusCode(200).body(emptyString());
    }

    @Test
    void theDocumentKnowsThem() {
        request()
                .get("/q/openapi?format=json")
                .then()
                .body("paths", hasKey("/push"))
                .body("paths", hasKey("/p/{project}/write-to-online-store"))
                .body("paths", hasKey("/health"))
                .body("components.schemas", hasKey("Push"));
    }

    private static String naive(Instant time) {
        return LocalDateTime.ofInstant(time, ZoneOffset.UTC).toString();
    }

    private static String frame(String drivers, String counts, Object time) {
        var costs = drivers.equals("[]") ? "[]" : "[null]";
        return "{\"driver\": %s, \"trip_cost\": %s, \"trip_count\": %s, \"event_time\": [\"%s\"]}"
                .formatted(drivers, costs, counts, time);
    }

    private ValidatableResponse write(String df) {
        return json("{\"feature_view_name\": \"trips\", \"df\": %s, \"allow_registry_cache\": false}".formatted(df))
                .post("/p/" + project + "/write-to-online-store")
                .then();
    }

    private ValidatableResponse push(String source, String df, String more) {
        return json("{\"push_source_name\": %s, \"df\": %s%s}".formatted(source, df, more))
                .post("/p/" + project + "/push")
                .then();
    }

    private ValidatableResponse ask(String drivers, String... features) {
        return json("{\"entities\": {\"driver\": %s}, \"features\": [\"%s\"]}"
                        .formatted(drivers, String.join("\", \"", features)))
                .post("/p/" + project + "/get-online-features")
                .then()
                .statusCode(200);
    }
}
