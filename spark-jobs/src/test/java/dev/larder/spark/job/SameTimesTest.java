package dev.larder.spark.job;

import static dev.larder.spark.testing.Rows.at;
import static dev.larder.spark.testing.Rows.row;
import static dev.larder.spark.testing.Specs.entity;
import static dev.larder.spark.testing.Specs.feature;
import static dev.larder.spark.testing.Specs.parquet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.proto.v1.BatchToOffline;
import dev.larder.proto.v1.HistoricalRetrieval;
import dev.larder.proto.v1.HistoricalRetrieval.Origin;
import dev.larder.proto.v1.Interval;
import dev.larder.proto.v1.JobProgress;
import dev.larder.proto.v1.JobSpec;
import dev.larder.proto.v1.Table;
import dev.larder.row.ValueLayout;
import dev.larder.spark.testing.LocalRedis;
import dev.larder.spark.testing.LocalSpark;
import dev.larder.spark.testing.OnlineRow;
import dev.larder.spark.testing.Rows;
import dev.larder.spark.testing.Specs;
import feast.proto.types.ValueProto.ValueType;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of rows with the same times, all stores and all training sets have the same one, and the reports say so. */
class SameTimesTest {
    private static final Instant NOON = at("2026-03-01T12:00:00Z");
    private static final Interval DAY = Specs.interval(at("2026-03-01T00:00:00Z"), at("2026-03-02T00:00:00Z"));
    private static final String COLUMNS =
            "driver_id long, event_timestamp timestamp, written timestamp, trips long, rating double, tags array<string>";

    @TempDir
    Path folder;

    @BeforeEach
    void empty() {
        try (var redis = LocalRedis.shared().client()) {
            redis.flushAll();
        }
    }

    private Table.Builder drivers(Row... rows) {
        var source = folder.resolve("source").toString();
        Rows.of(COLUMNS, rows).repartition(3).write().mode("overwrite").parquet(source);
        return Table.newBuilder()
                .setProject("default")
                .setName("drivers")
                .setNumber(1)
                .setKeyHash(7)
                .addEntities(entity("driver_id", ValueType.Enum.INT64))
                .addFeatures(feature(3, "trips", ValueType.Enum.INT64))
                .addFeatures(feature(1, "rating", ValueType.Enum.DOUBLE))
                .addFeatures(feature(2, "tags", ValueType.Enum.STRING_LIST))
                .setBatchSource(parquet(source).setCreatedTimestampColumn("written"));
    }

    private static JobProgress run(JobSpec.Builder spec) {
        var outcome = new JobRun(LocalSpark.session(), spec.build(), "", Clock.systemUTC()).run();
        assertEquals(JobProgress.State.DONE, outcome.getState(), outcome::getError);
        return outcome;
    }

    private JobSpec.Builder job() {
        return Specs.job("same_times", folder.resolve("warehouse"));
    }

    /** Of one driver, at the time of its rows. */
    private Row trained(Table.Builder table, Origin origin, long ties, String... features) {
        var output = folder.resolve("output").toString();
        var retrieval = HistoricalRetrieval.newBuilder()
                .addTables(table)
                .setOrigin(origin)
                .setEntitySource(parquet(Rows.parquet(
                        folder.resolve("entities"), "driver_id long, event_timestamp timestamp", row(1L, NOON))))
                .setOutputLocation(output);
        for (String feature : features) {
            retrieval.addFeatures("drivers:" + feature);
        }
        var outcome = run(job().setHistoricalRetrieval(retrieval));
        assertEquals(ties == 0 ? Map.of() : Map.of("drivers", ties), outcome.getTiesMap());
        return Rows.read(output).get(0);
    }

    /** The trips of the row that all have. */
    private long chosen(long ties, Row... rows) {
        var table = drivers(rows);
        var online = run(Specs.toOnline(job(), table, DAY));
        assertEquals(ties == 0 ? Map.of() : Map.of("drivers", ties), online.getTiesMap());
        assertEquals(1, online.getRowsWritten());
        assertEquals(rows.length - 1, online.getRowsOlder());
        var offline = run(job().setBatchToOffline(
                        BatchToOffline.newBuilder().setTable(table).setInterval(DAY)));
        assertEquals(Map.of(), offline.getTiesMap(), "nothing is decided there");
        long trips;
        try (var redis = LocalRedis.shared().client()) {
            trips = OnlineRow.find(redis, 7, 1, 1L)
                    .orElseThrow()
                    .value(3, ValueLayout.INT64)
                    .orElseThrow()
                    .getInt64Val();
        }
        for (Origin origin : List.of(Origin.BATCH_SOURCE, Origin.OFFLINE_STORE)) {
            var winner = Arrays.stream(rows)
                    .filter(row -> row.getLong(3) == trips)
                    .findFirst()
                    .orElseThrow();
            assertEquals(trips, trained(table, origin, ties, "trips").get(2));
            assertEquals(winner.get(4), trained(table, origin, ties, "rating").get(2));
            var all = trained(table, origin, ties, "tags", "rating", "trips");
            assertEquals(winner.get(5), all.isNullAt(2) ? null : all.getList(2));
            assertEquals(winner.get(4), all.get(3));
            assertEquals(trips, all.get(4));
        }
        return trips;
    }

    @Test
    void theOrderIsForEver() {
        var low = row(1L, NOON, null, 100L, 2.0, null);
        var high = row(1L, NOON, null, 300L, 1.0, null);

        assertEquals(300L, chosen(1, low, high));
    }

    @Test
    void whatIsNotAskedForDecidesToo() {
        chosen(
                1,
                row(1L, NOON, null, 5L, null, List.of("a")),
                row(1L, NOON, null, 6L, null, null),
                row(1L, NOON, null, 7L, -0.0, List.of()),
                row(1L, NOON, null, 8L, 0.0, List.of()),
                row(1L, NOON, null, 9L, Double.NaN, List.of("a", "b")));
    }

    @Test
    void equalRowsAreNoTie() {
        var row = row(1L, NOON, NOON, 5L, 0.5, List.of("a"));

        assertEquals(5L, chosen(0, row, row, row));
    }

    @Test
    void aRowWithoutCreatedTimeComesBeforeOneThatHasOne() {
        assertEquals(
                6L,
                chosen(
                        0,
                        row(1L, NOON, null, 5L, 0.5, null),
                        row(1L, NOON, at("1970-01-01T00:00:00Z"), 6L, 0.5, null),
                        row(1L, NOON, null, 7L, 0.5, null)));
    }

    @Test
    void createdTimesThatAreEqualDecideNothing() {
        chosen(
                1,
                row(1L, NOON, NOON, 5L, 0.5, null),
                row(1L, NOON, NOON, 6L, 0.5, null),
                row(1L, NOON, NOON.minusSeconds(1), 7L, 0.5, null),
                row(1L, NOON, NOON.minusSeconds(1), 8L, 0.5, null));
    }
}
