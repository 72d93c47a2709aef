package dev.larder.spark.job;

import static dev.larder.spark.testing.Rows.at;
import static dev.larder.spark.testing.Rows.row;
import static dev.larder.spark.testing.Specs.entity;
import static dev.larder.spark.testing.Specs.feature;
import static dev.larder.spark.testing.Specs.interval;
import static dev.larder.spark.testing.Specs.parquet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.proto.v1.BatchToOffline;
import dev.larder.proto.v1.HistoricalRetrieval;
import dev.larder.proto.v1.Interval;
import dev.larder.proto.v1.JobProgress;
import dev.larder.proto.v1.JobSpec;
import dev.larder.proto.v1.Table;
import dev.larder.spark.offline.OfflineStore;
import dev.larder.spark.testing.LocalSpark;
import dev.larder.spark.testing.Rows;
import dev.larder.spark.testing.Specs;
import feast.proto.types.ValueProto.ValueType;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batch source to offline store and back, with real Spark and real Iceberg. */
class OfflineStoreTest {
    private static final String COLUMNS =
            "driver_id long, event_timestamp timestamp, created_timestamp timestamp, trips int, rating float";

    @TempDir
    static Path folder;

    /** A catalog cannot be configured twice in one session. */
    private final String catalog = "c" + UUID.randomUUID().toString().replace("-", "");

    private int sources;
    private Table.Builder table;

    @BeforeEach
    void define() {
        // A job has a session of its own; this one looks at what the job leaves.
        new OfflineStore(LocalSpark.session(), catalog, folder.resolve(catalog).toString());
        table = Table.newBuilder()
                .setProject("default")
                .setName("drivers")
                .addEntities(entity("driver_id", ValueType.Enum.INT64))
                .addFeatures(feature(1, "trips", ValueType.Enum.INT32))
                .addFeatures(feature(2, "rating", ValueType.Enum.FLOAT));
    }

    private static Instant hour(int day, int hour) {
        return at("2026-03-%02dT%02d:00:00Z".formatted(day, hour));
    }

    private static Row driver(long id, Instant time, Integer trips) {
        return row(id, time, time, trips, 4.5f);
    }

    private JobSpec.Builder job() {
        return Specs.job(catalog, folder.resolve(catalog));
    }

    private static JobProgress run(JobSpec.Builder spec) {
        return new JobRun(LocalSpark.session(), spec.build(), "", Clock.systemUTC()).run();
    }

    private String source(String columns, Row... rows) {
        return Rows.parquet(folder.resolve(catalog + "-source-" + sources++), columns, rows);
    }

    private JobProgress store(Interval interval, Row... rows) {
        table.setBatchSource(parquet(source(COLUMNS, rows)).setCreatedTimestampColumn("created_timestamp"));
        return store(interval);
    }

    private JobProgress store(Interval interval) {
        var outcome = run(job().setBatchToOffline(
                        BatchToOffline.newBuilder().setTable(table).setInterval(interval)));
        assertEquals(JobProgress.State.DONE, outcome.getState(), outcome::getError);
        return outcome;
    }

