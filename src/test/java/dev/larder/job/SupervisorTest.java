package dev.larder.job;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.embedded.EmbeddedServersResource;
import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import dev.larder.job.JobReport.Outcome;
import dev.larder.job.JobWork.Destination;
import dev.larder.job.JobWork.Ingestion;
import dev.larder.job.db.JobStore;
import dev.larder.registry.Page;
import dev.larder.testing.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of jobs over time, with the real PostgreSQL. The application's own supervisor starts none in tests. */
@QuarkusTest
@WithTestResource(EmbeddedServersResource.class)
class SupervisorTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(2);

    @Inject
    JobStore store;

    @Inject
    JobPlanner planner;

    private final ManualClock clock = new ManualClock(NOW);
    private final ScriptedRunner runner = new ScriptedRunner("one");
    private Supervisor supervisor;

    @BeforeEach
    void emptyStore() {
        QuarkusTransaction.requiringNew()
                .run(() -> store.jobs(null, "", true, Page.Request.ALL).items().forEach(job -> store.remove(job.id())));
        supervisor = supervisor(runner);
    }

    private Supervisor supervisor(ScriptedRunner runner) {
        var settings = new SmallRyeConfigBuilder()
                .withMapping(JobSettings.class)
                .withDefaultValue("larder.jobs.max-running", "2")
                .withDefaultValue("larder.jobs.heartbeat-timeout", HEARTBEAT_TIMEOUT.toString())
                .build()
                .getConfigMapping(JobSettings.class);
        return new Supervisor(
                store,
                runner,
                new Timetable(store, planner, clock),
                settings,
                new JobMeters(new SimpleMeterRegistry()),
                clock);
    }

    private UUID ask() {
        var job = new Job(
                UUID.randomUUID(),
                "default",
                new Ingestion(Destination.ONLINE_STORE, "trips", NOW, NOW.plusSeconds(1)),
                "hash",
                "anonymous",
                NOW,
                JobStatus.pending(0, clock.instant()));
        QuarkusTransaction.requiringNew().run(() -> store.add(job));
        return job.id();
    }

    private JobStatus status(UUID id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> store.job(id))
                .orElseThrow()
                .status();
    }

    private List<JobState> states(UUID... ids) {
        return List.of(ids).stream().map(id -> status(id).state()).toList();
    }

    @Test
    void aJobIsStartedWatchedAndDone() {
        var id = ask();
        supervisor.work();
        assertEquals(List.of(id), runner.started);
        assertEquals(JobState.RUNNING, status(id).state());
        assertEquals("one", status(id).owner());
        assertEquals(Optional.of(NOW), status(id).started());
        runner.reports(id, null, "", false);
        supervisor.work();
        assertEquals(5, status(id).report().orElseThrow().rows().read());
        runner.reports(id, Outcome.DONE, "", false);
        supervisor.work();
        assertEquals(JobState.DONE, status(id).state());
        supervisor.work();
        assertEquals(List.of(id), runner.started);
    }

    @Test
    void onlySoManyRunAtOnceAndTheOthersWaitInOrder() {
        var first = ask();
        var second = ask();
        var third = ask();
        supervisor.work();
        assertEquals(List.of(JobState.RUNNING, JobState.RUNNING, JobState.PENDING), states(first, second, third));
        runner.reports(first, Outcome.DONE, "", false);
        supervisor.work();
        assertEquals(List.of(JobState.DONE, JobState.RUNNING, JobState.RUNNING), states(first, second, third));
    }

    @Test
    void aJobThatMaySucceedLaterIsStartedAgainAfterAPause() {
        var id = ask();
        supervisor.work();
        runner.dies(id, "Killed");
        supervisor.work();
        assertEquals(JobState.PENDING, status(id).state());
        assertTrue(status(id).error().endsWith("Killed"), status(id).error());
        supervisor.work();
        assertEquals(1, runner.started.size(), "not before its time");
        clock.advance(Duration.ofSeconds(10));
        supervisor.work();
        assertEquals(List.of(id, id), runner.started);
        assertEquals(2, status(id).attempts());
        assertEquals("", status(id).error());
    }

    @Test
    void whatCannotBeStartedHasFailedWithTheReason() {
        runner.refusal = LarderException.of(ErrorCode.FAILED_PRECONDITION, "NO_SPARK", "Spark was not found");
        var id = ask();
        supervisor.work();
        assertEquals(JobState.FAILED, status(id).state());
        assertEquals("Spark was not found", status(id).error());
    }

    @Test
    void aJobThatCannotBeWrittenDownFailsAtOnceAndHoldsUpNoOther() {
        var wrong = List.of(ask(), ask(), ask());
        var right = ask();
        runner.refusals.put(wrong.get(0), new ArithmeticException("long overflow"));
        runner.refusals.put(wrong.get(1), new IllegalStateException("no such kind"));
        runner.refusals.put(wrong.get(2), new NullPointerException());
        supervisor.work();
        assertEquals(List.of(right), runner.started);
        assertEquals(
                List.of(JobState.FAILED, JobState.FAILED, JobState.FAILED, JobState.RUNNING),
                states(wrong.get(0), wrong.get(1), wrong.get(2), right));
        assertEquals(1, status(wrong.get(0)).attempts());
        assertEquals(
                "what it is to do cannot be written down for Spark: java.lang.ArithmeticException: long overflow",
                status(wrong.get(0)).error());
    }

    @Test
    void aJobThatTheDatabaseKeptFromStartingIsStartedLater() {
        var id = ask();
        runner.refusal = new IllegalStateException(new SQLException("the connection was closed"));
        supervisor.work();
        assertEquals(JobState.PENDING, status(id).state());
        runner.refusal = null;
        clock.advance(Duration.ofSeconds(10));
        supervisor.work();
        assertEquals(List.of(id), runner.started);
    }

    @Test
    void aJobThatNothingIsKnownOfKeepsTheLookFromNoOther() {
        var unseen = ask();
        var seen = ask();
        supervisor.work();
        runner.blind.add(unseen);
        runner.reports(seen, Outcome.DONE, "", false);
        supervisor.work();
        assertEquals(List.of(JobState.RUNNING, JobState.DONE), states(unseen, seen));
    }

    @Test
    void aJobThatIsToBeCancelledIsStopped() {
        var id = ask();
        supervisor.work();
        QuarkusTransaction.requiringNew().run(() -> store.save(id, status(id).toBeCancelled()));
        supervisor.work();
        assertEquals(List.of(id), runner.stopped);
        supervisor.work();
        assertEquals(JobState.CANCELLED, status(id).state());
    }

    @Test
    void anotherReplicaGoesOnWatching() {
        var id = ask();
        supervisor.work();
        var other = new ScriptedRunner("other");
        other.reports(id, Outcome.DONE, "", false);
        supervisor(other).work();
        assertEquals(JobState.DONE, status(id).state());
    }

    @Test
    void aJobThatIsSilentIsStartedAgainButNotForASilenceOfRedis() throws Exception {
        var id = ask();
        supervisor.work();
        runner.reports(id, null, "", false);
        supervisor.work();
        runner.blindness = LarderException.of(ErrorCode.UNAVAILABLE, "ONLINE_STORE_DOWN", "Redis is away");
        supervisor.work();
        Thread.sleep(HEARTBEAT_TIMEOUT.plusMillis(100).toMillis());
        runner.blindness = null;
        supervisor.work();
        assertEquals(JobState.RUNNING, status(id).state());
        assertEquals(List.of(), runner.stopped);
        await().until(() -> {
            supervisor.work();
            return status(id).state() == JobState.PENDING;
        });
        assertEquals(List.of(id), runner.stopped);
    }

    @Test
    void aReportOfAnEarlierAttemptDecidesNothing() {
        var id = ask();
        supervisor.work();
        var seen = QuarkusTransaction.requiringNew().call(store::running).get(0);
        runner.dies(id, "");
        supervisor.work();
        clock.advance(Duration.ofSeconds(10));
        supervisor.work();
        assertEquals(2, status(id).attempts());
        runner.reports(id, Outcome.FAILED, "late", false);
        supervisor.decide(seen, runner.look(List.of(seen)).get(id));
        assertEquals(JobState.RUNNING, status(id).state());
    }

    @Test
    void manyReplicasStartEachJobOnceAndNeverTooMany() throws Exception {
        var jobs = IntStream.range(0, 6).mapToObj(i -> ask()).toList();
        var runners =
                IntStream.range(0, 4).mapToObj(i -> new ScriptedRunner("r" + i)).toList();
        var replicas = runners.stream().map(this::supervisor).toList();
        var threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 10; round++) {
                threads.invokeAll(replicas.stream()
                        .<Callable<Void>>map(replica -> () -> {
                            replica.work();
                            return null;
                        })
                        .toList());
                var running = QuarkusTransaction.requiringNew().call(store::running);
                assertTrue(running.size() <= 2, running::toString);
                running.forEach(job -> runners.forEach(r -> r.reports(job.id(), Outcome.DONE, "", false)));
            }
        } finally {
            threads.shutdownNow();
        }
        var started = runners.stream().flatMap(r -> r.started.stream()).sorted().toList();
        assertEquals(jobs.stream().sorted().toList(), started);
    }
}
