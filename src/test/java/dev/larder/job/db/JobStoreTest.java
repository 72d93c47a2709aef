package dev.larder.job.db;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.embedded.EmbeddedServersResource;
import dev.larder.job.Job;
import dev.larder.job.JobReport;
import dev.larder.job.JobState;
import dev.larder.job.JobStatus;
import dev.larder.job.JobWork.Destination;
import dev.larder.job.JobWork.Ingestion;
import io.quarkus.test.TestTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Which jobs are old enough to be forgotten. They end long before those of other tests, and nobody but the test sees them: the
 * application would forget them.
 */
@QuarkusTest
@WithTestResource(EmbeddedServersResource.class)
@TestTransaction
class JobStoreTest {
    private static final Instant THEN = Instant.parse("2001-01-01T00:00:00Z");

    @Inject
    JobStore store;

    private UUID add(JobState state, Optional<Instant> ended) {
        var status = new JobStatus(
                state,
                1,
                1,
                "elsewhere",
                Optional.of(THEN),
                ended,
                state == JobState.PENDING ? Optional.of(Instant.parse("2100-01-01T00:00:00Z")) : Optional.empty(),
                false,
                "",
                Optional.empty());
        var work = new Ingestion(Destination.ONLINE_STORE, "trips", THEN, THEN.plusSeconds(1));
        var job = new Job(UUID.randomUUID(), "default", work, "hash", "anonymous", THEN, status);
        store.add(job);
        return job.id();
    }

    private List<UUID> endedBefore(Instant time, int limit) {
        return store.endedBefore(time, limit).stream().map(Job::id).toList();
    }

    @Test
    void jobsThatEndedBeforeATimeAreFoundTheOldestFirst() {
        var later = add(JobState.DONE, Optional.of(THEN.plusSeconds(2)));
        var earlier = add(JobState.FAILED, Optional.of(THEN.plusSeconds(1)));
        var cancelled = add(JobState.CANCELLED, Optional.of(THEN.plusSeconds(3)));
        assertEquals(List.of(earlier, later), endedBefore(THEN.plusSeconds(3), 100), "not what ended at that time");
        assertEquals(List.of(earlier, later, cancelled), endedBefore(THEN.plusSeconds(4), 100));
        assertEquals(List.of(earlier), endedBefore(THEN.plusSeconds(4), 1));
    }

    @Test
    void jobsThatHaveNotEndedAreNeverOldEnough() {
        add(JobState.PENDING, Optional.empty());
        assertEquals(List.of(), endedBefore(THEN.plusSeconds(1_000_000), 100));
    }

    private JobReport read(String json) {
        var id = add(JobState.DONE, Optional.of(THEN));
        StoredJob.getEntityManager().flush();
        StoredJob.getEntityManager()
                .createNativeQuery("update job set report = cast(:report as jsonb) where id = :id")
                .setParameter("report", json)
                .setParameter("id", id)
                .executeUpdate();
        StoredJob.getEntityManager().clear();
        return store.job(id).orElseThrow().status().report().orElseThrow();
    }

    @Test
    void aReportOfAnOlderReplicaIsRead() {
        var report = read(
                """
                {"outcome": null, "heartbeat": 1.5, "started": 1.0, "applicationId": "local-1", "tasksDone": 8, "tasksKnown": 9,
                 "rowsRead": 1, "rowsWritten": 2, "rowsRejected": 3, "rowsOlder": 4, "rowsTooOld": 5, "error": "",
                 "retryable": false, "snapshots": {}, "leakedValues": {}, "deadLetters": ""}""");
        assertEquals("local-1", report.applicationId());
        assertEquals(JobReport.Rows.NONE, report.rows());
        assertEquals(JobReport.Findings.NONE, report.findings());
    }

    @Test
    void aReportOfALaterReplicaIsRead() {
        var report = read(
                """
                {"ending": {"outcome": "DONE", "error": "", "retryable": false, "later": 1}, "heartbeat": 1.5, "started": 1.0,
                 "applicationId": "local-1", "tasks": {"done": 8, "known": 9, "later": 1}, "rows": {"read": 10, "later": 1},
                 "findings": {"ties": {"trips": 3}, "later": {}}, "later": 1}""");
        assertEquals(new JobReport.Ending(JobReport.Outcome.DONE, "", false), report.ending());
        assertEquals(new JobReport.Tasks(8, 9), report.tasks());
        assertEquals(new JobReport.Rows(10, 0, 0, 0, 0, 0), report.rows());
        assertEquals(Map.of("trips", 3L), report.findings().ties());
        assertEquals("", report.findings().deadLetters());
    }

    @Test
    void aJobThatIsRemovedIsGone() {
        var id = add(JobState.DONE, Optional.of(THEN));
        store.remove(id);
        assertEquals(Optional.empty(), store.job(id));
        assertEquals(List.of(), endedBefore(THEN.plusSeconds(1), 100));
    }
}
