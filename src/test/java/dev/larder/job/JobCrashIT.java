package dev.larder.job;

import static dev.larder.testing.Rows.int64;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.embedded.EmbeddedServersResource;
import dev.larder.embedded.RedisChild;
import dev.larder.proto.v1.CancelJobRequest;
import dev.larder.proto.v1.Job;
import dev.larder.proto.v1.ReadJobLogRequest;
import dev.larder.proto.v1.RetryJobRequest;
import dev.larder.testing.Asking;
import dev.larder.testing.GrpcDoor;
import dev.larder.testing.JobDoor;
import dev.larder.testing.PackagedApplication;
import dev.larder.testing.Parquet;
import dev.larder.testing.Specs;
import feast.proto.core.CoreServiceGrpc;
import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ApplyFeatureTableRequest;
import feast.proto.core.DataFormatProto.FileFormat;
import feast.proto.core.DataSourceProto.DataSource;
import feast.proto.core.FeatureTableProto.FeatureTableSpec;
import feast.proto.types.ValueProto.ValueType;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs, Spark, Redis and the application end when they should not. All rows that Redis acknowledged are there when it is back. */
class JobCrashIT {
    private static final int DRIVERS = 400_000;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = START.plus(Duration.ofDays(10));
    private static final String COUNT = "trips:trip_count";

    @TempDir
    private static Path folder;

    private static final EmbeddedServersResource SERVERS = new EmbeddedServersResource("job-crash");
    private static Map<String, String> properties;
    private static RedisChild redis;
    private PackagedApplication application;
    private ManagedChannel channel;
    private final String project = Specs.newProject();

    @BeforeAll
    static void servers() throws Exception {
        Parquet.assumeSparkIsBuilt();
        redis = RedisChild.start("job-crash-redis", "--appendonly", "yes");
        properties = new HashMap<>(SERVERS.start());
        properties.put("quarkus.redis.hosts", redis.url());
        // Two rows for each driver, five days apart.
        Parquet.write(
                folder.resolve("trips"),
                """
                select d as driver, d * 10 + i as trip_count, timestamptz '2026-01-02 00:00:00+00' + to_days((i * 5)::int) as event_time
                from range(%d) drivers(d), range(2) rounds(i)
                """
                        .formatted(DRIVERS));
    }

