package dev.larder.serving;

import static dev.larder.testing.GrpcDoor.assertFails;
import static dev.larder.testing.GrpcDoor.core;
import static dev.larder.testing.Rows.ago;
import static dev.larder.testing.Rows.float32;
import static dev.larder.testing.Rows.float64;
import static dev.larder.testing.Rows.int32;
import static dev.larder.testing.Rows.int64;
import static dev.larder.testing.Rows.nothing;
import static dev.larder.testing.Rows.row;
import static dev.larder.testing.Rows.text;
import static dev.larder.testing.Rows.timestamp;
import static dev.larder.testing.Rows.write;
import static dev.larder.testing.Specs.entity;
import static dev.larder.testing.Specs.feature;
import static dev.larder.testing.Specs.newProject;
import static dev.larder.testing.Specs.parquet;
import static dev.larder.testing.Specs.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import dev.larder.proto.v1.WriteRowsRequest;
import dev.larder.testing.Asking;
import dev.larder.testing.Asking.Cell;
import dev.larder.testing.GrpcDoor;
import dev.larder.testing.Values;
import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ApplyFeatureTableRequest;
import feast.proto.core.CoreServiceProto.DeleteFeatureTableRequest;
import feast.proto.core.FeatureTableProto.FeatureTableSpec;
import feast.proto.serving.ServingAPIProto.FeastServingType;
import feast.proto.serving.ServingAPIProto.FeatureReferenceV2;
import feast.proto.serving.ServingAPIProto.GetFeastServingInfoRequest;
import feast.proto.serving.ServingAPIProto.GetOnlineFeaturesRequest;
import feast.proto.serving.ServingAPIProto.GetOnlineFeaturesRequestV2;
import feast.proto.serving.ServingServiceGrpc;
import feast.proto.types.ValueProto.Value;
import feast.proto.types.ValueProto.ValueType;
import io.grpc.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Online features over gRPC, asked in each of the three ways. */
abstract class ServingScenario {
    private static final String COST = "trips:trip_cost";
    private static final String COUNT = "trips:trip_count";

    private final String project = newProject();

    @BeforeEach
    void define() {
        applyEntity("driver", ValueType.Enum.INT64);
        apply(table("trips", "driver"));
    }

    // Statuses

    @ParameterizedTest
    @EnumSource
    void aStoredValueIsPresent(Asking asking) {
        writeTrip(1, 10, float32(2.5f), int64(3));
        var answer = asking.ask(project, drivers(1), COST, COUNT);
        assertEquals(new Cell(float32(2.5f), "PRESENT"), answer.cell(0, COST));
        assertEquals(new Cell(int64(3), "PRESENT"), answer.cell(0, COUNT));
    }

    @ParameterizedTest
    @EnumSource
    void withoutARowItIsNotFound(Asking asking) {
        writeTrip(1, 10, float32(2.5f), int64(3));
        var answer = asking.ask(project, drivers(2, 1), COUNT);
        assertEquals(new Cell(nothing(), "NOT_FOUND"), answer.cell(0, COUNT));
        assertEquals(new Cell(int64(3), "PRESENT"), answer.cell(1, COUNT));
    }

    @ParameterizedTest
    @EnumSource
    void aNullFeatureIsANullValue(Asking asking) {
        writeTrip(1, 10, nothing(), int64(3));
        var answer = asking.ask(project, drivers(1), COST, COUNT);
        assertEquals(new Cell(nothing(), "NULL_VALUE"), answer.cell(0, COST));
        assertEquals(new Cell(int64(3), "PRESENT"), answer.cell(0, COUNT));
    }

    @ParameterizedTest
    @EnumSource
    void aRowOlderThanMaxAgeIsOutsideAndItsValuesAreNotTold(Asking asking) {
        apply(table("trips", "driver").clearMaxAge());
        writeTrip(1, 4000, float32(2.5f), nothing());
        apply(table("trips", "driver"));
        var answer = asking.ask(project, drivers(1), COST, COUNT);
        assertEquals(new Cell(nothing(), "OUTSIDE_MAX_AGE"), answer.cell(0, COST));
        assertEquals(new Cell(nothing(), "OUTSIDE_MAX_AGE"), answer.cell(0, COUNT));
    }

