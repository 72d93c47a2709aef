package dev.larder.serving;

import static dev.larder.testing.GrpcDoor.assertFails;
import static dev.larder.testing.GrpcDoor.core;
import static dev.larder.testing.HttpDoor.json;
import static dev.larder.testing.HttpDoor.request;
import static dev.larder.testing.Rows.ago;
import static dev.larder.testing.Rows.int32;
import static dev.larder.testing.Rows.int64;
import static dev.larder.testing.Rows.nothing;
import static dev.larder.testing.Rows.row;
import static dev.larder.testing.Rows.text;
import static dev.larder.testing.Rows.write;
import static dev.larder.testing.Specs.entity;
import static dev.larder.testing.Specs.newProject;
import static dev.larder.testing.Specs.table;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.testing.Asking;
import dev.larder.testing.Asking.Cell;
import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ApplyFeatureTableRequest;
import feast.proto.core.FeatureTableProto.FeatureTableSpec;
import feast.proto.types.ValueProto.Value;
import feast.proto.types.ValueProto.ValueType;
import io.grpc.Status;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One odd row among others: what each dialect makes of an entity that is missing, superfluous, unreadable or null, and of tables and
 * features that are not there. docs/serving.md has it as a table, and this has a test for each of its cells.
 */
abstract class OddRowScenario {
    private static final String COUNT = "trips:trip_count";
    private static final String RATING = "ratings:trip_count";

    private final String project = newProject();

    @BeforeEach
    void define() {
        applyEntity("driver", ValueType.Enum.INT64);
        applyEntity("customer", ValueType.Enum.STRING);
        apply(table("trips", "driver"));
        apply(table("ratings", "driver", "customer"));
        write(project, "trips", row(driver(1), ago(Duration.ofSeconds(5)), Map.of("trip_count", int64(3))));
        write(
                project,
                "ratings",
                row(
                        Map.of("driver", int64(1), "customer", text("ann")),
                        ago(Duration.ofSeconds(5)),
                        Map.of("trip_count", int64(4))));
    }

    // Feast 0.9, in rows and in vectors

