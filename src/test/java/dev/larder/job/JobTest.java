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