    @ParameterizedTest
    @EnumSource
    void withoutMaxAgeARowIsNeverTooOld(Asking asking) {
        apply(table("trips", "driver").clearMaxAge());
        write(project, "trips", row(driver(1), timestamp(Instant.EPOCH), Map.of("trip_count", int64(0))));
        assertEquals(
                new Cell(int64(0), "PRESENT"),
                asking.ask(project, drivers(1), COUNT).cell(0, COUNT));
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(
            longs = {9_223_372_036L, 9_223_372_037L, 9_999_999_999L, 315_576_000_000L})
    void aMaxAgeOfManyCenturiesIsServed(long seconds) {
        apply(table("trips", "driver").setMaxAge(Duration.newBuilder().setSeconds(seconds)));
        write(
                project,
                "trips",
                row(driver(1), timestamp(Instant.parse("1970-01-01T00:00:01Z")), Map.of("trip_count", int64(7))));
        apply(table("applied_later", "driver"));
        var answer = Asking.IN_ROWS.ask(project, drivers(1), COUNT, "applied_later:trip_count");
        assertEquals(new Cell(int64(7), "PRESENT"), answer.cell(0, COUNT));
        assertEquals(new Cell(nothing(), "NOT_FOUND"), answer.cell(0, "applied_later:trip_count"));
    }

    @Test
    void exactlyAsOldAsMaxAgeIsInsideAndAMicrosecondMoreIsNot() {
        var eventTime = Instant.now().minusSeconds(60).truncatedTo(java.time.temporal.ChronoUnit.MICROS);
        write(project, "trips", row(driver(1), timestamp(eventTime), Map.of("trip_count", int64(3))));
        var request = Asking.rowsRequest(project, drivers(1, 1), COUNT).toBuilder();
        request.getEntityRowsBuilder(0).setTimestamp(timestamp(eventTime.plusSeconds(3600)));
        request.getEntityRowsBuilder(1)
                .setTimestamp(timestamp(eventTime.plusSeconds(3600).plusNanos(1_000)));
        var answer = serving().getOnlineFeaturesV2(request.build());
        assertEquals(
                "PRESENT", answer.getFieldValues(0).getStatusesOrThrow(COUNT).name());
        assertEquals(
                "OUTSIDE_MAX_AGE",
                answer.getFieldValues(1).getStatusesOrThrow(COUNT).name());
    }

    @Test
    void aRowFromAfterTheAskedTimeIsInside() {
        writeTrip(1, 10, nothing(), int64(3));
        var request = Asking.rowsRequest(project, drivers(1), COUNT).toBuilder();
        request.getEntityRowsBuilder(0).setTimestamp(ago(java.time.Duration.ofDays(30)));
        var answer = serving().getOnlineFeaturesV2(request.build());
        assertEquals(
                "PRESENT", answer.getFieldValues(0).getStatusesOrThrow(COUNT).name());
    }

    @ParameterizedTest
    @EnumSource
    void aBadRowDoesNotSpoilTheOthers(Asking asking) {
        writeTrip(1, 10, float32(1), nothing());
        writeTrip(3, 10, nothing(), int64(3));
        var answer = asking.ask(project, drivers(1, 2, 3), COST, COUNT);
        assertEquals(List.of("PRESENT", "NOT_FOUND", "NULL_VALUE"), answer.statuses(COST));
        assertEquals(List.of("NULL_VALUE", "NOT_FOUND", "PRESENT"), answer.statuses(COUNT));
    }

    // Definitions

    @ParameterizedTest
    @EnumSource
    void aFeatureThatChangedItsTypeIsNotReadAsTheNewOne(Asking asking) {
        writeTrip(1, 10, float32(2.5f), int64(3));
        apply(table("trips", "driver").setFeatures(1, feature("trip_count", ValueType.Enum.STRING)));
        var answer = asking.ask(project, drivers(1), COST, COUNT);
        assertEquals(new Cell(float32(2.5f), "PRESENT"), answer.cell(0, COST));
        assertEquals(new Cell(nothing(), "NULL_VALUE"), answer.cell(0, COUNT));
    }

    @ParameterizedTest
    @EnumSource
    void aChangedMaxAgeHoldsAtOnce(Asking asking) {
        writeTrip(1, 100, nothing(), int64(3));
        assertEquals(List.of("PRESENT"), asking.ask(project, drivers(1), COUNT).statuses(COUNT));
        apply(table("trips", "driver").setMaxAge(Duration.newBuilder().setSeconds(50)));
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(1))
                .until(() ->
                        asking.ask(project, drivers(1), COUNT).statuses(COUNT).equals(List.of("OUTSIDE_MAX_AGE")));
    }

