package dev.larder.job.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.larder.embedded.EmbeddedServersResource;
import dev.larder.job.Job;
import dev.larder.job.JobReport;
import dev.larder.job.JobReport.Outcome;
import dev.larder.job.JobState;
import dev.larder.job.JobStatus;
import dev.larder.job.JobWork.Destination;
import dev.larder.job.JobWork.Ingestion;
import dev.larder.proto.v1.JobProgress;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a Spark application wrote into Redis is what the application hears. */
@QuarkusTest
@WithTestResource(EmbeddedServersResource.class)
class ReportReaderTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Inject
    Redis redis;

    @Inject
    ReportReader reports;

    private final Job job = new Job(
            UUID.randomUUID(),
            "default",
            new Ingestion(Destination.ONLINE_STORE, "trips", START, START.plusSeconds(1)),
            "hash",
            "anonymous",
            START,
            new JobStatus(
                    JobState.RUNNING,
                    7,
                    1,
                    "one",
                    Optional.of(START),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    "",
                    Optional.empty()));

    private Optional<JobReport> heard(Object epoch, JobProgress.Builder progress) {
        redis.send(Request.cmd(Command.HSET)
                        .arg("larder:job:" + job.id())
                        .arg("epoch")
                        .arg(epoch.toString())
                        .arg("progress")
                        .arg(Buffer.buffer(progress.build().toByteArray())))
                .await()
                .indefinitely();
        return Optional.ofNullable(reports.read(List.of(job)).get(job.id()));
    }

    private static JobProgress.Builder progress() {
        return JobProgress.newBuilder()
                .setState(JobProgress.State.DONE)
                .setHeartbeatMicros(5_000_000)
                .setStartedMicros(1_000_000)
                .setApplicationId("local-1")
                .setTasksDone(3)
                .setTasksKnown(4)
                .setRowsRead(10)
                .setRowsWritten(4)
                .setRowsRejected(3)
                .setRowsOlder(2)
                .setRowsTooOld(1)
                .putSnapshots("trips", 42)
                .putLeakedValues("trips:trip_cost", 6)
                .setDeadLetters("/letters");
    }

    @Test
    void allThatAJobSaysIsHeard() {
        var report = heard(
                        7,
                        progress()
                                .setRowsAhead(5)
                                .putRejectedReasons("trip_cost cannot be read as FLOAT", 3)
                                .putTies("trips", 8)
                                .putMissingColumns("trips: tip", 9))
                .orElseThrow();
        assertEquals(
                new JobReport(
                        new JobReport.Ending(Outcome.DONE, "", false),
                        Instant.ofEpochSecond(5),
                        Instant.ofEpochSecond(1),
                        "local-1",
                        new JobReport.Tasks(3, 4),
                        new JobReport.Rows(10, 4, 3, 2, 1, 5),
                        new JobReport.Findings(
                                Map.of("trips", 42L),
                                Map.of("trips:trip_cost", 6L),
                                Map.of("trip_cost cannot be read as FLOAT", 3L),
                                Map.of("trips", 8L),
                                Map.of("trips: tip", 9L),
                                "/letters")),
                report);
    }

    @Test
    void whatAnOlderJobDoesNotSayIsEmpty() {
        var report = heard(7, progress()).orElseThrow();
        assertEquals(new JobReport.Rows(10, 4, 3, 2, 1, 0), report.rows());
        assertEquals(Map.of(), report.findings().rejectedReasons());
        assertEquals(Map.of(), report.findings().ties());
        assertEquals(Map.of(), report.findings().missingColumns());
    }

    @Test
    void aFailureSaysWhyAndWhetherItMayPass() {
        var report = heard(
                        7,
                        progress()
                                .setState(JobProgress.State.FAILED)
                                .setError("no column x")
                                .setRetryable(true))
                .orElseThrow();
        assertEquals(new JobReport.Ending(Outcome.FAILED, "no column x", true), report.ending());
    }

    @Test
    void aJobThatRunsHasNoEnding() {
        assertNull(heard(7, progress().setState(JobProgress.State.RUNNING))
                .orElseThrow()
                .ending());
    }

    @Test
    void whatAnotherAttemptSaysIsNotHeard() {
        assertEquals(Optional.empty(), heard(6, progress()));
        assertEquals(Optional.empty(), heard(8, progress()));
        assertEquals(Optional.empty(), heard("seven", progress()), "nor what no job says");
    }
}
