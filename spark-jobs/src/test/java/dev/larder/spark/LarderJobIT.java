package dev.larder.spark;

import static dev.larder.spark.testing.Specs.entity;
import static dev.larder.spark.testing.Specs.feature;
import static dev.larder.spark.testing.Specs.parquet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.larder.proto.v1.Interval;
import dev.larder.proto.v1.JobProgress;
import dev.larder.proto.v1.JobSpec;
import dev.larder.proto.v1.Table;
import dev.larder.row.ValueLayout;
import dev.larder.spark.testing.LocalRedis;
import dev.larder.spark.testing.LocalSpark;
import dev.larder.spark.testing.OnlineRow;
import dev.larder.spark.testing.PackagedJob;
import dev.larder.spark.testing.Specs;
import feast.proto.types.ValueProto.ValueType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** The jar as it is shipped, run by the Spark that is assembled beside it: what it does, and what it survives. */
class LarderJobIT {
    private static final int KEY_HASH = 0x0a02d90b;
    private static final int TABLE = 7;
    private static final int MANY = 200_000;
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    @TempDir
    static Path sources;

    @TempDir
    Path folder;

    private LocalRedis server;
    private Jedis redis;

    /** Each driver has a row in each of three hours; the number of its trips is that of the hour. */
    @BeforeAll
    static void writeSources() {
        write("few", 3);
        write("many", MANY);
    }

    private static void write(String name, int drivers) {
        LocalSpark.session()
                .range(3L * drivers)
                .selectExpr(
                        "id %% %d AS driver_id".formatted(drivers),
                        "timestamp'2026-03-01 00:30:00' + make_interval(0, 0, 0, 0, int(id / %d)) AS event_timestamp"
                                .formatted(drivers),
                        "int(id / %d) AS trips".formatted(drivers))
                .write()
                .parquet(sources.resolve(name).toString());
    }

    @BeforeEach
    void startRedis() {
        server = LocalRedis.durable(folder);
        redis = server.client();
    }

    @AfterEach
    void stopRedis() {
        redis.close();
        server.close();
    }

    private static Interval hours(int start, int end) {
        return Specs.interval(START.plus(start, ChronoUnit.HOURS), START.plus(end, ChronoUnit.HOURS));
    }

    private JobSpec.Builder ingestion(String source, Interval interval) {
        var table = Table.newBuilder()
                .setProject("default")
                .setName("drivers")
                .setNumber(TABLE)
                .setKeyHash(KEY_HASH)
                .addEntities(entity("driver_id", ValueType.Enum.INT64))
                .addFeatures(feature(1, "trips", ValueType.Enum.INT32))
                .setBatchSource(parquet(sources.resolve(source).toString()));
        return Specs.toOnline(Specs.job(server), table, interval);
    }

    private PackagedJob start(JobSpec.Builder spec) {
        return PackagedJob.start(folder.resolve(spec.getJobId()), spec.build());
    }

    private JobProgress report(JobSpec.Builder spec) {
        try {
            return JobProgress.parseFrom(redis.hget(
                    ("larder:job:" + spec.getJobId()).getBytes(StandardCharsets.UTF_8),
                    "progress".getBytes(StandardCharsets.UTF_8)));
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private int trips(long driver) {
        return OnlineRow.find(redis, KEY_HASH, TABLE, driver)
                .orElseThrow()
                .value(1, ValueLayout.INT32)
                .orElseThrow()
                .getInt32Val();
    }

    private void awaitTheMiddleOfTheIngestion() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> redis.dbSize() > MANY / 20);
    }

    /** All drivers, each with this number of trips, and the reports. */
    private void assertAllDriversHave(int trips, int reports) {
        assertEquals(MANY + reports, redis.dbSize());
        for (long driver = 0; driver < MANY; driver += 997) {
            assertEquals(trips, trips(driver));
        }
    }

    private void assertDone(PackagedJob job, JobSpec.Builder spec, long read, long written) {
        assertEquals(LarderJob.DONE, job.exitCode(), job::errors);
        assertEquals(
                "larder: job %s done: %d rows read, %d written, 0 rejected, %d older, 0 too old\n"
                        .formatted(spec.getJobId(), read, written, read - written),
                job.output());
        var report = report(spec);
        assertEquals(JobProgress.State.DONE, report.getState());
        assertEquals(read, report.getRowsRead());
        assertEquals(written, report.getRowsWritten());
        assertEquals(read - written, report.getRowsOlder());
        assertEquals(0, report.getRowsRejected());
    }