    @ParameterizedTest
    @EnumSource
    void aDeletedTableIsNotFoundAndARevivedOneHasNoneOfItsRows(Asking asking) {
        writeTrip(1, 10, nothing(), int64(3));
        core().deleteFeatureTable(DeleteFeatureTableRequest.newBuilder()
                .setProject(project)
                .setName("trips")
                .build());
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(1))
                .untilAsserted(() -> assertFails(
                        Status.Code.NOT_FOUND,
                        "No such Feature Table: (project: %s, name: trips)".formatted(project),
                        () -> asking.ask(project, drivers(1), COUNT)));
        apply(table("trips", "driver"));
        assertEquals(
                List.of("NOT_FOUND"), asking.ask(project, drivers(1), COUNT).statuses(COUNT));
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownProjectHasNoTables(Asking asking) {
        assertFails(
                Status.Code.NOT_FOUND,
                "No such Feature Table: (project: nowhere, name: trips)",
                () -> asking.ask("nowhere", drivers(1), COUNT));
    }

    @Test
    void withoutAProjectItIsTheDefaultOne() {
        core().applyEntity(ApplyEntityRequest.newBuilder()
                .setSpec(entity("serving_driver", ValueType.Enum.INT64))
                .build());
        core().applyFeatureTable(ApplyFeatureTableRequest.newBuilder()
                .setTableSpec(table("serving_trips", "serving_driver"))
                .build());
        write(
                "",
                "serving_trips",
                row(Map.of("serving_driver", int64(1)), ago(seconds(1)), Map.of("trip_count", int64(7))));
        var rows = List.of(Map.of("serving_driver", int64(1)));
        var inRows = serving().getOnlineFeaturesV2(Asking.rowsRequest("", rows, "serving_trips:trip_count"));
        assertEquals(int64(7), inRows.getFieldValues(0).getFieldsOrThrow("serving_trips:trip_count"));
        var inColumns = serving().getOnlineFeatures(Asking.columnsRequest(rows, "serving_trips:trip_count"));
        assertEquals(int64(7), inColumns.getResults(0).getValues(0));
    }

    // Entities

    @ParameterizedTest
    @EnumSource
    void entityValuesBecomeTheRegisteredType(Asking asking) {
        writeTrip(1001, 10, nothing(), int64(3));
        var rows = List.of(
                Map.of("driver", int32(1001)),
                Map.of("driver", text("1001")),
                Map.of("driver", float64(1001.0)),
                Map.of("driver", int64(1001)));
        assertEquals(
                List.of("PRESENT", "PRESENT", "PRESENT", "PRESENT"),
                asking.ask(project, rows, COUNT).statuses(COUNT));
    }