    @ParameterizedTest
    @EnumSource(names = {"IN_ROWS", "IN_VECTORS"})
    void aRowWithoutAnEntityIsNotFoundInTheTablesThatItKeys(Asking asking) {
        var rows = List.of(both(), driver(1), Map.of("customer", text("ann")), Map.<String, Value>of());
        var answer = asking.ask(project, rows, RATING, COUNT);
        assertEquals(List.of("PRESENT", "NOT_FOUND", "NOT_FOUND", "NOT_FOUND"), answer.statuses(RATING));
        assertEquals(List.of("PRESENT", "PRESENT", "NOT_FOUND", "NOT_FOUND"), answer.statuses(COUNT));
        assertEquals(new Cell(int64(3), "PRESENT"), answer.cell(1, COUNT));
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_ROWS", "IN_VECTORS"})
    void aRowWithAnEntityTooManyIsNotFoundAndItsEntitiesAreSentBack(Asking asking) {
        var rows = List.of(
                driver(1),
                both(),
                Map.of("driver", int64(1), "zone", text("x")),
                Map.of("a", int64(1), "driver", int64(1)),
                driver(1));
        var answer = asking.ask(project, rows, COUNT);
        assertEquals(List.of("PRESENT", "NOT_FOUND", "NOT_FOUND", "NOT_FOUND", "PRESENT"), answer.statuses(COUNT));
        assertEquals(new Cell(text("ann"), "PRESENT"), answer.cell(1, "customer"));
        assertEquals(new Cell(text("x"), "PRESENT"), answer.cell(2, "zone"));
        assertEquals(new Cell(int64(1), "PRESENT"), answer.cell(3, "a"));
        assertEquals(new Cell(int64(1), "PRESENT"), answer.cell(3, "driver"));
    }

    @Test
    void vectorsNameAllEntitiesOfAllRowsAndARowIsNotFoundWhereItHasNone() {
        var answer = Asking.IN_VECTORS.ask(project, List.of(driver(1), Map.of("zone", text("x"))), COUNT);
        assertEquals(
                List.of("driver", "zone", COUNT),
                List.copyOf(answer.rows().get(0).keySet()));
        assertEquals(new Cell(nothing(), "NOT_FOUND"), answer.cell(0, "zone"));
        assertEquals(new Cell(nothing(), "NOT_FOUND"), answer.cell(1, "driver"));
        assertEquals(new Cell(int64(3), "PRESENT"), answer.cell(0, COUNT));
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_ROWS", "IN_VECTORS"})
    void aRowWithAnUnreadableEntityIsNotFoundInTheTablesThatItKeys(Asking asking) {
        var rows = List.of(
                both(),
                Map.of("driver", text("Ann"), "customer", text("ann")),
                Map.of(
                        "driver",
                        int64(1),
                        "customer",
                        Value.newBuilder().setBoolVal(true).build()),
                Map.of("driver", Value.newBuilder().setDoubleVal(1.5).build(), "customer", text("ann")),
                Map.of("driver", int32(1), "customer", text("ann")));
        var answer = asking.ask(project, rows, RATING, COUNT);
        assertEquals(List.of("PRESENT", "NOT_FOUND", "NOT_FOUND", "NOT_FOUND", "PRESENT"), answer.statuses(RATING));
        assertEquals(List.of("PRESENT", "NOT_FOUND", "PRESENT", "NOT_FOUND", "PRESENT"), answer.statuses(COUNT));
        assertEquals(new Cell(text("Ann"), "PRESENT"), answer.cell(1, "driver"));
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_ROWS", "IN_VECTORS"})
    void aNullEntityIsNotFoundInTheTablesThatItKeysAndSentBackAsNull(Asking asking) {
        var answer =
                asking.ask(project, List.of(Map.of("driver", int64(1), "customer", nothing()), both()), RATING, COUNT);
        assertEquals(List.of("NOT_FOUND", "PRESENT"), answer.statuses(RATING));
        assertEquals(List.of("PRESENT", "PRESENT"), answer.statuses(COUNT));
        assertEquals(new Cell(nothing(), "NULL_VALUE"), answer.cell(0, "customer"));
    }

    @Test
    void aTimeBeyondAllTimesIsLaterOrEarlierThanAnyRow() {
        var request = Asking.rowsRequest(project, List.of(driver(1), driver(1)), COUNT).toBuilder();
        request.getEntityRowsBuilder(0).getTimestampBuilder().setSeconds(Long.MAX_VALUE);
        request.getEntityRowsBuilder(1).getTimestampBuilder().setSeconds(Long.MIN_VALUE);
        var answer = feast.proto.serving.ServingServiceGrpc.newBlockingStub(dev.larder.testing.GrpcDoor.channel())
                .getOnlineFeaturesV2(request.build());
        assertEquals(
                "OUTSIDE_MAX_AGE",
                answer.getFieldValues(0).getStatusesOrThrow(COUNT).name());
        assertEquals(
                "PRESENT", answer.getFieldValues(1).getStatusesOrThrow(COUNT).name());
    }

    @Test
    void aHundredOddRowsSpoilNothing() {
        var rows = new ArrayList<Map<String, Value>>();
        for (int i = 0; i < 100; i++) {
            rows.add(driver(1));
            rows.add(i % 2 == 0 ? Map.of("car", int64(i)) : Map.of("driver", text("x" + i)));
        }
        var statuses = Asking.IN_ROWS.ask(project, rows, COUNT).statuses(COUNT);
        for (int i = 0; i < 200; i++) {
            assertEquals(i % 2 == 0 ? "PRESENT" : "NOT_FOUND", statuses.get(i));
        }
    }

    // Feast 0.9 over HTTP

    @Test
    void overHttpOddRowsOfFeast09AreNullsAndSpoilNothing() {
        rowsOverHttp(
                        "[{'fields': {'driver': {'int64Val': 1}, 'customer': {'stringVal': 'ann'}}},"
                                + "{'fields': {'driver': {'int64Val': '1'}}},"
                                + "{'fields': {'driver': {'int64Val': 1}, 'customer': {'stringVal': 'ann'}, 'zone': {'int64Val': 5}}},"
                                + "{'fields': {'driver': {'stringVal': 'Ann'}, 'customer': {'stringVal': 'ann'}}},"
                                + "{'fields': {'driver': {'int32Val': 1}, 'customer': {}}}]",
                        "trips",
                        "ratings")
                .statusCode(200)
                .body("'trips:trip_count'", contains(3, 3, null, null, 3))
                .body("'ratings:trip_count'", contains(4, null, null, null, null))
                .body("driver", contains(1, 1, 1, "Ann", 1))
                .body("[0].customer", equalTo("ann"))
                .body("[1]", not(hasKey("customer")))
                .body("[2].zone", equalTo(5))
                .body("[4]", hasEntry(equalTo("customer"), equalTo(null)));
    }

    @Test
    void overHttpUnknownTablesOfFeast09AreAnErrorAndUnknownFeaturesNull() {
        rowsOverHttp("[{'fields': {'driver': {'int64Val': 1}}}]", "rides")
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", equalTo("No such Feature Table: (project: %s, name: rides)".formatted(project)));
        onlineOverHttp(
                        "{'project': '%s', 'features': [{'feature_table': 'trips', 'name': 'speed'}], 'entity_rows': [{'fields': {'driver': {'int64Val': 1}}}]}"
                                .formatted(project))
                .statusCode(200)
                .body("[0]", hasEntry(equalTo("trips:speed"), equalTo(null)));
    }

    @Test
    void overHttpFeast09ValuesArePlainJson() {
        apply(table("trips", "driver")
                .addFeatures(dev.larder.testing.Specs.feature("raw", ValueType.Enum.BYTES))
                .addFeatures(dev.larder.testing.Specs.feature("ratio", ValueType.Enum.DOUBLE))
                .addFeatures(dev.larder.testing.Specs.feature("tags", ValueType.Enum.STRING_LIST)));
        write(
                project,
                "trips",
                row(
                        driver(1),
                        ago(Duration.ofSeconds(1)),
                        Map.of(
                                "trip_count", int64(Long.MAX_VALUE),
                                "raw", dev.larder.testing.Rows.bytes((byte) 0, (byte) -1, (byte) 10),
                                "ratio", dev.larder.testing.Rows.float64(Double.NaN),
                                "tags",
                                        Value.newBuilder()
                                                .setStringListVal(feast.proto.types.ValueProto.StringList.newBuilder()
                                                        .addVal("a")
                                                        .addVal(""))
                                                .build())));
        onlineOverHttp("{'project': '%s', 'features': [%s], 'entityRows': [{'fields': {'driver': {'int64Val': 1}}}]}"
                        .formatted(
                                project,
                                List.of("trip_count", "raw", "ratio", "tags", "trip_cost").stream()
                                        .map(name -> "{'featureTable': 'trips', 'name': '" + name + "'}")
                                        .collect(Collectors.joining(","))))
                .statusCode(200)
                .body("[0].'trips:trip_count'", equalTo(Long.MAX_VALUE))
                .body("[0].'trips:raw'", equalTo("AP8K"))
                .body("[0].'trips:ratio'", equalTo("NaN"))
                .body("[0].'trips:tags'", contains("a", ""))
                .body("[0]", hasEntry(equalTo("trips:trip_cost"), equalTo(null)));
    }

    @Test
    void overHttpFeast09RequestsThatSayNothingAreProblems() {
        onlineOverHttp("{'features': [{'featureTable': 'trips', 'name': 'trip_count'}], 'project': '%s'}"
                        .formatted(project))
                .statusCode(400)
                .body("detail", equalTo("Entity value must be provided"));
        onlineOverHttp("{'entityRow': []}")
                .statusCode(400)
                .body(
                        "detail",
                        containsString("unknown field \"entityRow\"; there are: entityRows, features, project"));
    }

    @Test
    void theInfoOfFeast09IsToldToGetAndPost() {
        for (var answer : List.of(request().get("/api/v1/info"), json("{}").post("/api/v1/info"))) {
            answer.then()
                    .statusCode(200)
                    .body("type", equalTo("FEAST_SERVING_TYPE_ONLINE"))
                    .body("version", not(equalTo("")));
        }
        request()
                .accept("application/json")
                .get("/q/openapi")
                .then()
                .body("paths", hasKey("/api/v1/features/online"))
                .body("components.schemas", hasKey("GetOnlineFeaturesRequestV2"));
    }

    // Feast of today, in columns

    @Test
    void aMissingColumnIsRefusedAndNamed() {
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "The requested tables are keyed by customer, driver. Missing: customer. Given, but not needed: zone.",
                () -> Asking.IN_COLUMNS.ask(
                        project, List.of(Map.of("driver", int64(1), "zone", int64(5))), RATING, COUNT));
        overHttp("{'driver': [1]}", RATING)
                .statusCode(422)
                .body("detail.msg", contains("The requested tables are keyed by customer, driver. Missing: customer."));
    }

    @Test
    void aColumnTooManyIsAcceptedAndSentBackOverHttp() {
        assertEquals(
                List.of("PRESENT", "PRESENT"),
                Asking.IN_COLUMNS
                        .ask(project, List.of(both(), Map.of("driver", int64(1), "customer", text("bob"))), COUNT)
                        .statuses(COUNT));
        overHttp("{'zone': [1.50, ['a'], null], 'driver': ['1', 1.0, 2]}", COUNT)
                .statusCode(200)
                .body("metadata.feature_names", contains("zone", "driver", "trip_count"))
                .body("results[0].values", contains(1.5f, List.of("a"), null))
                .body("results[0].statuses", contains("PRESENT", "PRESENT", "NULL_VALUE"))
                .body("results[1].values", contains(1, 1, 2))
                .body("results[2].values", contains(3, 3, null));
    }

    @Test
    void aColumnTooManyMustBeAsLongAsTheOthers() {
        overHttp("{'driver': [1, 2], 'zone': [1]}", COUNT)
                .statusCode(422)
                .body(
                        "detail.msg",
                        contains("Entity zone has 1 values, another one has 2; all must have the same number."));
    }

    @Test
    void anUnreadableValueOfAColumnIsRefusedAndItsRowNamed() {
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "entities.driver[1] is the text \"Ann\" and cannot be read as INT64.",
                () -> Asking.IN_COLUMNS.ask(project, List.of(driver(1), Map.of("driver", text("Ann"))), COUNT));
        overHttp("{'driver': [1, 2, 1.5]}", COUNT)
                .statusCode(422)
                .body("detail[0].loc", contains("body", "entities.driver[2]"))
                .body("detail.msg", contains("entities.driver[2] is the number 1.5 and cannot be read as INT64."));
    }

    @Test
    void aNullOfAColumnIsNotFound() {
        assertEquals(
                List.of("NOT_FOUND", "PRESENT"),
                Asking.IN_COLUMNS
                        .ask(project, List.of(Map.of("driver", nothing()), driver(1)), COUNT)
                        .statuses(COUNT));
        overHttp("{'driver': [null, 1]}", COUNT)
                .body("results[0].statuses", contains("NULL_VALUE", "PRESENT"))
                .body("results[1].statuses", contains("NOT_FOUND", "PRESENT"));
    }

    @Test
    void entitiesAreSentBackOverHttpAsTheRegisteredType() {
        overHttp(
                        "{'driver': ['1', 1.0, true, 9007199254740993.0, null], 'customer': [1, 'ann', '', 12345678901234567890, null]}",
                        RATING)
                .statusCode(200)
                .body("results[0].values", contains(1, 1, 1, 9007199254740993L, null))
                .body("results[1].values", contains("1", "ann", "", "12345678901234567890", null))
                .body("results[2].values", hasItem(4));
    }

    // All of them

    @ParameterizedTest
    @EnumSource
    void anUnknownTableIsAnError(Asking asking) {
        assertFails(
                Status.Code.NOT_FOUND,
                "No such Feature Table: (project: %s, name: rides)".formatted(project),
                () -> asking.ask(project, List.of(driver(1)), COUNT, "rides:length"));
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_ROWS", "IN_VECTORS"})
    void anUnknownFeatureIsAStatusInFeast09(Asking asking) {
        var answer = asking.ask(project, List.of(driver(1)), COUNT, "trips:speed");
        assertEquals(new Cell(nothing(), "NOT_FOUND"), answer.cell(0, "trips:speed"));
    }

    @Test
    void anUnknownFeatureIsAnErrorToday() {
        var text = "Feature table trips has no feature speed. It has: trip_cost, trip_count";
        assertFails(
                Status.Code.NOT_FOUND, text, () -> Asking.IN_COLUMNS.ask(project, List.of(driver(1)), "trips:speed"));
        overHttp("{'driver': [1]}", "trips:speed").statusCode(404).body(containsString(text));
    }

    // Many rows

    @ParameterizedTest
    @EnumSource
    void fiftyThousandRowsAreServed(Asking asking) {
        var rows = IntStream.range(0, 50_000).mapToObj(id -> driver(id)).toList();
        var answer = asking.ask(dev.larder.testing.GrpcDoor.largeChannel(), project, rows, COUNT);
        assertEquals(50_000, answer.rows().size());
        assertEquals(new Cell(int64(3), "PRESENT"), answer.cell(1, COUNT));
        assertEquals(new Cell(nothing(), "NOT_FOUND"), answer.cell(49_999, COUNT));
    }

    private ValidatableResponse overHttp(String entities, String... features) {
        var names = java.util.Arrays.stream(features)
                .map(name -> "\"" + name + "\"")
                .collect(Collectors.joining(","));
        return json("{\"entities\": %s, \"features\": [%s]}".formatted(entities.replace('\'', '"'), names))
                .post("/p/" + project + "/get-online-features")
                .then();
    }

    private ValidatableResponse rowsOverHttp(String rows, String... tables) {
        var features = java.util.Arrays.stream(tables)
                .map(table -> "{'featureTable': '" + table + "', 'name': 'trip_count'}")
                .collect(Collectors.joining(","));
        return onlineOverHttp(
                "{'project': '%s', 'features': [%s], 'entityRows': %s}".formatted(project, features, rows));
    }

    private static ValidatableResponse onlineOverHttp(String body) {
        return json(body.replace('\'', '"')).post("/api/v1/features/online").then();
    }

    private static Map<String, Value> driver(long id) {
        return Map.of("driver", int64(id));
    }

    private static Map<String, Value> both() {
        return Map.of("driver", int64(1), "customer", text("ann"));
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
