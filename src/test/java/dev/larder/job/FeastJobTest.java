package dev.larder.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.embedded.EmbeddedServersResource;
import dev.larder.job.db.JobStore;
import feast.proto.core.JobServiceProto;
import feast_spark.proto.jobservice.JobServiceProto.JobStatus;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Also how the ends of jobs look to Feast; no job runs here, so each is given its end. */
@QuarkusTest
@WithTestResource(EmbeddedServersResource.class)
class FeastJobTest extends FeastJobScenario {
    /** Not so long ago that the application would forget the job. */
    private static final Instant STARTED =
            Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofHours(1));

    private static final Instant ENDED = STARTED.plus(Duration.ofMinutes(1));

    @Inject
    JobStore store;

    private String started(UnaryOperator<dev.larder.job.JobStatus> then) {
        var id = start("trips");
        save(id, status -> then.apply(status.startedBy("elsewhere", STARTED)));
        return id;
    }

    private void save(String id, UnaryOperator<dev.larder.job.JobStatus> change) {
        QuarkusTransaction.requiringNew().run(() -> {
            var job = store.lockedJob(UUID.fromString(id)).orElseThrow();
            store.save(job.id(), change.apply(job.status()));
        });
    }

    /** By both services; the older has no word for the error. */
    private static void assertStatus(JobStatus status, String error, String id) {
        var job = sparkJob(id);
        assertEquals(status, job.getStatus());
        assertEquals(error, job.getErrorMessage());
        assertEquals(STARTED.getEpochSecond(), job.getStartTime().getSeconds());
        assertEquals(JobServiceProto.JobStatus.forNumber(status.getNumber()), job(id).getStatus());
        assertEquals(STARTED.getEpochSecond(), job(id).getStartTime().getSeconds());
    }

    @Test
    void aJobThatWaitsIsPending() {
        var id = start("trips");
        assertEquals(JobStatus.JOB_STATUS_PENDING, sparkJob(id).getStatus());
        assertEquals(JobServiceProto.JobStatus.JOB_STATUS_PENDING, job(id).getStatus());
    }

    @Test
    void aJobThatRunsIsRunning() {
        var id = start("trips");
        save(id, status -> status.startedBy("elsewhere", Instant.now()));
        try {
            assertEquals(JobStatus.JOB_STATUS_RUNNING, sparkJob(id).getStatus());
            assertEquals(JobServiceProto.JobStatus.JOB_STATUS_RUNNING, job(id).getStatus());
            assertEquals(List.of(id), listed(false, "trips"));
        } finally {
            save(id, status -> status.ended(JobState.DONE, "", Instant.now()));
        }
    }

    @Test
    void aJobThatIsToBeTriedAgainIsPending() {
        var id = started(status -> status.againIn(Duration.ofHours(1), "Redis did not answer", ENDED));
        assertStatus(JobStatus.JOB_STATUS_PENDING, "Redis did not answer", id);
        assertEquals(List.of(id), listed(false, "trips"));
    }

    @Test
    void aDoneJobIsDone() {
        var id = started(status -> status.ended(JobState.DONE, "", ENDED));
        assertStatus(JobStatus.JOB_STATUS_DONE, "", id);
        assertEquals(List.of(), listed(false, "trips"));
        assertEquals(List.of(id), listed(true, "trips"));
    }

    @Test
    void aFailedJobIsAnErrorWithItsReason() {
        var id = started(status -> status.ended(JobState.FAILED, "the source has no column trip_cost", ENDED));
        assertStatus(JobStatus.JOB_STATUS_ERROR, "the source has no column trip_cost", id);
        assertEquals(List.of(), listed(false, "trips"));
    }

    @Test
    void aCancelledJobIsAnErrorThatSaysSo() {
        var id = started(status -> status.ended(JobState.CANCELLED, "", ENDED));
        assertStatus(JobStatus.JOB_STATUS_ERROR, "The job was cancelled.", id);
    }
}