    @AfterAll
    static void stopServers() {
        SERVERS.stop();
        if (redis != null) {
            redis.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        startApplication();
        var core = CoreServiceGrpc.newBlockingStub(channel);
        core.applyEntity(ApplyEntityRequest.newBuilder()
                .setProject(project)
                .setSpec(Specs.entity("driver", ValueType.Enum.INT64))
                .build());
        apply("trips", folder.resolve("trips"));
    }

    private void apply(String table, Path files) {
        var source = DataSource.newBuilder()
                .setType(DataSource.SourceType.BATCH_FILE)
                .setEventTimestampColumn("event_time");
        source.getFileOptionsBuilder()
                .setFileUrl(files.toUri().toString())
                .setFileFormat(FileFormat.newBuilder().setParquetFormat(FileFormat.ParquetFormat.getDefaultInstance()));
        CoreServiceGrpc.newBlockingStub(channel)
                .applyFeatureTable(ApplyFeatureTableRequest.newBuilder()
                        .setProject(project)
                        .setTableSpec(FeatureTableSpec.newBuilder()
                                .setName(table)
                                .addEntities("driver")
                                .addFeatures(Specs.feature("trip_count", ValueType.Enum.INT64))
                                .setBatchSource(source))
                        .build());
    }

    private void startApplication() throws Exception {
        var arguments = properties.entrySet().stream()
                .map(property -> property.getKey() + "=" + property.getValue())
                .toArray(String[]::new);
        var more = new String[] {
            "larder.jobs.retry-delay=PT1S", "larder.jobs.max-running=3", "larder.spark.driver-memory=1g"
        };
        application = PackagedApplication.start(folder, concat(arguments, more)).awaitStart();
        channel = GrpcDoor.channel(application.grpcPort());
    }

    private static String[] concat(String[] some, String[] more) {
        return Stream.of(some, more).flatMap(Stream::of).toArray(String[]::new);
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        application.close();
    }

    private Job ingest() {
        return JobDoor.start(channel, project, JobDoor.toOnline("trips", START, END));
    }

    private ProcessHandle spark(Job job) throws IOException {
        var file = folder.resolve("data/jobs").resolve(job.getId()).resolve("process");
        await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(file));
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(1))).orElseThrow();
    }

    private void awaitWriting(Job job) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> JobDoor.get(channel, job.getId()).getProgress().getTasksDone() > 0);
    }

    private void assertAllServed() {
        for (long from = 0; from < DRIVERS; from += DRIVERS / 4) {
            var entities = LongStream.range(from, from + 500)
                    .mapToObj(driver -> Map.of("driver", int64(driver)))
                    .toList();
            var answer = Asking.IN_COLUMNS.ask(channel, project, entities, COUNT);
            for (int i = 0; i < entities.size(); i++) {
                assertEquals(new Asking.Cell(int64((from + i) * 10 + 1), "PRESENT"), answer.cell(i, COUNT));
            }
        }
    }

    private static void assertCounts(Job job, long written) {
        assertEquals(DRIVERS * 2L, job.getProgress().getRowsRead(), job::toString);
        assertEquals(written, job.getProgress().getRowsWritten(), job::toString);
        assertEquals(DRIVERS * 2L - written, job.getProgress().getRowsOlder(), job::toString);
    }

    @Test
    void aKilledApplicationFindsItsJobAgain() throws Exception {
        var job = ingest();
        var spark = spark(job);
        awaitWriting(job);
        channel.shutdownNow();
        application.kill();
        assertTrue(spark.isAlive(), "Spark goes on without the application");
        startApplication();
        var done = JobDoor.awaitEnd(channel, job, Job.State.DONE);
        assertEquals(1, done.getAttempts(), "it was not started again");
        assertCounts(done, DRIVERS);
        assertAllServed();
    }

    @Test
    void aKilledApplicationStartsAJobAgainThatDiedMeanwhile() throws Exception {
        var job = ingest();
        var spark = spark(job);
        awaitWriting(job);
        channel.shutdownNow();
        application.kill();
        spark.destroyForcibly();
        startApplication();
        var done = JobDoor.awaitEnd(channel, job, Job.State.DONE);
        assertEquals(2, done.getAttempts());
        assertAllServed();
    }

    @Test
    void aKilledSparkIsStartedAgainAndNothingIsLostOrDoubled() throws Exception {
        var job = ingest();
        var spark = spark(job);
        awaitWriting(job);
        spark.destroyForcibly();
        var done = JobDoor.awaitEnd(channel, job, Job.State.DONE);
        assertEquals(2, done.getAttempts());
        assertCounts(done, DRIVERS);
        assertAllServed();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Files.notExists(
                        folder.resolve("data/jobs").resolve(job.getId()).resolve("tmp")));
    }

    @Test
    void aKilledRedisThatComesBackLosesNothing() {
        var job = ingest();
        awaitWriting(job);
        redis.kill();
        redis.start();
        var done = JobDoor.awaitEnd(channel, job, Job.State.DONE);
        assertEquals(1, done.getAttempts(), "Spark waited for it");
        assertAllServed();
    }

    @Test
    void aRedisThatStaysAwayFailsTheAttemptAndTheNextOneWritesAll() throws Exception {
        var job = ingest();
        awaitWriting(job);
        redis.kill();
        var spark = spark(job);
        await().atMost(Duration.ofMinutes(1)).until(() -> !spark.isAlive());
        redis.start();
        var done = JobDoor.awaitEnd(channel, job, Job.State.DONE);
        assertEquals(2, done.getAttempts());
        assertAllServed();
    }

    @Test
    void aSparkThatIsKilledWritingTheOfflineStoreIsStartedAgain() throws Exception {
        var job = JobDoor.start(channel, project, JobDoor.toOffline("trips", START, END));
        awaitWriting(job);
        spark(job).destroyForcibly();
        var done = JobDoor.awaitEnd(channel, job, Job.State.DONE);
        assertEquals(2, done.getAttempts());
        assertEquals(DRIVERS * 2L, done.getProgress().getRowsWritten());
        assertEquals(Set.of("trips"), done.getProgress().getSnapshotsMap().keySet());
    }

    @Test
    void theSameJobTwiceAndAnOverlappingOneChangeNothing() {
        var first = ingest();
        var overlapping =
                JobDoor.start(channel, project, JobDoor.toOnline("trips", START, START.plus(Duration.ofDays(3))));
        assertCounts(JobDoor.awaitEnd(channel, first, Job.State.DONE), DRIVERS);
        JobDoor.awaitEnd(channel, overlapping, Job.State.DONE);
        assertAllServed();
        assertCounts(JobDoor.awaitEnd(channel, ingest(), Job.State.DONE), DRIVERS);
        assertAllServed();
    }

    @Test
    void cancellingEndsTheSparkProcessAndTheJobCanBeStartedAgain() throws Exception {
        var job = ingest();
        var spark = spark(job);
        var cancelled = JobDoor.jobs(channel)
                .cancelJob(CancelJobRequest.newBuilder().setJobId(job.getId()).build());
        assertEquals(Job.State.CANCELLED, cancelled.getState());
        assertFalse(spark.isAlive());
        JobDoor.jobs(channel)
                .retryJob(RetryJobRequest.newBuilder().setJobId(job.getId()).build());
        var done = JobDoor.awaitEnd(channel, job, Job.State.DONE);
        assertEquals(1, done.getAttempts());
        assertCounts(done, DRIVERS);
    }

    @Test
    void aJobThatCannotSucceedFailsAtOnceWithTheCauseAndItsLog() {
        apply("nowhere", folder.resolve("nowhere"));
        var job = JobDoor.start(channel, project, JobDoor.toOnline("nowhere", START, END));
        var failed = JobDoor.awaitEnd(channel, job, Job.State.FAILED);
        assertEquals(1, failed.getAttempts());
        assertTrue(failed.getError().contains("nowhere"), failed.getError());
        assertFalse(failed.getError().contains("Exception"), failed.getError());
        var log = JobDoor.jobs(channel)
                .readJobLog(ReadJobLogRequest.newBuilder().setJobId(job.getId()).build());
        assertTrue(log.getText().contains("nowhere"), log.getText());
    }

    @Test
    void endingTheApplicationEndsItsJobsAndTheNextOneDoesThem() throws Exception {
        var job = ingest();
        var spark = spark(job);
        channel.shutdownNow();
        application.close();
        await().atMost(Duration.ofSeconds(15)).until(() -> !spark.isAlive());
        startApplication();
        var done = JobDoor.awaitEnd(channel, job, Job.State.DONE);
        assertEquals(1, done.getAttempts(), "what was ended from outside does not count");
        assertAllServed();
    }
}
