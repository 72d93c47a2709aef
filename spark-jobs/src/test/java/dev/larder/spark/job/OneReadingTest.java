package dev.larder.spark.job;

import static dev.larder.spark.testing.Rows.at;
import static dev.larder.spark.testing.Rows.row;
import static dev.larder.spark.testing.Specs.entity;
import static dev.larder.spark.testing.Specs.feature;
import static dev.larder.spark.testing.Specs.parquet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.proto.v1.BatchToOffline;
import dev.larder.proto.v1.HistoricalRetrieval;
import dev.larder.proto.v1.Interval;
import dev.larder.proto.v1.JobProgress;
import dev.larder.proto.v1.JobSpec;
import dev.larder.proto.v1.Table;
import dev.larder.row.ValueLayout;
import dev.larder.spark.testing.LocalRedis;
import dev.larder.spark.testing.LocalSpark;
import dev.larder.spark.testing.OnlineRow;
import dev.larder.spark.testing.ParquetFile;
import dev.larder.spark.testing.Rows;
import dev.larder.spark.testing.Specs;
import feast.proto.types.ValueProto.ValueType;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Online store, offline store and training sets have the same numbers of one source: what was found in the wild. */
class OneReadingTest {
    private static final Instant TIME = at("2026-01-05T10:00:00Z");
    private static final Interval YEAR = Specs.interval(at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"));
    private static final int KEY_HASH = 77;

    @TempDir
    Path folder;

    private final String catalog = "c" + UUID.randomUUID().toString().replace("-", "");
    private int outputs;

    @BeforeEach
    void empty() {
        try (var redis = LocalRedis.shared().client()) {
            redis.flushAll();
        }
    }

    private Table.Builder table(String source, ValueType.Enum type) {
        return Table.newBuilder()
                .setProject("default")
                .setName("drivers")
                .setNumber(1)
                .setKeyHash(KEY_HASH)
                .addEntities(entity("driver_id", ValueType.Enum.INT64))
                .addFeatures(feature(1, "v", type))
                .setBatchSource(parquet(source));
    }

    private JobProgress run(JobSpec.Builder spec) {
        var clock = Clock.fixed(at("2026-01-06T00:00:00Z"), ZoneOffset.UTC);
        var outcome = new JobRun(LocalSpark.session(), spec.build(), "", clock).run();
        assertEquals(JobProgress.State.DONE, outcome.getState(), outcome::getError);
        return outcome;
    }

    private JobSpec.Builder job() {
        return Specs.job(catalog, folder.resolve("warehouse"));
    }

    private JobProgress online(Table.Builder table) {
        return run(Specs.toOnline(job(), table, YEAR));
    }

    private JobProgress offline(Table.Builder table) {
        return run(job().setBatchToOffline(
                        BatchToOffline.newBuilder().setTable(table).setInterval(YEAR)));
    }

    private Optional<OnlineRow> served() {
        try (var redis = LocalRedis.shared().client()) {
            return OnlineRow.find(redis, KEY_HASH, 1, 1L);
        }
    }

    private JobProgress retrieved;

    private Row trained(Table.Builder table, HistoricalRetrieval.Origin origin) {
        return trained(
                table,
                origin,
                Rows.parquet(
                        folder.resolve("entities"),
                        "driver_id long, event_timestamp timestamp",
                        row(1L, at("2026-01-06T00:00:00Z"))));
    }

    private Row trained(Table.Builder table, HistoricalRetrieval.Origin origin, String entities) {
        var output = folder.resolve("output-" + outputs++).toString();
        retrieved = run(job().setHistoricalRetrieval(HistoricalRetrieval.newBuilder()
                .addTables(table)
                .addFeatures("drivers:v")
                .setOrigin(origin)
                .setEntitySource(parquet(entities))
                .setOutputLocation(output)));
        var session = LocalSpark.session().newSession();
        session.conf().set("spark.sql.caseSensitive", "true");
        return session.read().parquet(output).first();
    }

    private void assertTheSameEverywhere(Object expected, Table.Builder table, ValueLayout layout) {
        online(table);
        offline(table);
        assertEquals(
                expected,
                trained(table, HistoricalRetrieval.Origin.OFFLINE_STORE).getAs("drivers__v"));
        assertEquals(
                expected,
                trained(table, HistoricalRetrieval.Origin.BATCH_SOURCE).getAs("drivers__v"));
        assertEquals(
                Optional.ofNullable(expected),
                served().flatMap(row -> row.value(1, layout)).map(value -> (Object) value.getInt64Val()));
    }

    @Test
    void aRowThatFailsAnExpectationIsInNoTrainingSet() {
        var source = Rows.parquet(
                folder.resolve("source"),
                "driver_id long, event_timestamp timestamp, v long",
                row(1L, TIME, 50L),
                row(1L, TIME.plusSeconds(3600), 9999L));
        var table = table(source, ValueType.Enum.INT64)
                .putLabels(
                        "_expectations",
                        """
                        {"expectations": [{"expectation_type": "expect_column_values_to_be_between",
                          "kwargs": {"column": "v", "min_value": 0, "max_value": 100}}]}
                        """);

        assertTheSameEverywhere(50L, table, ValueLayout.INT64);
        assertEquals(Map.of("drivers: v is not at least 0 and at most 100", 1L), retrieved.getRejectedReasonsMap());
    }

    @Test
    void aRowIsLeftOutForAFeatureThatNobodyAsksFor() {
        var source = Rows.parquet(
                folder.resolve("source"),
                "driver_id long, event_timestamp timestamp, v long, tags array<long>, rating string",
                row(1L, TIME, 50L, new Long[] {1L}, "4.5"),
                row(1L, TIME.plusSeconds(60), 60L, new Long[] {1L, null}, "4.5"),
                row(1L, TIME.plusSeconds(120), 70L, new Long[] {1L}, "good"));
        var table = table(source, ValueType.Enum.INT64)
                .addFeatures(feature(2, "tags", ValueType.Enum.INT64_LIST))
                .addFeatures(feature(3, "rating", ValueType.Enum.DOUBLE));

        assertTheSameEverywhere(50L, table, ValueLayout.INT64);
        assertEquals(
                Map.of("drivers: tags holds a null", 1L, "drivers: rating cannot be read as DOUBLE", 1L),
                retrieved.getRejectedReasonsMap());
    }

    @Test
    void whatIngestionReadsTrainingSetsRead() {
        for (var entry : Map.of(
                        "double", 5.0, "string", "5", "decimal(38,0)", new java.math.BigDecimal(5), "short", (short) 5)
                .entrySet()) {
            var source = Rows.parquet(
                    folder.resolve("source"),
                    "driver_id decimal(38,0), event_timestamp string, v " + entry.getKey(),
                    row(new java.math.BigDecimal(1), "2026-01-05 10:00:00", entry.getValue()));

            assertTheSameEverywhere(5L, table(source, ValueType.Enum.INT64), ValueLayout.INT64);
        }
    }

    @Test
    void aLateRowThatCannotBeReadHidesNoEarlierOne() {
        var source = Rows.parquet(
                folder.resolve("source"),
                "driver_id long, event_timestamp timestamp, v double",
                row(1L, TIME, 5.0),
                row(1L, TIME.plusSeconds(1), 3.7),
                row(1L, TIME.plusSeconds(2), Double.NaN),
                row(1L, TIME.plusSeconds(3), 1e19));

        assertTheSameEverywhere(5L, table(source, ValueType.Enum.INT64), ValueLayout.INT64);
        assertEquals(Map.of("drivers: v cannot be read as INT64", 3L), retrieved.getRejectedReasonsMap());
    }

    @Test
    void rowsOfTheFutureAreCountedAndKeysAndTimesThatAreNullAre() {
        var source = Rows.parquet(
                folder.resolve("source"),
                "driver_id long, event_timestamp timestamp, v long",
                row(1L, TIME, 5L),
                row(2L, at("2026-01-06T00:00:00.000001Z"), 6L),
                row(null, TIME, 7L),
                row(3L, null, 8L));
        var table = table(source, ValueType.Enum.INT64);
        var reasons = Map.of("entity driver_id is null", 1L, "the event time is null", 1L);

        assertEquals(1, online(table).getRowsAhead());
        assertEquals(1, offline(table).getRowsAhead());
        assertEquals(reasons, online(table).getRejectedReasonsMap());
        trained(table, HistoricalRetrieval.Origin.BATCH_SOURCE);
        assertEquals(
                Map.of("drivers: entity driver_id is null", 1L, "drivers: the event time is null", 1L),
                retrieved.getRejectedReasonsMap());
    }

    @Test
    void filesThatLackAColumnAreCountedInEveryReport() {
        Rows.parquet(folder.resolve("source/0"), "driver_id long, event_timestamp timestamp", row(1L, TIME));
        Rows.parquet(
                folder.resolve("source/1"),
                "driver_id long, event_timestamp timestamp, v long",
                row(1L, TIME.plusSeconds(1), 5L));
        var table = table(folder.resolve("source").toString(), ValueType.Enum.INT64);
        var lacking = Map.of("drivers: v", 1L);

        assertEquals(lacking, online(table).getMissingColumnsMap());
        assertEquals(lacking, offline(table).getMissingColumnsMap());
        assertEquals(5L, trained(table, HistoricalRetrieval.Origin.BATCH_SOURCE).<Long>getAs("drivers__v"));
        assertEquals(lacking, retrieved.getMissingColumnsMap());
    }

    @Test
    void entityRowsKeepTheirTimesWhateverYearAndFormTheyHave() {
        var source = Rows.parquet(
                folder.resolve("source"), "driver_id long, event_timestamp timestamp, v long", row(1L, TIME, 5L));
        var entities = ParquetFile.write(
                folder.resolve("entities.parquet"),
                "required int64 driver_id; required int64 event_timestamp (TIMESTAMP(NANOS,true));"
                        + " optional int64 valid_to (TIMESTAMP(MICROS,true)); optional int64 born (TIMESTAMP(MICROS,true));"
                        + " optional int32 nothing (UNKNOWN); optional int32 day (DATE); optional int64 Driver_ID;",
                row -> {
                    row.add("driver_id", 1L);
                    row.add("event_timestamp", 1_767_700_000_123_456_789L);
                    row.add("valid_to", dev.larder.spark.table.Interval.micros(at("9999-12-31T00:00:00.000001Z")));
                    row.add("born", dev.larder.spark.table.Interval.micros(at("0001-01-01T00:00:00Z")));
                    row.add("day", -719_162);
                    row.add("Driver_ID", 7L);
                });

        var row = trained(
                table(source, ValueType.Enum.INT64), HistoricalRetrieval.Origin.BATCH_SOURCE, entities.toString());

        assertEquals(5L, row.<Long>getAs("drivers__v"));
        assertEquals(at("2026-01-06T11:46:40.123456Z"), row.getAs("event_timestamp"));
        assertEquals(at("9999-12-31T00:00:00.000001Z"), row.getAs("valid_to"));
        assertEquals(at("0001-01-01T00:00:00Z"), row.getAs("born"));
        assertEquals(java.time.LocalDate.of(1, 1, 1), row.getAs("day"));
        assertEquals(
                7,
                row.fieldIndex("drivers__v"),
                () -> Arrays.toString(row.schema().fieldNames()));
    }

    @Test
    void anExpressionOfAnEntitySourceIsAPureFunctionToo() {
        var source = Rows.parquet(
                folder.resolve("source"), "driver_id long, event_timestamp timestamp, v long", row(1L, TIME, 5L));
        var entities = parquet(Rows.parquet(
                        folder.resolve("entities"), "driver_id long, event_timestamp timestamp", row(1L, TIME)))
                .putFieldMapping("who", "reflect('java.lang.System','getenv','HOME')");
        var outcome = new JobRun(
                        LocalSpark.session(),
                        job().setHistoricalRetrieval(HistoricalRetrieval.newBuilder()
                                        .addTables(table(source, ValueType.Enum.INT64))
                                        .addFeatures("drivers:v")
                                        .setEntitySource(entities)
                                        .setOutputLocation(
                                                folder.resolve("refused").toString()))
                                .build(),
                        "",
                        Clock.systemUTC())
                .run();

        assertEquals(JobProgress.State.FAILED, outcome.getState());
        assertEquals(true, outcome.getError().contains("function reflect is not one of those"), outcome::getError);
    }
}
