package dev.larder.job.spark;

import static dev.larder.testing.GrpcDoor.core;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.definition.BatchSource;
import dev.larder.definition.FeatureReference;
import dev.larder.embedded.EmbeddedServersResource;
import dev.larder.error.LarderException;
import dev.larder.job.Job;
import dev.larder.job.JobRunner.JobLog;
import dev.larder.job.JobRunner.Life;
import dev.larder.job.JobRunner.Sighting;
import dev.larder.job.JobState;
import dev.larder.job.JobStatus;
import dev.larder.job.JobWork;
import dev.larder.job.JobWork.Destination;
import dev.larder.job.JobWork.Ingestion;
import dev.larder.job.JobWork.Origin;
import dev.larder.job.JobWork.Retrieval;
import dev.larder.proto.v1.HistoricalRetrieval;
import dev.larder.proto.v1.JobSpec;
import dev.larder.registry.Registry;
import dev.larder.testing.Specs;
import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ApplyFeatureTableRequest;
import feast.proto.types.ValueProto.ValueType;
import io.quarkus.redis.runtime.client.config.RedisConfig;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What spark-submit is told, and what becomes of its process. In its place is a script that writes down how it was called. */
@QuarkusTest
@WithTestResource(EmbeddedServersResource.class)
class SparkSubmitRunnerTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SECRET = "p4ssw0rd";
    private static final String RUNS_ON = "exec sleep 600";

    @TempDir
    Path folder;

    @Inject
    Registry registry;

    @Inject
    ReportReader reports;

    private final String project = Specs.newProject();
    private final List<Job> started = new ArrayList<>();

    @BeforeEach
    void definitions() {
        core().applyEntity(ApplyEntityRequest.newBuilder()
                .setProject(project)
                .setSpec(Specs.entity("driver", ValueType.Enum.INT64))
                .build());
        core().applyFeatureTable(ApplyFeatureTableRequest.newBuilder()
                .setProject(project)
                .setTableSpec(Specs.table("trips", "driver"))
                .build());
    }

    @AfterEach
    void end() {
        for (Job job : started) {
            DriverProcess.in(jobFolder(job)).flatMap(DriverProcess::handle).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private Path jobFolder(Job job) {
        return folder.resolve("jobs").resolve(job.id().toString());
    }

    private static <T> T mapping(Class<T> type, Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(type)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(type);
    }

    /** @param then what spark-submit does after it has written down how it was called */
    private SparkSubmitRunner runner(String then, Map<String, String> more) throws Exception {
        var bin = Files.createDirectories(folder.resolve("spark/bin"));
        var script =
                """
                #!/bin/sh
                printf '%%s\\n' "$@" > '%1$s/arguments'
                env > '%1$s/environment.new'
                mv '%1$s/environment.new' '%1$s/environment'
                %2$s
                """;
        var submit = Files.writeString(bin.resolve("spark-submit"), script.formatted(folder, then));
        assertTrue(submit.toFile().setExecutable(true));
        var properties = new HashMap<>(Map.of(
                "larder.spark.home", folder.resolve("spark").toString(),
                "larder.spark.jar", "/jars/larder-spark-jobs.jar",
                "larder.spark.jobs-folder", folder.resolve("jobs").toString()));
        properties.putAll(more);
        var settings = mapping(SparkSettings.class, properties);
        var address = new HashMap<>(Map.of("quarkus.redis.hosts", "redis://larder@redis.internal:6380"));
        if (more.containsKey("quarkus.redis.password")) {
            address.put("quarkus.redis.password", more.get("quarkus.redis.password"));
        }
        var redis = new RedisAddress(
                new SmallRyeConfigBuilder()
                        .addDefaultInterceptors()
                        .addDiscoveredConverters()
                        .withMapping(RedisConfig.class)
                        .withSources(new PropertiesConfigSource(address, "test", 100))
                        .build(),
                settings);
        return new SparkSubmitRunner(
                settings,
                new SparkHome(settings),
                new SpecWriter(registry, redis, settings),
                redis,
                reports,
                new JobsFolder(settings),
                Clock.systemUTC());
    }

    private SparkSubmitRunner runner(String then) throws Exception {
        return runner(then, Map.of());
    }

    private Job start(SparkSubmitRunner runner) {
        return start(runner, new Ingestion(Destination.ONLINE_STORE, "trips", START, START.plusSeconds(1)));
    }

    private Job start(SparkSubmitRunner runner, JobWork work) {
        var status = new JobStatus(
                JobState.PENDING,
                0,
                0,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.of(START),
                false,
                "",
                Optional.empty());
        var job = new Job(
                UUID.randomUUID(),
                project,
                work,
                "hash",
                "anonymous",
                START,
                status.startedBy(runner.owner(), Instant.now()));
        started.add(job);
        runner.start(job);
        return job;
    }

    private record Call(List<String> arguments, Map<String, String> environment) {
        String option(String name) {
            return arguments.get(arguments.indexOf(name) + 1);
        }

        Set<String> conf() {
            var conf = new HashSet<String>();
            for (int i = 0; i < arguments.size(); i++) {
                if (arguments.get(i).equals("--conf")) {
                    conf.add(arguments.get(i + 1));
                }
            }
            return conf;
        }

        JobSpec spec() throws Exception {
            return JobSpec.parseFrom(Base64.getDecoder().decode(arguments.get(arguments.size() - 1)));
        }
    }

    private Call call() throws Exception {
        await().atMost(PATIENCE).until(() -> Files.exists(folder.resolve("environment")));
        var environment = new HashMap<String, String>();
        for (String line : Files.readAllLines(folder.resolve("environment"))) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                environment.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return new Call(Files.readAllLines(folder.resolve("arguments")), environment);
    }

    private static Sighting look(SparkSubmitRunner runner, Job job) {
        return runner.look(List.of(job)).get(job.id());
    }

    private static void awaitLife(Life life, SparkSubmitRunner runner, Job job) {
        await().atMost(PATIENCE).until(() -> look(runner, job).life() == life);
    }

    // How it is called

    @Test
    void whatIsConfiguredReachesTheCommandLine() throws Exception {
        var runner = runner(
                "",
                Map.of(
                        "larder.spark.master", "yarn",
                        "larder.spark.deploy-mode", "client",
                        "larder.spark.driver-memory", "3g",
                        "larder.spark.conf.\"spark.executor.memory\"", "4g"));
        var job = start(runner);
        var call = call();
        assertEquals("yarn", call.option("--master"));
        assertEquals("client", call.option("--deploy-mode"));
        assertEquals("larder-" + job.id(), call.option("--name"));
        assertEquals("dev.larder.spark.LarderJob", call.option("--class"));
        assertEquals(Set.of("spark.driver.memory=3g", "spark.executor.memory=4g"), call.conf());
        assertEquals(
                "/jars/larder-spark-jobs.jar",
                call.arguments().get(call.arguments().size() - 2));
        assertEquals(job.id().toString(), call.spec().getJobId());
        assertEquals(1, call.spec().getEpoch());
        assertEquals(project, call.spec().getBatchToOnline().getTable().getProject());
    }

    @Test
    void aDriverOfAClusterIsNotBoundToLoopback() throws Exception {
        start(runner("", Map.of("larder.spark.master", "spark://cluster:7077")));
        var call = call();
        assertFalse(call.conf().toString().contains("127.0.0.1"), call::toString);
        assertEquals(System.getenv("SPARK_LOCAL_IP"), call.environment().get("SPARK_LOCAL_IP"));
    }

    @Test
    void aDriverThatDoesAllTheWorkIsBoundToLoopback() throws Exception {
        var job = start(runner(""));
        var call = call();
        assertEquals("local[*]", call.option("--master"));
        assertEquals(
                Set.of(
                        "spark.driver.memory=2g",
                        "spark.driver.bindAddress=127.0.0.1",
                        "spark.driver.host=127.0.0.1",
                        "spark.ui.enabled=false",
                        "spark.local.dir=" + jobFolder(job).resolve("tmp"),
                        "spark.sql.shuffle.partitions=32"),
                call.conf());
        assertEquals("127.0.0.1", call.environment().get("SPARK_LOCAL_IP"));
    }

    @Test
    void whatIsConfiguredPrevailsOverWhatIsUsualOfALocalMaster() throws Exception {
        start(runner("", Map.of("larder.spark.conf.\"spark.ui.enabled\"", "true")));
        var conf = call().conf();
        assertTrue(conf.contains("spark.ui.enabled=true"), conf::toString);
        assertFalse(conf.contains("spark.ui.enabled=false"), conf::toString);
    }

    @Test
    void thePasswordOfRedisIsInTheEnvironmentAndNowhereElse() throws Exception {
        var job = start(runner("", Map.of("quarkus.redis.password", SECRET)));
        var call = call();
        assertEquals(SECRET, call.environment().get("LARDER_REDIS_PASSWORD"));
        assertFalse(call.arguments().toString().contains(SECRET), call::toString);
        assertFalse(call.spec().toString().contains(SECRET));
        assertEquals(List.of("redis.internal:6380"), call.spec().getRedis().getHostsList());
        try (var files = Files.walk(jobFolder(job))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(Files.readString(file).contains(SECRET), file::toString);
            }
        }
    }

    @Test
    void aSnapshotAndTheFilterByCreatedTimeReachTheJob() throws Exception {
        var rows = registry.featureTable(project, "trips").table().batchSource();
        start(runner(""), retrieval(rows, Origin.OFFLINE_STORE, true, Map.of("trips", 42L)));
        var spec = call().spec().getHistoricalRetrieval();
        assertEquals(HistoricalRetrieval.Origin.OFFLINE_STORE, spec.getOrigin());
        assertTrue(spec.getFilterByCreatedTimestamp());
        assertEquals(Map.of("trips", 42L), spec.getAsOfSnapshotMap());
        assertEquals(List.of("trips:trip_cost"), spec.getFeaturesList());
    }

    @Test
    void withoutThemTheNewestRowsOfTheSourceAreRead() throws Exception {
        var rows = registry.featureTable(project, "trips").table().batchSource();
        start(runner(""), retrieval(rows, Origin.BATCH_SOURCE, false, Map.of()));
        var spec = call().spec().getHistoricalRetrieval();
        assertEquals(HistoricalRetrieval.Origin.BATCH_SOURCE, spec.getOrigin());
        assertFalse(spec.getFilterByCreatedTimestamp());
        assertEquals(Map.of(), spec.getAsOfSnapshotMap());
    }

    @ParameterizedTest
    @CsvSource({
        "0001-01-01T00:00:00Z, 9999-12-31T23:59:59.999999Z, -62135596800000000, 253402300799999999",
        "1677-09-21T00:12:43Z, 1677-09-21T00:12:44Z, -9223372037000000, -9223372036000000",
        "2262-04-11T23:47:16Z, 2262-04-11T23:47:16.000001Z, 9223372036000000, 9223372036000001",
        "1582-10-04T00:00:00Z, 1900-01-01T00:00:00Z, -12220243200000000, -2208988800000000",
    })
    void anyIntervalOfTheYears1To9999ReachesTheJob(Instant start, Instant end, long startMicros, long endMicros)
            throws Exception {
        start(runner(""), new Ingestion(Destination.OFFLINE_STORE, "trips", start, end));
        var interval = call().spec().getBatchToOffline().getInterval();
        assertEquals(startMicros, interval.getStartMicros());
        assertEquals(endMicros, interval.getEndMicros());
    }

    @Test
    void theLongestMaxAgeReachesTheJob() throws Exception {
        core().applyFeatureTable(ApplyFeatureTableRequest.newBuilder()
                .setProject(project)
                .setTableSpec(Specs.table("trips", "driver")
                        .setMaxAge(com.google.protobuf.Duration.newBuilder().setSeconds(315_576_000_000L)))
                .build());
        start(runner(""));
        assertEquals(
                315_576_000_000_000_000L,
                call().spec().getBatchToOnline().getTable().getMaxAgeMicros());
    }

    private Retrieval retrieval(BatchSource rows, Origin origin, boolean filter, Map<String, Long> snapshots) {
        return new Retrieval(
                List.of(FeatureReference.parse("trips:trip_cost")),
                rows,
                folder.resolve("training-set").toString(),
                "parquet",
                origin,
                filter,
                snapshots);
    }

    // What becomes of it

    @Test
    void aSparkSubmitThatCannotBeRunIsSaid() throws Exception {
        var runner = runner("");
        Files.writeString(folder.resolve("spark/bin/spark-submit"), "#!/no/such/shell\n");
        var failure = assertThrows(LarderException.class, () -> start(runner));
        assertTrue(
                failure.getMessage()
                        .startsWith("spark-submit of %s cannot be started: ".formatted(folder.resolve("spark"))),
                failure::getMessage);
    }

    @Test
    void aDriverIsAliveUntilItIsStopped() throws Exception {
        var runner = runner(RUNS_ON);
        var job = start(runner);
        call();
        assertEquals(new Sighting(Life.ALIVE, Optional.empty(), ""), look(runner, job));
        runner.stop(job);
        awaitLife(Life.DEAD, runner, job);
    }

    @Test
    void aDriverThatIgnoresItsTerminationIsKilled() throws Exception {
        var runner = runner(
                """
                trap 'echo no >> "%1$s/told"' TERM
                touch "%1$s/deaf"
                while :; do sleep 0.1; done
                """
                        .formatted(folder),
                Map.of("larder.spark.kill-after", "PT1S"));
        var job = start(runner);
        await().atMost(PATIENCE).until(() -> Files.exists(folder.resolve("deaf")));
        var process =
                DriverProcess.in(jobFolder(job)).flatMap(DriverProcess::handle).orElseThrow();
        runner.stop(job);
        await().atMost(PATIENCE).until(() -> Files.exists(folder.resolve("told")));
        runner.stop(job);
        awaitLife(Life.DEAD, runner, job);
        assertFalse(process.isAlive());
        assertEquals(List.of("no"), Files.readAllLines(folder.resolve("told")), "it is told once");
    }

    @Test
    void theLastWordsOfADriverThatDiedAreHeard() throws Exception {
        var runner = runner("echo 'Error: no such master' >&2; exit 1");
        var job = start(runner);
        awaitLife(Life.DEAD, runner, job);
        assertEquals("Error: no such master", look(runner, job).lastWords());
        assertEquals(new JobLog("Error: no such master\n", false), runner.log(job, 1000));
    }

    @Test
    void whereTheClusterHasTheDriverOnlyAFailedSubmissionIsDead() throws Exception {
        var cluster = Map.of("larder.spark.master", "yarn", "larder.spark.deploy-mode", "cluster");
        var failing = runner("exit 1", cluster);
        var failed = start(failing);
        awaitLife(Life.DEAD, failing, failed);
        var submitting = runner("exit 0", cluster);
        var submitted = start(submitting);
        await().atMost(PATIENCE).until(() -> DriverProcess.in(jobFolder(submitted))
                .flatMap(DriverProcess::handle)
                .isEmpty());
        assertEquals(Life.UNKNOWN, look(submitting, submitted).life());
    }

    @Test
    void aJobOfAnotherReplicaIsNotSeenFromHere() throws Exception {
        var runner = runner(RUNS_ON);
        var job = start(runner);
        var elsewhere = new Job(
                job.id(),
                project,
                job.work(),
                "hash",
                "anonymous",
                START,
                job.status().startedBy("another", START));
        assertEquals(Life.UNKNOWN, look(runner, elsewhere).life());
        assertThrows(LarderException.class, () -> runner.log(elsewhere, 100));
        runner.stop(elsewhere);
        assertEquals(Life.ALIVE, look(runner, job).life());
    }

    @Test
    void aForgottenJobLeavesNothing() throws Exception {
        var runner = runner("");
        var job = start(runner);
        awaitLife(Life.DEAD, runner, job);
        assertTrue(Files.exists(jobFolder(job)));
        runner.forget(job);
        assertFalse(Files.exists(jobFolder(job)));
        assertEquals(new JobLog("", false), runner.log(job, 100));
    }
}
