package dev.larder.spark.job;

import static dev.larder.spark.testing.Rows.at;
import static dev.larder.spark.testing.Rows.row;
import static dev.larder.spark.testing.Specs.entity;
import static dev.larder.spark.testing.Specs.feature;
import static dev.larder.spark.testing.Specs.parquet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.proto.v1.BatchToOffline;
import dev.larder.proto.v1.Interval;
import dev.larder.proto.v1.JobProgress;
import dev.larder.proto.v1.JobSpec;
import dev.larder.proto.v1.Table;
import dev.larder.row.ValueLayout;
import dev.larder.spark.offline.OfflineStore;
import dev.larder.spark.testing.LocalRedis;
import dev.larder.spark.testing.LocalSpark;
import dev.larder.spark.testing.OnlineRow;
import dev.larder.spark.testing.Rows;
import dev.larder.spark.testing.Specs;
import feast.proto.types.ValueProto.ValueType;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** An Iceberg table as the batch source of a feature table, with real Spark, Iceberg and Redis. */
class IcebergSourceTest {
    private static final int KEY_HASH = 0x0a02d90b;
    private static final int TABLE = 8;
    private static final Interval MARCH = Specs.interval(at("2026-03-01T00:00:00Z"), at("2026-04-01T00:00:00Z"));

    @TempDir
    static Path folder;

    /** A catalog cannot be configured twice in one session. */
    private final String catalog = "c" + UUID.randomUUID().toString().replace("-", "");

    private Jedis redis;

    @BeforeEach
    void empty() {
        redis = LocalRedis.shared().client();
        redis.flushAll();
        // A job has a session of its own; this one looks at what the job leaves.
        new OfflineStore(LocalSpark.session(), catalog, folder.resolve(catalog).toString());
    }

    @AfterEach
    void disconnect() {
        redis.close();
    }

    private static Table.Builder drivers(String source) {
        return Table.newBuilder()
                .setProject("default")
                .setName("drivers")
                .setNumber(TABLE)
                .setKeyHash(KEY_HASH)
                .addEntities(entity("driver_id", ValueType.Enum.INT64))
                .addFeatures(feature(1, "trips", ValueType.Enum.INT32))
                .setBatchSource(parquet(source).setCreatedTimestampColumn("created_timestamp"));
    }

    private JobSpec.Builder job() {
        return Specs.job(catalog, folder.resolve(catalog));
    }

    private static JobProgress run(JobSpec.Builder spec) {
        var outcome = new JobRun(LocalSpark.session(), spec.build(), "", Clock.systemUTC()).run();
        assertEquals(JobProgress.State.DONE, outcome.getState(), outcome::getError);
        return outcome;
    }

    private Optional<Integer> trips(long driver) {
        return OnlineRow.find(redis, KEY_HASH, TABLE, driver)
                .map(row -> row.value(1, ValueLayout.INT32).orElseThrow().getInt32Val());
    }

    /** The rows of the other tests, in the table of the offline store that a job leaves. */
    private String stored() {
        var columns = "driver_id long, event_timestamp timestamp, created_timestamp timestamp, trips int";
        var march = at("2026-03-02T00:00:00Z");
        var source = Rows.parquet(
                folder.resolve(catalog + "-source"),
                columns,
                row(1L, march, march, 10),
                row(1L, march.plusSeconds(60), march, 11),
                row(2L, march.plusSeconds(1), march, 20),
                row(3L, at("2026-04-01T00:00:00Z"), march, 30));
        run(job().setBatchToOffline(BatchToOffline.newBuilder()
                .setTable(drivers(source))
                .setInterval(Specs.interval(at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z")))));
        return "iceberg:%s.default.drivers".formatted(catalog);
    }

    @Test
    void whatWasStoredOfflineIsServable() {
        var outcome = run(Specs.toOnline(job(), drivers(stored()), MARCH));
        assertEquals(3, outcome.getRowsRead());
        assertEquals(2, outcome.getRowsWritten());
        assertEquals(1, outcome.getRowsOlder());
        assertEquals(Optional.of(11), trips(1));
        assertEquals(Optional.of(20), trips(2));
        assertEquals(Optional.empty(), trips(3), "it is of the month after");
        assertEquals(
                Specs.micros(at("2026-03-02T00:01:00Z")),
                OnlineRow.find(redis, KEY_HASH, TABLE, 1L).orElseThrow().eventTimeMicros());
    }

    @Test
    void columnsOfATableOfOthersAreMapped() {
        var ours = stored();
        LocalSpark.session()
                .sql("CREATE TABLE %1$s.fleet.rides USING iceberg AS SELECT driver_id AS driver, event_timestamp AS at,"
                                .formatted(catalog)
                        + " trips AS rides FROM %s".formatted(ours.substring("iceberg:".length())));
        var table = drivers("iceberg:%s.fleet.rides".formatted(catalog));
        table.getBatchSourceBuilder()
                .clearCreatedTimestampColumn()
                .setEventTimestampColumn("at")
                .putFieldMapping("driver_id", "driver")
                .putFieldMapping("trips", "rides * 2");
        var outcome = run(Specs.toOnline(job(), table, MARCH));
        assertEquals(3, outcome.getRowsRead());
        assertEquals(Optional.of(22), trips(1));
        assertEquals(Optional.of(40), trips(2));
    }
}
