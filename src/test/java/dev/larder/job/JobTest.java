package dev.larder.job;

import static dev.larder.testing.GrpcDoor.assertFails;
import static dev.larder.testing.GrpcDoor.channel;
import static dev.larder.testing.HttpDoor.request;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.embedded.EmbeddedServersResource;
import dev.larder.job.db.JobStore;
import dev.larder.job.spark.SparkSettings;
import dev.larder.proto.v1.ReadJobLogRequest;
import dev.larder.proto.v1.RetryJobRequest;
import dev.larder.testing.JobDoor;
import io.grpc.Status;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Also what can be asked of jobs that have ended; no job runs here, so each is given its end. */
@QuarkusTest
@WithTestResource(EmbeddedServersResource.class)
class JobTest extends JobScenario {
    @Inject
    JobStore store;

    @Inject
    SparkSettings settings;

    private String job(UnaryOperator<JobStatus> then) {
        var id = JobDoor.start(channel(), project, JobDoor.toOnline("trips", START, END))
                .getId();
        QuarkusTransaction.requiringNew().run(() -> {
            var job = store.lockedJob(UUID.fromString(id)).orElseThrow();
            store.save(job.id(), then.apply(job.status()));
        });
        return id;
    }

    private String ended(JobState end, String error) {
        // Not so long ago that the application would forget it.
        return job(status -> status.startedBy("elsewhere", Instant.now()).ended(end, error, Instant.now()));
    }

    @Test
    void whatAJobFoundInItsDataIsSaidOverBothDoors() {
        var report = new JobReport(
                null,
                START,
                START,
                "local-1",
                new JobReport.Tasks(1, 2),
                new JobReport.Rows(10, 4, 3, 2, 1, 5),
                new JobReport.Findings(
                        Map.of("trips", 42L),
                        Map.of("trips:trip_cost", 6L),
                        Map.of("trip_cost cannot be read as FLOAT", 3L),
                        Map.of("trips", 8L),
                        Map.of("trips: tip", 9L),
                        "/letters"));
        // It ends in the same moment, so that nobody looks at it.
        var id = job(status ->
                status.startedBy("elsewhere", Instant.now()).with(report).ended(JobState.CANCELLED, "", Instant.now()));
        request()
                .get(path(id))
                .then()
                .body("progress.state", equalTo("RUNNING"))
                .body("progress.rowsAhead", equalTo("5"))
                .body("progress.rejectedReasons.'trip_cost cannot be read as FLOAT'", equalTo("3"))
                .body("progress.ties.trips", equalTo("8"))
                .body("progress.missingColumns.'trips: tip'", equalTo("9"))
                .body("progress.leakedValues.'trips:trip_cost'", equalTo("6"));
        var progress = JobDoor.get(channel(), id).getProgress();
        assertEquals(5, progress.getRowsAhead());
        assertEquals(3, progress.getRowsRejected());
        assertEquals(Map.of("trip_cost cannot be read as FLOAT", 3L), progress.getRejectedReasonsMap());
        assertEquals(Map.of("trips", 8L), progress.getTiesMap());
        assertEquals(Map.of("trips: tip", 9L), progress.getMissingColumnsMap());
        assertEquals(Map.of("trips", 42L), progress.getSnapshotsMap());
        assertEquals("/letters", progress.getDeadLetters());
    }

    @Test
    void theOpenApiNamesWhatAJobFinds() {
        request()
                .accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("components.schemas.JobProgress.properties.rowsAhead.format", equalTo("int64"))
                .body("components.schemas.JobProgress.properties.rejectedReasons.type", equalTo("object"))
                .body("components.schemas.JobProgress.properties.ties.additionalProperties.format", equalTo("int64"))
                .body("components.schemas.JobProgress.properties.missingColumns.type", equalTo("object"));
    }

    private String path(String id) {
        return "/api/v1/projects/%s/jobs/%s".formatted(project, id);
    }

    @Test
    void aDoneJobIsNotRetried() {
        var id = ended(JobState.DONE, "");
        var text = "Job %s is done. Start a new job to do the same again.".formatted(id);
        request()
                .post(path(id) + "/retry")
                .then()
                .statusCode(412)
                .contentType("application/problem+json")
                .body("reason", equalTo("JOB_DONE"), "detail", equalTo(text));
        assertFails(Status.Code.FAILED_PRECONDITION, text, () -> JobDoor.jobs(channel())
                .retryJob(RetryJobRequest.newBuilder().setJobId(id).build()));
        request().get(path(id)).then().body("state", equalTo("DONE"));
    }

    @Test
    void aFailedJobThatIsRetriedHasAllItsAttemptsAgain() {
        var id = ended(JobState.FAILED, "Redis did not answer");
        request()
                .get(path(id))
                .then()
                .body("state", equalTo("FAILED"), "error", equalTo("Redis did not answer"), "attempts", equalTo(1));
        request()
                .post(path(id) + "/retry")
                .then()
                .statusCode(200)
                .body("state", equalTo("PENDING"), "error", nullValue(), "attempts", nullValue())
                .body("started", nullValue(), "ended", nullValue());
        var status = QuarkusTransaction.requiringNew()
                .call(() -> store.job(UUID.fromString(id)))
                .orElseThrow()
                .status();
        assertEquals(2, status.epoch(), "what the failed attempt still reports is not believed");
    }

    @Test
    void aJobThatWaitsStaysAsItIsWhenItIsRetried() {
        var id = job(status -> status);
        var before = JobDoor.get(channel(), id);
        request().post(path(id) + "/retry").then().statusCode(200).body("state", equalTo("PENDING"));
        assertEquals(before, JobDoor.get(channel(), id));
    }

    @Test
    void aJobThatHasEndedStaysAsItIsWhenItIsCancelled() {
        for (var end : new JobState[] {JobState.DONE, JobState.FAILED}) {
            var id = ended(end, "");
            request().post(path(id) + "/cancel").then().statusCode(200).body("state", equalTo(end.name()));
        }
    }

    @Test
    void ofALogTheLastWholeLinesAreRead() throws Exception {
        var id = job(status -> status);
        var folder = Files.createDirectories(Path.of(settings.jobsFolder(), id));
        var log = Files.writeString(folder.resolve("driver.log"), "one\ntwo\nthree\n");
        try {
            log(id, "").body(equalTo("one\ntwo\nthree\n")).header("x-larder-truncated", "false");
            log(id, "?max-bytes=14").body(equalTo("one\ntwo\nthree\n")).header("x-larder-truncated", "false");
            log(id, "?max-bytes=12").body(equalTo("two\nthree\n")).header("x-larder-truncated", "true");
            var answer = JobDoor.jobs(channel())
                    .readJobLog(ReadJobLogRequest.newBuilder()
                            .setJobId(id)
                            .setMaxBytes(7)
                            .build());
            assertEquals("three\n", answer.getText());
            assertTrue(answer.getTruncated());
        } finally {
            Files.delete(log);
            Files.delete(folder);
        }
        request()
                .get(path(id) + "/log?max-bytes=all")
                .then()
                .statusCode(400)
                .body("detail", equalTo("max-bytes is \"all\"; it must be a number."));
    }

    private ValidatableResponse log(String id, String query) {
        return request().get(path(id) + "/log" + query).then().statusCode(200).contentType("text/plain");
    }

    @Test
    void theLogOfAnotherReplicasJobIsNotHere() {
        var id = ended(JobState.FAILED, "");
        request().get(path(id) + "/log").then().statusCode(412).body("reason", equalTo("LOG_ELSEWHERE"));
    }
}
