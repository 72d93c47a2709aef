package dev.larder.spark.job;

import static dev.larder.spark.testing.Rows.row;
import static dev.larder.spark.testing.Specs.entity;
import static dev.larder.spark.testing.Specs.feature;
import static dev.larder.spark.testing.Specs.parquet;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.proto.v1.Interval;
import dev.larder.proto.v1.JobProgress;
import dev.larder.proto.v1.JobSpec;
import dev.larder.proto.v1.Table;
import dev.larder.row.RowKey;
import dev.larder.row.ValueLayout;
import dev.larder.spark.testing.LocalRedis;
import dev.larder.spark.testing.LocalSpark;
import dev.larder.spark.testing.OnlineRow;
import dev.larder.spark.testing.Rows;
import dev.larder.spark.testing.Specs;
import feast.proto.types.ValueProto.Value;
import feast.proto.types.ValueProto.ValueType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Batch source to online store, with real Spark and real Redis. */
class OnlineIngestionTest {
    private static final int KEY_HASH = 0x0a02d90b;
    private static final int TABLE = 7;
    private static final String COLUMNS = "driver_id long, event_timestamp timestamp, trips int, rating double";

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private final Interval lastWeek = Specs.interval(now.minus(7, ChronoUnit.DAYS), now.plus(1, ChronoUnit.DAYS));

    @TempDir
    Path folder;

    private Jedis redis;

    @BeforeEach
    void empty() {
        redis = LocalRedis.shared().client();
        redis.flushAll();
    }

    @AfterEach
    void disconnect() {
        redis.close();
    }

    private static Table.Builder table(String source) {
        return Table.newBuilder()
                .setProject("default")
                .setName("drivers")
                .setNumber(TABLE)
                .setKeyHash(KEY_HASH)
                .addEntities(entity("driver_id", ValueType.Enum.INT64))
                .addFeatures(feature(1, "trips", ValueType.Enum.INT32))
                .addFeatures(feature(2, "rating", ValueType.Enum.DOUBLE))
                .setBatchSource(parquet(source));
    }

    private JobProgress ingest(Table.Builder table) {
        return run(Specs.toOnline(Specs.job(), table, lastWeek).build());
    }

    private static JobProgress run(JobSpec spec) {
        return new JobRun(LocalSpark.session(), spec, "", Clock.systemUTC()).run();
    }

    private Optional<OnlineRow> stored(Object... entityValues) {
        return OnlineRow.find(redis, KEY_HASH, TABLE, entityValues);
    }

    private int trips(long driver) {
        return stored(driver)
                .orElseThrow()
                .value(1, ValueLayout.INT32)
                .orElseThrow()
                .getInt32Val();
    }

    private long expiryMillis(long driver) {
        var key = RowKey.encode(KEY_HASH, List.of(driver));
        long left = redis.pttl(key);
        return left < 0 ? left : System.currentTimeMillis() + left;
    }

    private Instant ago(Duration duration) {
        return now.minus(duration);
    }

    private static void assertDone(JobProgress outcome) {
        assertEquals(JobProgress.State.DONE, outcome.getState(), outcome::getError);
        assertEquals(
                outcome.getRowsRead(),
                outcome.getRowsWritten() + outcome.getRowsRejected() + outcome.getRowsOlder() + outcome.getRowsTooOld(),
                "every row is accounted for");
    }

    @Test
    void rowsOfAParquetFolderAreServable() {
        var source = Rows.parquet(
                folder,
                COLUMNS,
                row(1L, ago(Duration.ofHours(1)), 10, 4.5),
                row(2L, ago(Duration.ofHours(2)), 20, null));

        var outcome = ingest(table(source));

        assertDone(outcome);
        assertEquals(2, outcome.getRowsRead());
        assertEquals(2, outcome.getRowsWritten());
        var first = stored(1L).orElseThrow();
        assertEquals(Specs.micros(ago(Duration.ofHours(1))), first.eventTimeMicros());
        assertEquals(10, first.value(1, ValueLayout.INT32).orElseThrow().getInt32Val());
        assertEquals(4.5, first.value(2, ValueLayout.DOUBLE).orElseThrow().getDoubleVal());
        assertEquals(Set.of(1), stored(2L).orElseThrow().features().keySet(), "a null feature is absent");
        assertEquals(2, redis.dbSize() - 1, "two rows and the report");
    }