    @ParameterizedTest
    @EnumSource
    void tablesOfDifferentEntitiesCanBeAskedTogether(Asking asking) {
        applyEntity("customer", ValueType.Enum.STRING);
        apply(table("visits", "customer"));
        apply(table("ratings", "driver", "customer"));
        writeTrip(1, 10, nothing(), int64(1));
        write(project, "visits", row(Map.of("customer", text("ann")), ago(seconds(5)), Map.of("trip_count", int64(2))));
        write(
                project,
                "ratings",
                row(
                        Map.of("customer", text("ann"), "driver", int64(1)),
                        ago(seconds(5)),
                        Map.of("trip_count", int64(3))));
        var rows = List.of(
                Map.of("driver", int64(1), "customer", text("ann")),
                Map.of("driver", int64(1), "customer", text("bob")));
        var answer = asking.ask(project, rows, "ratings:trip_count", COUNT, "visits:trip_count");
        assertEquals(List.of("PRESENT", "NOT_FOUND"), answer.statuses("ratings:trip_count"));
        assertEquals(List.of("PRESENT", "PRESENT"), answer.statuses(COUNT));
        assertEquals(List.of("PRESENT", "NOT_FOUND"), answer.statuses("visits:trip_count"));
        assertEquals(int64(3), answer.cell(0, "ratings:trip_count").value());
        assertEquals(int64(2), answer.cell(0, "visits:trip_count").value());
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_ROWS", "IN_VECTORS"})
    void entitiesAreSentBackToClientsOfFeast09(Asking asking) {
        var answer = asking.ask(project, List.of(Map.of("driver", int32(5)), Map.of("driver", nothing())), COUNT);
        assertEquals(new Cell(int32(5), "PRESENT"), answer.cell(0, "driver"));
        assertEquals(new Cell(nothing(), "NULL_VALUE"), answer.cell(1, "driver"));
    }

    // Values

    @ParameterizedTest
    @EnumSource
    void everyTypeOfFeatureComesBackAsItWasWritten(Asking asking) {
        var table = FeatureTableSpec.newBuilder()
                .setName("all_types")
                .addEntities("driver")
                .setBatchSource(parquet());
        var values = new TreeMap<String, Value>();
        Values.OF_ALL_TYPES.forEach((type, value) -> {
            table.addFeatures(feature("f_" + type.name(), type));
            values.put("f_" + type.name(), value);
        });
        apply(table);
        write(project, "all_types", row(driver(1), ago(seconds(5)), values));
        var names = values.keySet().stream().map(name -> "all_types:" + name).toArray(String[]::new);
        var answer = asking.ask(project, drivers(1), names);
        values.forEach(
                (name, value) -> assertEquals(new Cell(value, "PRESENT"), answer.cell(0, "all_types:" + name), name));
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeOfEntityIsAKey(Asking asking) {
        Values.OF_ALL_TYPES.forEach((type, value) -> {
            var entity = "e_" + type.name();
            applyEntity(entity, type);
            apply(table("by_" + entity, entity));
            var rows = List.of(Map.of(entity, value));
            write(project, "by_" + entity, row(rows.get(0), ago(seconds(5)), Map.of("trip_count", int64(9))));
            var name = "by_" + entity + ":trip_count";
            assertEquals(
                    new Cell(int64(9), "PRESENT"),
                    asking.ask(project, rows, name).cell(0, name),
                    name);
        });
    }

    @ParameterizedTest
    @EnumSource
    void theSameFeatureMayBeAskedForTwice(Asking asking) {
        writeTrip(1, 10, nothing(), int64(3));
        var answer = asking.ask(project, drivers(1), COUNT, COST, COUNT);
        assertEquals(new Cell(int64(3), "PRESENT"), answer.cell(0, COUNT));
        assertEquals(new Cell(nothing(), "NULL_VALUE"), answer.cell(0, COST));
    }

    @ParameterizedTest
    @EnumSource
    void theSameEntityMayBeAskedForTwice(Asking asking) {
        writeTrip(1, 10, nothing(), int64(3));
        assertEquals(
                List.of("PRESENT", "PRESENT"),
                asking.ask(project, drivers(1, 1), COUNT).statuses(COUNT));
    }

    @ParameterizedTest
    @EnumSource
    void aLongTextIsServed(Asking asking) {
        apply(table("trips", "driver").addFeatures(feature("note", ValueType.Enum.STRING)));
        var note = text("ö".repeat(500_000));
        write(project, "trips", row(driver(1), ago(seconds(5)), Map.of("note", note)));
        assertEquals(
                note,
                asking.ask(project, drivers(1), "trips:note")
                        .cell(0, "trips:note")
                        .value());
    }

    @Test
    void columnsAreInTheOrderOfTheRequestWithEventTimes() {
        var eventTime = timestamp(Instant.now().minusSeconds(10).truncatedTo(java.time.temporal.ChronoUnit.MICROS));
        write(project, "trips", row(driver(1), eventTime, Map.of("trip_count", int64(3))));
        var reply = Asking.askColumns(GrpcDoor.channel(), project, drivers(1, 2), COUNT, COST, COUNT);
        assertEquals(
                List.of(COUNT, COST, COUNT), reply.getMetadata().getFieldNames().getValList());
        assertEquals(3, reply.getResultsCount());
        for (var result : reply.getResultsList()) {
            assertEquals(2, result.getValuesCount());
            assertEquals(2, result.getStatusesCount());
            assertEquals(eventTime, result.getEventTimestamps(0));
            assertEquals(com.google.protobuf.Timestamp.getDefaultInstance(), result.getEventTimestamps(1));
        }
        assertEquals(int64(3), reply.getResults(2).getValues(0));
        assertTrue(reply.getStatus());
    }

    @Test
    void fullFeatureNamesHaveTwoUnderscores() {
        var reply = Asking.columns(GrpcDoor.channel(), project)
                .getOnlineFeatures(Asking.columnsRequest(drivers(1), COUNT).toBuilder()
                        .setFullFeatureNames(true)
                        .build());
        assertEquals(
                List.of("trips__trip_count"),
                reply.getMetadata().getFieldNames().getValList());
    }

    // Sizes

    @ParameterizedTest
    @EnumSource
    void aThousandRowsOfTwoHundredAndFiftyFeatures(Asking asking) {
        var names = new ArrayList<String>();
        for (int t = 0; t < 5; t++) {
            var table = FeatureTableSpec.newBuilder()
                    .setName("wide_" + t)
                    .addEntities("driver")
                    .setBatchSource(parquet());
            var features = new TreeMap<String, Value>();
            for (int f = 0; f < 50; f++) {
                table.addFeatures(feature("f" + f, ValueType.Enum.INT64));
                features.put("f" + f, int64(f));
                names.add("wide_" + t + ":f" + f);
            }
            apply(table);
            var rows = IntStream.range(0, 500)
                    .mapToObj(driver -> row(driver(driver), ago(seconds(5)), features))
                    .toArray(WriteRowsRequest.Row[]::new);
            assertEquals(500, write(project, "wide_" + t, rows).getWritten());
        }
        var drivers =
                IntStream.range(0, 1_000).mapToObj(driver -> driver(driver)).toList();
        var answer = asking.ask(GrpcDoor.largeChannel(), project, drivers, names.toArray(String[]::new));
        assertEquals(1_000, answer.rows().size());
        for (int driver = 0; driver < 1_000; driver += 111) {
            for (String name : names) {
                var expected = driver < 500
                        ? new Cell(int64(Integer.parseInt(name.substring("wide_0:f".length()))), "PRESENT")
                        : new Cell(nothing(), "NOT_FOUND");
                assertEquals(expected, answer.cell(driver, name), name);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void tooManyValuesAreRefused(Asking asking) {
        var drivers =
                IntStream.range(0, 10_001).mapToObj(driver -> driver(driver)).toList();
        var counts = java.util.Collections.nCopies(100, COUNT).toArray(String[]::new);
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "10,001 entity rows times 100 features are 1,000,100 values; at most 1,000,000 are allowed (larder.serving.max-values). Ask in parts.",
                () -> asking.ask(project, drivers, counts));
    }

    // Requests that say nothing, or nothing sensible

    @ParameterizedTest
    @EnumSource
    void withoutEntityRowsItIsRefused(Asking asking) {
        var failure = org.junit.jupiter.api.Assertions.assertThrows(
                io.grpc.StatusRuntimeException.class, () -> asking.ask(project, List.of(), COUNT));
        assertEquals(Status.Code.INVALID_ARGUMENT, failure.getStatus().getCode());
        assertEquals(
                asking == Asking.IN_COLUMNS
                        ? "The requested tables are keyed by driver. Missing: driver."
                        : "Entity value must be provided",
                failure.getStatus().getDescription());
    }

    @Test
    void withoutFeaturesItIsRefused() {
        var text = "The request names no features; it needs at least one, as table:feature.";
        assertFails(Status.Code.INVALID_ARGUMENT, text, () -> Asking.IN_ROWS.ask(project, drivers(1)));
        assertFails(Status.Code.INVALID_ARGUMENT, text, () -> Asking.IN_COLUMNS.ask(project, drivers(1)));
    }

    @Test
    void aReferenceNeedsATableAndAFeature() {
        var text = "A feature reference needs a table and a feature, but is \"%s\"; write it as table:feature.";
        for (var reference : List.of(
                FeatureReferenceV2.newBuilder().setName("trip_count").build(),
                FeatureReferenceV2.newBuilder().setFeatureTable("trips").build())) {
            assertFails(
                    Status.Code.INVALID_ARGUMENT,
                    text.formatted(reference.getFeatureTable() + ":" + reference.getName()),
                    () -> serving()
                            .getOnlineFeaturesV2(GetOnlineFeaturesRequestV2.newBuilder()
                                    .addFeatures(reference)
                                    .build()));
        }
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "The feature reference \"trip_count\" names no table; write it as table:feature.",
                () -> Asking.IN_COLUMNS.ask(project, drivers(1), "trip_count"));
    }

    @Test
    void columnsMustBeOfTheSameLength() {
        applyEntity("customer", ValueType.Enum.STRING);
        apply(table("ratings", "driver", "customer"));
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "Entity driver has 1 values, another one has 2; all must have the same number.",
                () -> Asking.IN_COLUMNS.ask(
                        project,
                        List.of(Map.of("driver", int64(1), "customer", text("a")), Map.of("customer", text("b"))),
                        "ratings:trip_count"));
    }

    @Test
    void thereAreNoFeatureServices() {
        assertFails(
                Status.Code.NOT_FOUND,
                "There is no feature service ranking: Larder has none. Name the features, as table:feature.",
                () -> serving()
                        .getOnlineFeatures(GetOnlineFeaturesRequest.newBuilder()
                                .setFeatureService("ranking")
                                .build()));
    }

    @Test
    void theServingInfoSaysOnline() {
        var info = serving().getFeastServingInfo(GetFeastServingInfoRequest.getDefaultInstance());
        assertEquals(FeastServingType.FEAST_SERVING_TYPE_ONLINE, info.getType());
        assertTrue(!info.getVersion().isEmpty());
    }

    private ServingServiceGrpc.ServingServiceBlockingStub serving() {
        return ServingServiceGrpc.newBlockingStub(GrpcDoor.channel())
                .withDeadlineAfter(30, java.util.concurrent.TimeUnit.SECONDS);
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

    private void writeTrip(long driver, long ageSeconds, Value cost, Value count) {
        var features = Map.of("trip_cost", cost, "trip_count", count);
        assertEquals(
                1,
                write(project, "trips", row(driver(driver), ago(seconds(ageSeconds)), features))
                        .getWritten());
    }

    private static java.time.Duration seconds(long seconds) {
        return java.time.Duration.ofSeconds(seconds);
    }

    private static Map<String, Value> driver(long id) {
        return Map.of("driver", int64(id));
    }

    private static List<Map<String, Value>> drivers(long... ids) {
        return java.util.Arrays.stream(ids).mapToObj(ServingScenario::driver).toList();
    }
}