    private Set<String> stored(String columns) {
        return LocalSpark.session()
                .sql("SELECT %s FROM %s.default.drivers".formatted(columns, catalog))
                .collectAsList()
                .stream()
                .map(row -> Stream.of(list(row)).map(Objects::toString).collect(Collectors.joining(" ")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Object[] list(Row row) {
        return IntStream.range(0, row.length()).mapToObj(row::get).toArray();
    }

    private long rowCount() {
        return LocalSpark.session().table(catalog + ".default.drivers").count();
    }

    @Test
    void theIntervalIsReplacedAndNothingElse() {
        store(
                interval(hour(1, 0), hour(4, 0)),
                driver(1, hour(1, 5), 1),
                driver(2, hour(2, 5), 2),
                driver(3, hour(3, 5), 3));

        var outcome = store(interval(hour(2, 0), hour(3, 0)), driver(4, hour(2, 7), 40));

        assertEquals(Set.of("1 1", "4 40", "3 3"), stored("driver_id, trips"));
        assertEquals(1, outcome.getRowsWritten());
        assertTrue(outcome.getSnapshotsOrThrow("drivers") != 0);
    }

    @Test
    void anIntervalWithinADayIsReplacedExactly() {
        store(
                interval(hour(1, 0), hour(3, 0)),
                driver(1, hour(1, 11), 1),
                driver(2, hour(1, 12), 2),
                driver(3, hour(2, 11), 3),
                driver(4, hour(2, 12), 4));

        store(interval(hour(1, 12), hour(2, 12)), driver(5, hour(1, 12), 50), driver(6, hour(1, 13), 60));

        assertEquals(Set.of("1 1", "5 50", "6 60", "4 4"), stored("driver_id, trips"));
    }

    @Test
    void aRepeatedRunChangesNothingAndAnEmptyOneEmptiesTheInterval() {
        var interval = interval(hour(1, 0), hour(2, 0));
        store(interval, driver(1, hour(1, 5), 1), driver(2, hour(1, 6), 2));
        store(interval);

        assertEquals(2, rowCount());
        store(interval, driver(3, hour(9, 0), 3));
        assertEquals(0, rowCount());
    }

    @Test
    void whatCannotBeUsedIsADeadLetterHereToo() {
        table.setBatchSource(parquet(source(
                COLUMNS,
                driver(1, hour(1, 5), 1),
                row(null, hour(1, 5), hour(1, 5), 2, 4.5f),
                row(3L, null, hour(1, 5), 3, 4.5f))));
        var outcome = run(job().setDeadLetterPath(
                        folder.resolve(catalog + "-dead").toString())
                .setBatchToOffline(
                        BatchToOffline.newBuilder().setTable(table).setInterval(interval(hour(1, 0), hour(2, 0)))));

        assertEquals(3, outcome.getRowsRead());
        assertEquals(1, outcome.getRowsWritten());
        assertEquals(2, outcome.getRowsRejected());
        assertEquals(2, Rows.read(outcome.getDeadLetters()).size());
        assertEquals(Set.of("1 1"), stored("driver_id, trips"));
    }

    @Test
    void filesLieByTheDayOfTheEventTime() {
        store(interval(hour(1, 0), hour(4, 0)), driver(1, hour(1, 5), 1), driver(2, hour(3, 23), 2));

        assertEquals(
                Set.of("2026-03-01", "2026-03-03"),
                LocalSpark.session()
                        .sql("SELECT partition.event_timestamp_day FROM %s.default.drivers.files".formatted(catalog))
                        .collectAsList()
                        .stream()
                        .map(row -> row.get(0).toString())
                        .collect(Collectors.toSet()));
    }

    @Test
    void featuresComeAndGoAndChangeTheirTypes() {
        store(interval(hour(1, 0), hour(2, 0)), driver(1, hour(1, 5), 1));
        table.clearFeatures()
                .addFeatures(feature(3, "trips", ValueType.Enum.INT64))
                .addFeatures(feature(4, "rating", ValueType.Enum.STRING))
                .addFeatures(feature(5, "city", ValueType.Enum.STRING))
                .setBatchSource(parquet(source(
                        "driver_id long, event_timestamp timestamp, trips long, rating string, city string",
                        row(2L, hour(2, 5), 5_000_000_000L, "good", "Ulm"))));

        store(interval(hour(2, 0), hour(3, 0)));

        assertEquals(Set.of("1 1 null null", "2 5000000000 good Ulm"), stored("driver_id, trips, rating, city"));
        table.removeFeatures(2)
                .removeFeatures(1)
                .setBatchSource(parquet(
                        source("driver_id long, event_timestamp timestamp, trips long", row(3L, hour(3, 5), 3L))));
        store(interval(hour(3, 0), hour(4, 0)));
        assertEquals(
                List.of("event_timestamp", "created_timestamp", "driver_id", "trips"),
                List.of(LocalSpark.session().table(catalog + ".default.drivers").columns()));
    }

    @Test
    void anEntityThatChangesItsTypeIsRefused() {
        store(interval(hour(1, 0), hour(2, 0)), driver(1, hour(1, 5), 1));
        table.setEntities(0, entity("driver_id", ValueType.Enum.INT32));

        var outcome = run(job().setBatchToOffline(
                        BatchToOffline.newBuilder().setTable(table).setInterval(interval(hour(1, 0), hour(2, 0)))));

        assertEquals(JobProgress.State.FAILED, outcome.getState());
        assertEquals(
                "entity driver_id of feature table drivers is bigint in the offline store, not int",
                outcome.getError());
        assertEquals(1, rowCount());
    }

    @Test
    void overlappingJobsLoseAndDoubleNothing() {
        store(interval(hour(1, 0), hour(2, 0)), driver(1, hour(1, 1), 1));
        var jobs = IntStream.range(0, 4)
                .mapToObj(i -> {
                    var own = table.clone().setBatchSource(parquet(source(COLUMNS, driver(10 + i, hour(1, 4 + i), i))));
                    return job().setBatchToOffline(BatchToOffline.newBuilder()
                            .setTable(own)
                            .setInterval(interval(hour(1, 4 + i), hour(1, 5 + i))));
                })
                .map(job -> CompletableFuture.supplyAsync(() -> run(job)))
                .toList();

        var outcomes = jobs.stream().map(CompletableFuture::join).toList();

        for (JobProgress outcome : outcomes) {
            assertEquals(JobProgress.State.DONE, outcome.getState(), outcome::getError);
        }
        assertEquals(Set.of("1 1", "10 0", "11 1", "12 2", "13 3"), stored("driver_id, trips"));
        assertEquals(5, rowCount());
    }

    private HistoricalRetrieval.Builder retrieval() {
        var entities = source("driver_id long, event_timestamp timestamp", row(1L, hour(1, 12)), row(1L, hour(1, 4)));
        return HistoricalRetrieval.newBuilder()
                .addTables(table)
                .addFeatures("drivers:trips")
                .setEntitySource(parquet(entities))
                .setOutputLocation(folder.resolve(catalog + "-output").toString());
    }

    private Set<Object> trips() {
        return Rows.read(folder.resolve(catalog + "-output").toString()).stream()
                .map(row -> (Object) String.valueOf(row.<Integer>getAs("drivers__trips")))
                .collect(Collectors.toSet());
    }

    @Test
    void aTrainingSetIsTheSameFromBothAndCanBeRebuiltFromItsSnapshot() {
        store(interval(hour(1, 0), hour(2, 0)), driver(1, hour(1, 5), 1), driver(1, hour(1, 11), 2));
        var retrieval = retrieval();

        var fromSource = run(job().setHistoricalRetrieval(retrieval));
        assertEquals(JobProgress.State.DONE, fromSource.getState(), fromSource::getError);
        assertEquals(Set.of("2", "null"), trips());
        assertEquals(Map.of(), fromSource.getSnapshotsMap());

        retrieval.setOrigin(HistoricalRetrieval.Origin.OFFLINE_STORE);
        var fromStore = run(job().setHistoricalRetrieval(retrieval));
        assertEquals(JobProgress.State.DONE, fromStore.getState(), fromStore::getError);
        assertEquals(Set.of("2", "null"), trips());
        long snapshot = fromStore.getSnapshotsOrThrow("drivers");

        store(interval(hour(1, 0), hour(2, 0)), driver(1, hour(1, 3), 30));
        var now = run(job().setHistoricalRetrieval(retrieval));
        assertEquals(Set.of("30"), trips());
        assertNotEquals(snapshot, now.getSnapshotsOrThrow("drivers"));

        var rebuilt = run(job().setHistoricalRetrieval(retrieval.putAsOfSnapshot("drivers", snapshot)));
        assertEquals(Set.of("2", "null"), trips());
        assertEquals(snapshot, rebuilt.getSnapshotsOrThrow("drivers"));

        table.addFeatures(feature(3, "newer", ValueType.Enum.STRING));
        var rebuiltLater =
                run(job().setHistoricalRetrieval(retrieval.clearTables().addTables(table)));
        assertEquals(JobProgress.State.DONE, rebuiltLater.getState(), rebuiltLater::getError);
        assertEquals(Set.of("2", "null"), trips());
    }

    @Test
    void aTableThatWasNeverStoredIsNamed() {
        table.setBatchSource(parquet(source(COLUMNS)));

        var outcome =
                run(job().setHistoricalRetrieval(retrieval().setOrigin(HistoricalRetrieval.Origin.OFFLINE_STORE)));

        assertEquals(JobProgress.State.FAILED, outcome.getState());
        assertEquals("the offline store has no rows of feature table drivers.", outcome.getError());
    }
}