    @Test
    void valuesAreReadAsTheDeclaredTypes() {
        var source = Rows.parquet(
                folder,
                "driver_id int, event_timestamp timestamp, trips string, rating float",
                row(1, ago(Duration.ofHours(1)), "10", 4.5f));

        assertDone(ingest(table(source)));

        assertEquals(10, trips(1));
        assertEquals(
                4.5,
                stored(1L)
                        .orElseThrow()
                        .value(2, ValueLayout.DOUBLE)
                        .orElseThrow()
                        .getDoubleVal());
    }

    @Test
    void nothingIsTurnedIntoText() {
        var source = Rows.parquet(folder, COLUMNS, row(1L, ago(Duration.ofHours(1)), 10, 4.5));
        var table = table(source).setFeatures(0, feature(1, "trips", ValueType.Enum.STRING));

        var outcome = ingest(table);

        assertEquals(JobProgress.State.FAILED, outcome.getState());
        assertEquals(
                ("trips should be of string type, but is int instead in source %s of feature table drivers; convert it with a field_mapping of"
                                + " trips, or change its type")
                        .formatted(source),
                outcome.getError());
    }

    @Test
    void valuesThatCannotBeReadAsTheirTypeAreDeadLetters() {
        var source = Rows.parquet(
                folder.resolve("source"),
                "driver_id long, event_timestamp timestamp, trips string, rating double",
                row(1L, ago(Duration.ofHours(1)), "ten", 1.0),
                row(2L, ago(Duration.ofHours(1)), "20", 2.0),
                row(3L, ago(Duration.ofHours(1)), "3000000000", 2.0));
        var spec = Specs.toOnline(Specs.job(), table(source), lastWeek)
                .setDeadLetterPath(folder.resolve("dead").toString())
                .build();

        var outcome = run(spec);

        assertDone(outcome);
        assertEquals(2, outcome.getRowsRejected());
        assertEquals(20, trips(2));
        assertTrue(stored(1L).isEmpty());
        var dead = Rows.read(outcome.getDeadLetters());
        assertEquals(Set.of("ten", "3000000000"), column(dead, "trips"));
        assertEquals(Set.of("trips cannot be read as INT32"), column(dead, "_reason"));
    }

    @Test
    void rowsWithoutEntityOrTimeAreDeadLettersWithTheReason() {
        var source = Rows.parquet(
                folder.resolve("source"),
                COLUMNS,
                row(null, ago(Duration.ofHours(1)), 10, 4.5),
                row(2L, null, 20, 4.5),
                row(null, null, 30, 4.5),
                row(4L, ago(Duration.ofHours(1)), 40, 4.5));
        var dead = folder.resolve("dead");
        var spec = Specs.toOnline(Specs.job(), table(source), lastWeek)
                .setDeadLetterPath(dead + "/")
                .build();

        var outcome = run(spec);

        assertDone(outcome);
        assertEquals(4, outcome.getRowsRead());
        assertEquals(3, outcome.getRowsRejected());
        assertEquals(40, trips(4));
        assertEquals(dead + "/" + spec.getJobId(), outcome.getDeadLetters());
        var rows = Rows.read(outcome.getDeadLetters());
        assertEquals(
                Set.of(
                        "entity driver_id is null",
                        "the event time is null",
                        "the event time is null; entity driver_id is null"),
                column(rows, "_reason"));
        assertEquals(Set.of(10, 20, 30), column(rows, "trips"));
        run(spec);
        assertEquals(3, Rows.read(outcome.getDeadLetters()).size(), "a repeated run repeats no dead letter");
    }