    @Test
    void rowsOfAParquetFolderAreServableAndASecondRunChangesNothing() {
        redis.configSet("requirepass", "open-sesame");
        var masters = List.of(PackagedJob.ONE_PROCESS, PackagedJob.TWO_PROCESSES);
        for (String master : masters) {
            var spec = ingestion("few", hours(0, 2));
            var password = Map.of("LARDER_REDIS_PASSWORD", "open-sesame");
            try (var job = PackagedJob.start(
                    folder.resolve(spec.getJobId()), master, password, PackagedJob.argument(spec.build()))) {
                assertDone(job, spec, 6, 3);
                assertFalse(job.errors().contains("open-sesame"), job::errors);
            }
            assertEquals(1, trips(0));
            assertEquals(3 + masters.indexOf(master) + 1, redis.dbSize(), "three rows, and a report of each run");
        }
        redis.configSet("requirepass", "");
    }

    @Test
    void aJobThatFailsSaysWhyInItsReportAndInItsLine() {
        var spec = ingestion("nowhere", hours(0, 2));
        try (var job = start(spec)) {
            assertEquals(LarderJob.FAILED, job.exitCode(), job::errors);

            var report = report(spec);
            assertEquals(JobProgress.State.FAILED, report.getState());
            assertTrue(
                    report.getError().startsWith("cannot read source " + sources.resolve("nowhere") + ": "),
                    report::getError);
            assertFalse(report.getRetryable());
            assertTrue(job.output().endsWith("; " + report.getError() + "\n"), job::output);
        }
    }

    @Test
    void anArgumentThatIsNoSpecificationIsRefusedAndNeverPrinted() {
        for (String argument : new String[] {"no base64", "bm8gcHJvdG9idWY="}) {
            try (var job = PackagedJob.start(folder.resolve("unusable"), PackagedJob.ONE_PROCESS, Map.of(), argument)) {
                assertEquals(LarderJob.UNUSABLE_ARGUMENT, job.exitCode(), job::errors);
                assertTrue(
                        job.errors().contains("larder: the argument is no larder.v1.JobSpec in base64"), job::errors);
                assertFalse(job.errors().contains(argument), job::errors);
            }
        }
    }

    @Test
    void aJobThatWasStartedAgainMeanwhileStops() {
        var spec = ingestion("many", hours(0, 2));
        try (var job = start(spec)) {
            awaitTheMiddleOfTheIngestion();
            redis.hset("larder:job:" + spec.getJobId(), "epoch", "2");

            assertEquals(LarderJob.SUPERSEDED, job.exitCode(), job::errors);
            assertTrue(job.output().startsWith("larder: job %s superseded: ".formatted(spec.getJobId())), job::output);
            assertEquals("2", redis.hget("larder:job:" + spec.getJobId(), "epoch"));
        }
    }

    @Test
    void aJobThatWasKilledInTheMiddleAndRunsAgainLosesAndDoublesNothing() {
        var spec = ingestion("many", hours(0, 2));
        try (var job = start(spec)) {
            awaitTheMiddleOfTheIngestion();
            job.kill();
        }
        assertTrue(redis.dbSize() < MANY, "it was killed in the middle");
        assertEquals(JobProgress.State.RUNNING, report(spec).getState());

        spec.setEpoch(2);
        try (var job = start(spec)) {
            assertDone(job, spec, 2 * MANY, MANY);
        }
        assertAllDriversHave(1, 1);
    }

    @Test
    void jobsOfOverlappingIntervalsAtTheSameTimeLeaveTheLatestRows() {
        var early = ingestion("many", hours(0, 2));
        var late = ingestion("many", hours(1, 3));
        try (var one = start(early);
                var other = start(late)) {
            assertEquals(LarderJob.DONE, one.exitCode(), one::errors);
            assertEquals(LarderJob.DONE, other.exitCode(), other::errors);
        }
        assertAllDriversHave(2, 2);
        assertEquals(MANY, report(late).getRowsWritten(), "no earlier row took the place of a later one");
        assertEquals(2 * MANY, report(early).getRowsWritten() + report(early).getRowsOlder());
    }

    @Test
    void aRedisThatIsKilledInTheMiddleAndComesBackLosesNothing() {
        var spec = ingestion("many", hours(0, 2));
        try (var job = start(spec)) {
            awaitTheMiddleOfTheIngestion();
            server.kill();
            Awaitility.await().during(Duration.ofSeconds(2)).until(job::isRunning);
            server.start();
            redis = server.client();
            assertTrue(redis.dbSize() < MANY, "it was killed in the middle");

            assertDone(job, spec, 2 * MANY, MANY);
        }
        assertAllDriversHave(1, 1);
    }

    @Test
    void aRedisThatStaysAwayFailsTheJobInBoundedTime() {
        var spec = ingestion("few", hours(0, 2));
        server.kill();
        try (var job = start(spec)) {
            assertEquals(LarderJob.FAILED, job.exitCode(), job::errors);
            assertTrue(
                    job.output()
                            .endsWith("; Redis at 127.0.0.1:%d did not answer in 8 attempts: Connection refused\n"
                                    .formatted(server.port())),
                    job::output);
        }
        server.start();
        redis = server.client();
    }
}