    @Test
    void rowsThatFailAnExpectationAreDeadLetters() {
        var source = Rows.parquet(
                folder.resolve("source"),
                COLUMNS,
                row(1L, ago(Duration.ofHours(1)), 10, 4.5),
                row(2L, ago(Duration.ofHours(1)), 200, 4.5),
                row(3L, ago(Duration.ofHours(1)), 10, null));
        var table = table(source)
                .putLabels(
                        "_expectations",
                        """
                        {"expectations": [
                          {"expectation_type": "expect_column_values_to_be_between",
                           "kwargs": {"column": "trips", "min_value": 0, "max_value": 100}},
                          {"expectation_type": "expect_column_values_to_not_be_null", "kwargs": {"column": "rating"}}]}
                        """);
        var spec = Specs.toOnline(Specs.job(), table, lastWeek)
                .setDeadLetterPath(folder.resolve("dead").toString())
                .build();

        var outcome = run(spec);

        assertDone(outcome);
        assertEquals(1, outcome.getRowsWritten());
        assertEquals(10, trips(1));
        assertEquals(
                Set.of("trips is not at least 0 and at most 100", "rating is null"),
                column(Rows.read(outcome.getDeadLetters()), "_reason"));
    }

    @Test
    void whatAnExpectationDoesNotSayIsNotExpected() {
        var source = Rows.parquet(
                folder,
                COLUMNS,
                row(1L, ago(Duration.ofHours(1)), -5, 0.0),
                row(2L, ago(Duration.ofHours(1)), 50, 0.0),
                row(3L, ago(Duration.ofHours(1)), 500, 0.0),
                row(4L, ago(Duration.ofHours(1)), null, 0.0));
        var between =
                "{\"expectations\": [{\"expectation_type\": \"expect_column_values_to_be_between\", \"kwargs\": %s}]}";

        assertEquals(1, rejected(source, between.formatted("{\"column\": \"trips\", \"min_value\": 50}")));
        assertEquals(1, rejected(source, between.formatted("{\"column\": \"trips\", \"max_value\": 50}")));
        assertEquals(0, rejected(source, between.formatted("{\"column\": \"trips\"}")));
        assertEquals(0, rejected(source, between.formatted("{\"column\": \"trips\", \"min_value\": null}")));
        assertEquals(0, rejected(source, "{\"expectations\": []}"));
        assertEquals(0, rejected(source, "{}"));
    }

    private long rejected(String source, String expectations) {
        var outcome = ingest(table(source).putLabels("_expectations", expectations));
        assertDone(outcome);
        return outcome.getRowsRejected();
    }

    @Test
    void theIntervalTakesItsStartAndNotItsEnd() {
        var start = now.minus(2, ChronoUnit.HOURS);
        var end = now.minus(1, ChronoUnit.HOURS);
        var source = Rows.parquet(
                folder,
                COLUMNS,
                row(1L, start.minus(1, ChronoUnit.MICROS), 1, 0.0),
                row(2L, start, 2, 0.0),
                row(3L, end.minus(1, ChronoUnit.MICROS), 3, 0.0),
                row(4L, end, 4, 0.0));

        var outcome = run(Specs.toOnline(Specs.job(), table(source), Specs.interval(start, end))
                .build());

        assertDone(outcome);
        assertEquals(2, outcome.getRowsRead());
        assertTrue(stored(1L).isEmpty());
        assertEquals(2, trips(2));
        assertEquals(3, trips(3));
        assertTrue(stored(4L).isEmpty());
    }

    @Test
    void onlyTheFoldersOfTheIntervalsDaysAreRead() throws IOException {
        var start = Instant.parse("2026-03-02T00:00:00Z");
        var source = folder.resolve("source");
        for (String day : List.of("2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04")) {
            // The row of each folder says that it is of the second: only the folder tells them apart.
            Rows.parquet(
                    source.resolve("day=" + day),
                    COLUMNS,
                    row((long) day.charAt(9) - '0', start.plusSeconds(3600), 1, 0.0));
        }
        // Dropping the rows of other days after they were read would not do.
        damageRows(source.resolve("day=2026-03-01"));
        damageRows(source.resolve("day=2026-03-04"));
        var table = table(source.toString());
        table.getBatchSourceBuilder().setDatePartitionColumn("day");

        var outcome = run(Specs.toOnline(Specs.job(), table, Specs.interval(start, start.plus(2, ChronoUnit.DAYS)))
                .build());

        assertDone(outcome);
        assertEquals(2, outcome.getRowsRead());
        assertTrue(stored(2L).isPresent());
        assertTrue(stored(3L).isPresent());
        var dayMore = Specs.interval(start, start.plus(3, ChronoUnit.DAYS));
        assertEquals(
                JobProgress.State.FAILED,
                run(Specs.toOnline(Specs.job(), table, dayMore).build()).getState());
    }

    /** Leaves a Parquet file its footer, from which Spark may take the columns of all files, but nothing before it. */
    private static void damageRows(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (file.toString().endsWith(".parquet")) {
                    var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
                    int footer = bytes.limit() - 8 - bytes.getInt(bytes.limit() - 8);
                    Arrays.fill(bytes.array(), 4, footer, (byte) 0);
                    Files.write(file, bytes.array());
                } else {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void theLatestRowOfEachKeyIsKept() {
        var source = Rows.parquet(
                folder,
                COLUMNS,
                row(1L, ago(Duration.ofHours(3)), 3, 0.0),
                row(1L, ago(Duration.ofHours(1)), 1, 0.0),
                row(1L, ago(Duration.ofHours(2)), 2, 0.0),
                row(2L, ago(Duration.ofHours(2)), 2, 0.0));

        var outcome = ingest(table(source));

        assertDone(outcome);
        assertEquals(1, trips(1));
        assertEquals(2, outcome.getRowsWritten());
        assertEquals(2, outcome.getRowsOlder());
    }

    @Test
    void ofTwoRowsOfOneTimeTheOneCreatedLaterIsKept() {
        var source = Rows.parquet(
                folder,
                COLUMNS + ", written timestamp",
                row(1L, ago(Duration.ofHours(2)), 1, 0.0, ago(Duration.ofMinutes(1))),
                row(1L, ago(Duration.ofHours(2)), 2, 0.0, ago(Duration.ofMinutes(3))),
                row(1L, ago(Duration.ofHours(2)), 3, 0.0, null));
        var table = table(source);
        table.getBatchSourceBuilder().setCreatedTimestampColumn("written");

        assertDone(ingest(table));

        assertEquals(1, trips(1));
    }

    @Test
    void storedRowsThatAreLaterStay() {
        var newer = Rows.parquet(folder.resolve("new"), COLUMNS, row(1L, ago(Duration.ofHours(1)), 1, 0.0));
        var older = Rows.parquet(
                folder.resolve("old"),
                COLUMNS,
                row(1L, ago(Duration.ofHours(2)), 2, 0.0),
                row(2L, ago(Duration.ofHours(2)), 2, 0.0));
        var same = Rows.parquet(folder.resolve("same"), COLUMNS, row(1L, ago(Duration.ofHours(1)), 3, 0.0));

        ingest(table(newer));
        var outcome = ingest(table(older));

        assertDone(outcome);
        assertEquals(1, outcome.getRowsOlder());
        assertEquals(1, outcome.getRowsWritten());
        assertEquals(1, trips(1));
        ingest(table(same));
        assertEquals(3, trips(1), "of two with one time the one that comes later stays");
    }

    @Test
    void theKeyExpiresWithTheLastRowOfAllItsTables() {
        var source = Rows.parquet(folder, COLUMNS, row(1L, ago(Duration.ofHours(1)), 1, 0.0));
        var longer = table(source).setMaxAgeMicros(micros(Duration.ofDays(3)));
        var shorter = table(source).setNumber(8).setMaxAgeMicros(micros(Duration.ofDays(2)));
        long expected = ago(Duration.ofHours(1)).plus(3, ChronoUnit.DAYS).toEpochMilli();

        ingest(longer);
        assertEquals(expected, expiryMillis(1), 2_000);

        ingest(shorter);
        assertEquals(expected, expiryMillis(1), 2_000, "another table's earlier expiry lowers nothing");
        assertTrue(OnlineRow.find(redis, KEY_HASH, 8, 1L).isPresent());
    }

    @Test
    void aSmallerMaxAgeLowersNoExpiry() {
        var source = Rows.parquet(folder, COLUMNS, row(1L, ago(Duration.ofHours(1)), 1, 0.0));
        long expected = ago(Duration.ofHours(1)).plus(3, ChronoUnit.DAYS).toEpochMilli();

        ingest(table(source).setMaxAgeMicros(micros(Duration.ofDays(3))));
        ingest(table(source).setMaxAgeMicros(micros(Duration.ofDays(1))));

        assertEquals(expected, expiryMillis(1), 2_000);
    }

    @Test
    void withoutMaxAgeTheKeyStaysForEver() {
        var source = Rows.parquet(folder, COLUMNS, row(1L, ago(Duration.ofHours(1)), 1, 0.0));

        ingest(table(source).setMaxAgeMicros(micros(Duration.ofDays(3))));
        ingest(table(source));

        assertEquals(-1, expiryMillis(1));
    }

    @Test
    void rowsTooOldAreCountedAndNotWritten() {
        var source = Rows.parquet(
                folder,
                COLUMNS,
                row(1L, ago(Duration.ofHours(25)), 1, 0.0),
                row(2L, ago(Duration.ofHours(23)), 2, 0.0));

        var outcome = ingest(table(source).setMaxAgeMicros(micros(Duration.ofDays(1))));

        assertDone(outcome);
        assertEquals(1, outcome.getRowsTooOld());
        assertTrue(stored(1L).isEmpty());
        assertEquals(2, trips(2));
    }

    @Test
    void columnsAreMappedByNameAndByExpression() {
        var source = Rows.parquet(
                folder,
                "id string, `when` timestamp, `trips made` int, stars struct<sum: int, count: int>",
                row("driver-17", ago(Duration.ofHours(1)), 5, row(9, 2)));
        var table = table(source);
        table.getBatchSourceBuilder()
                .setEventTimestampColumn("when")
                .putFieldMapping("driver_id", "cast(substring(id, 8) as bigint)")
                .putFieldMapping("trips", "trips made")
                .putFieldMapping("rating", "stars.sum / stars.count");

        assertDone(ingest(table));

        assertEquals(5, trips(17));
        assertEquals(
                4.5,
                stored(17L)
                        .orElseThrow()
                        .value(2, ValueLayout.DOUBLE)
                        .orElseThrow()
                        .getDoubleVal());
    }

    @Test
    void keysOfSeveralEntitiesStandInTheOrderOfTheirNames() {
        var source = Rows.parquet(
                folder,
                "zone string, driver_id long, event_timestamp timestamp, trips int, rating double",
                row("east", 1L, ago(Duration.ofHours(1)), 10, 4.5));
        var table = table(source).addEntities(entity("zone", ValueType.Enum.STRING));
        var turned =
                table.clone().clearEntities().addEntities(table.getEntities(1)).addEntities(table.getEntities(0));

        assertDone(ingest(turned));

        assertTrue(stored(1L, "east").isPresent());
    }

    @Test
    void valuesOfEveryTypeAreServable() {
        var source = Rows.parquet(
                folder,
                "driver_id long, event_timestamp timestamp, bytes binary, string string, int32 int, int64 long, double double, "
                        + "float float, bool boolean, bytes_list array<binary>, string_list array<string>, int32_list array<int>, "
                        + "int64_list array<long>, double_list array<double>, float_list array<float>, bool_list array<boolean>",
                row(
                        1L,
                        ago(Duration.ofHours(1)),
                        new byte[] {0, -1},
                        "Zoë €",
                        -1,
                        Long.MIN_VALUE,
                        -0.5,
                        1.5f,
                        true,
                        List.of(new byte[] {}, new byte[] {7}),
                        List.of("", "ä"),
                        List.of(1, -1),
                        List.of(Long.MAX_VALUE),
                        List.of(),
                        List.of(1.5f),
                        List.of(true, false)));
        var table = table(source).clearFeatures();
        for (ValueLayout type : ValueLayout.values()) {
            table.addFeatures(
                    feature(type.valueField(), type.name().toLowerCase(), ValueType.Enum.valueOf(type.name())));
        }

        assertDone(ingest(table));

        var row = stored(1L).orElseThrow();
        assertArrayEquals(
                new byte[] {0, -1}, value(row, ValueLayout.BYTES).getBytesVal().toByteArray());
        assertEquals("Zoë €", value(row, ValueLayout.STRING).getStringVal());
        assertEquals(-1, value(row, ValueLayout.INT32).getInt32Val());
        assertEquals(Long.MIN_VALUE, value(row, ValueLayout.INT64).getInt64Val());
        assertEquals(-0.5, value(row, ValueLayout.DOUBLE).getDoubleVal());
        assertEquals(1.5f, value(row, ValueLayout.FLOAT).getFloatVal());
        assertTrue(value(row, ValueLayout.BOOL).getBoolVal());
        assertEquals(2, value(row, ValueLayout.BYTES_LIST).getBytesListVal().getValCount());
        assertEquals(
                List.of("", "ä"),
                value(row, ValueLayout.STRING_LIST).getStringListVal().getValList());
        assertEquals(
                List.of(1, -1),
                value(row, ValueLayout.INT32_LIST).getInt32ListVal().getValList());
        assertEquals(
                List.of(Long.MAX_VALUE),
                value(row, ValueLayout.INT64_LIST).getInt64ListVal().getValList());
        assertTrue(value(row, ValueLayout.DOUBLE_LIST).hasDoubleListVal());
        assertEquals(
                List.of(1.5f),
                value(row, ValueLayout.FLOAT_LIST).getFloatListVal().getValList());
        assertEquals(
                List.of(true, false),
                value(row, ValueLayout.BOOL_LIST).getBoolListVal().getValList());
    }

    @Test
    void aListWithANullIsADeadLetter() {
        var source = Rows.parquet(
                folder,
                "driver_id long, event_timestamp timestamp, trips array<int>",
                row(1L, ago(Duration.ofHours(1)), java.util.Arrays.asList(1, null)));
        var table = table(source).clearFeatures().addFeatures(feature(1, "trips", ValueType.Enum.INT32_LIST));

        var outcome = ingest(table);

        assertDone(outcome);
        assertEquals(1, outcome.getRowsRejected());
    }

    @Test
    void aThousandKeysInOneRunAreAllThere() {
        var rows = IntStream.range(0, 3_000)
                .mapToObj(i -> row((long) i % 1_000, ago(Duration.ofMinutes(i)), i, 0.5))
                .toArray(Row[]::new);
        var source = Rows.parquet(folder, COLUMNS, rows);
        redis.scriptFlush();

        var outcome = ingest(table(source));

        assertDone(outcome);
        assertEquals(1_000, outcome.getRowsWritten());
        for (int i = 0; i < 1_000; i++) {
            assertEquals(i, trips(i));
        }
    }

    @Test
    void theOutcomeStandsInRedisUnderTheJobsId() throws Exception {
        var source = Rows.parquet(folder, COLUMNS, row(1L, ago(Duration.ofHours(1)), 10, 4.5));
        var spec =
                Specs.toOnline(Specs.job(), table(source), lastWeek).setEpoch(3).build();

        var outcome = run(spec);

        var key = "larder:job:" + spec.getJobId();
        assertEquals("3", redis.hget(key, "epoch"));
        var reported = JobProgress.parseFrom(redis.hget(key.getBytes(), "progress".getBytes()));
        assertEquals(JobProgress.State.DONE, reported.getState());
        assertEquals(1, reported.getRowsWritten());
        // Spark tells of its tasks a moment later, so the last ones may not be among them.
        assertTrue(reported.getTasksDone() <= reported.getTasksKnown(), reported::toString);
        assertEquals(LocalSpark.session().sparkContext().applicationId(), reported.getApplicationId());
        assertTrue(redis.ttl(key) > 0, "reports do not pile up");
        assertEquals(1, outcome.getRowsWritten());
    }

    @Test
    void aJobThatFindsALaterEpochWritesNothing() {
        var source = Rows.parquet(folder, COLUMNS, row(1L, ago(Duration.ofHours(1)), 10, 4.5));
        var spec =
                Specs.toOnline(Specs.job(), table(source), lastWeek).setEpoch(3).build();
        redis.hset("larder:job:" + spec.getJobId(), "epoch", "4");

        var outcome = run(spec);

        assertEquals(JobProgress.State.SUPERSEDED, outcome.getState());
        assertTrue(stored(1L).isEmpty());
        assertEquals("4", redis.hget("larder:job:" + spec.getJobId(), "epoch"));
    }

    @Test
    void aPasswordIsGivenToRedis() {
        var source = Rows.parquet(folder, COLUMNS, row(1L, ago(Duration.ofHours(1)), 10, 4.5));
        try (var closed = LocalRedis.onFreePort("open-sesame");
                var client = closed.client()) {
            var spec =
                    Specs.toOnline(Specs.job(closed), table(source), lastWeek).build();

            var outcome = new JobRun(LocalSpark.session(), spec, "open-sesame", Clock.systemUTC()).run();

            assertDone(outcome);
            assertTrue(OnlineRow.find(client, KEY_HASH, TABLE, 1L).isPresent());
        }
    }

    @Test
    void whatIsNoHashUnderAKeyStaysAndTheRowIsCountedAsRejected() {
        var source = Rows.parquet(
                folder,
                COLUMNS,
                row(1L, ago(Duration.ofHours(1)), 10, 4.5),
                row(2L, ago(Duration.ofHours(1)), 20, 4.5));
        var key = RowKey.encode(KEY_HASH, List.of(1L));
        redis.set(key, new byte[] {42});

        var outcome = ingest(table(source));

        assertDone(outcome);
        assertEquals(1, outcome.getRowsRejected());
        assertEquals(0, outcome.getRowsOlder());
        assertArrayEquals(new byte[] {42}, redis.get(key));
        assertEquals(20, trips(2));
        assertEquals("", outcome.getDeadLetters(), "the row itself is a good one");
    }

    @Test
    void rowsAndReportsGoToTheDatabaseOfTheSpecification() {
        var source = Rows.parquet(folder, COLUMNS, row(1L, ago(Duration.ofHours(1)), 10, 4.5));
        var spec = Specs.toOnline(Specs.job(), table(source), lastWeek);
        spec.getRedisBuilder().setDatabase(5);

        assertDone(run(spec.build()));

        assertEquals(0, redis.dbSize());
        redis.select(5);
        assertEquals(10, trips(1));
        assertTrue(redis.exists("larder:job:" + spec.getJobId()));
    }

    @Test
    void aRedisThatIsKilledDuringIngestionAndComesBackFailsNoJobAndLosesNoRow() {
        int rows = 200_000;
        var source = folder.resolve("source").toString();
        LocalSpark.session()
                .range(rows)
                .selectExpr("id AS driver_id", "now() AS event_timestamp", "int(id) AS trips", "0.5D AS rating")
                .write()
                .parquet(source);
        try (var fragile = LocalRedis.durable(folder)) {
            var spec =
                    Specs.toOnline(Specs.job(fragile), table(source), lastWeek).build();

            var outcome = CompletableFuture.supplyAsync(() -> run(spec));
            Awaitility.await()
                    .atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> size(fragile) > 5_000);
            fragile.kill();
            Awaitility.await().during(Duration.ofSeconds(2)).until(() -> !outcome.isDone());
            fragile.start();
            long before = size(fragile);

            Awaitility.await().atMost(Duration.ofMinutes(5)).until(outcome::isDone);
            assertDone(outcome.join());
            assertTrue(before < rows, "rows were left to be written when Redis was away");
            assertEquals(rows, outcome.join().getRowsWritten());
            assertEquals(rows + 1, size(fragile), "all rows and the report");
        }
    }

    private static long size(LocalRedis server) {
        try (var client = server.client()) {
            return client.dbSize();
        }
    }

    private static Value value(OnlineRow row, ValueLayout type) {
        return row.value(type.valueField(), type).orElseThrow();
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    private static Set<Object> column(List<Row> rows, String name) {
        var values = new HashSet<Object>();
        rows.forEach(row -> values.add(row.getAs(name)));
        return values;
    }
}
