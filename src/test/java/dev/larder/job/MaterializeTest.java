package dev.larder.job;

import static dev.larder.testing.FeastError.assertFeastError;
import static dev.larder.testing.GrpcDoor.channel;
import static dev.larder.testing.HttpDoor.json;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.larder.embedded.EmbeddedServersResource;
import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import dev.larder.job.db.JobStore;
import dev.larder.registry.Registry;
import dev.larder.testing.JobDoor;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Also how the door waits; no job runs here, so each is given its end. */
@QuarkusTest
@WithTestResource(EmbeddedServersResource.class)
class MaterializeTest extends MaterializeScenario {
    @Inject
    JobStore store;

    @Inject
    Jobs jobs;

    @Inject
    Registry registry;

    private CompletableFuture<Response> asking(String door, String body) {
        return CompletableFuture.supplyAsync(() -> json("{" + body + "}").post("/p/" + project + "/" + door));
    }

    private void end(String id, JobState end, String error) {
        QuarkusTransaction.requiringNew().run(() -> {
            var job = store.lockedJob(UUID.fromString(id)).orElseThrow();
            store.save(
                    job.id(), job.status().startedBy("elsewhere", Instant.now()).ended(end, error, Instant.now()));
        });
    }

    private List<String> awaitJobs(int count) {
        await().until(() -> jobs(false).size() == count);
        return jobs(false).stream().map(dev.larder.proto.v1.Job::getId).toList();
    }

    private void load(String start, String end) {
        var asked = asking(
                "materialize",
                "\"start_ts\": \"%s\", \"end_ts\": \"%s\", \"feature_views\": [\"trips\"]".formatted(start, end));
        end(awaitJobs(1).get(0), JobState.DONE, "");
        asked.join().then().statusCode(200);
    }

    @Test
    void theAnswerComesWhenAllJobsAreDone() {
        var asked = asking("materialize", INTERVAL);
        var ids = awaitJobs(2);
        end(ids.get(0), JobState.DONE, "");
        end(ids.get(1), JobState.DONE, "");
        asked.join()
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body(equalTo("null"))
                .header("X-Larder-Job", equalTo(ids.get(1) + "," + ids.get(0)))
                .header("x-request-id", notNullValue());
    }

    @Test
    void aFailedJobIsToldWithItsReason() {
        var asked = asking("materialize", INTERVAL);
        var ids = awaitJobs(2);
        end(ids.get(1), JobState.DONE, "");
        end(ids.get(0), JobState.FAILED, "the source has no column cost");
        assertFeastError(
                asked.join().then().header("X-Larder-Job", notNullValue()),
                412,
                "FeastError",
                "Feature table trips was not loaded: job %s is FAILED: the source has no column cost"
                        .formatted(ids.get(0)));
    }

    @Test
    void aCancelledJobIsAFailure() {
        var asked = asking("materialize-incremental", "\"end_ts\": \"2026-01-02\", \"feature_views\": [\"trips\"]");
        var id = awaitJobs(1).get(0);
        end(id, JobState.CANCELLED, "");
        assertFeastError(
                asked.join().then(),
                412,
                "FeastError",
                "Feature table trips was not loaded: job %s is CANCELLED.".formatted(id));
    }

    @Test
    void askedTwiceBothWaitForTheSameJob() {
        var body = INTERVAL + ", \"feature_views\": [\"trips\"]";
        var first = asking("materialize", body);
        var id = awaitJobs(1).get(0);
        var second = asking("materialize", body);
        materialize("?async=true", body).header("X-Larder-Job", equalTo(id));
        end(id, JobState.DONE, "");
        first.join().then().statusCode(200).header("X-Larder-Job", equalTo(id));
        second.join().then().statusCode(200);
    }

    @Test
    void anIncrementBeginsWhereTheLatestLoadEnded() {
        load("2026-01-01", "2026-01-03T12:30:00.000001");
        load("2026-01-01", "2026-01-02");
        var end = Instant.parse("2026-01-05T00:00:00Z");
        var job = named(incremental("?async=true", "\"end_ts\": \"2026-01-05\", \"feature_views\": [\"trips\"]"));
        assertLoads("trips", Instant.parse("2026-01-03T12:30:00.000001Z"), end, job);
        end(job.getId(), JobState.FAILED, "Redis did not answer");
        var again = named(incremental("?async=true", "\"end_ts\": \"2026-01-05\", \"feature_views\": [\"trips\"]"));
        assertLoads("trips", Instant.parse("2026-01-03T12:30:00.000001Z"), end, again);
    }

    @Test
    void loadsOfOtherTablesAndIntoTheOfflineStoreDoNotCount() {
        var offline = JobDoor.start(channel(), project, JobDoor.toOffline("trips", START, END));
        var other = JobDoor.start(channel(), project, JobDoor.toOnline("rides", START, END));
        end(offline.getId(), JobState.DONE, "");
        end(other.getId(), JobState.DONE, "");
        var job = named(incremental("?async=true", "\"end_ts\": \"2026-01-02\", \"feature_views\": [\"trips\"]"));
        assertLoads("trips", END.minusSeconds(3_600), END, job);
    }

    @Test
    void whereNothingIsNewNothingIsStarted() {
        load("2026-01-01", "2026-01-03");
        for (String end : new String[] {"2026-01-03", "2026-01-02"}) {
            incremental("", "\"end_ts\": \"%s\", \"feature_views\": [\"trips\"]".formatted(end))
                    .statusCode(200)
                    .body(equalTo("null"));
        }
        assertEquals(1, jobs(true).size());
    }

    @Test
    void waitingHasAnEnd() {
        var settings = new SmallRyeConfigBuilder()
                .withMapping(JobSettings.class)
                .withDefaultValue("larder.jobs.materialize-timeout", "PT0.2S")
                .build()
                .getConfigMapping(JobSettings.class);
        var impatient = new Materialization(jobs, store, registry, settings);
        var started = impatient.start("ann", project, Optional.of(List.of("trips")), START, END);
        var failure = assertThrows(
                LarderException.class,
                () -> impatient.end(started.jobs()).await().atMost(Duration.ofSeconds(30)));
        assertEquals(ErrorCode.DEADLINE_EXCEEDED, failure.code());
        assertEquals(
                "The jobs have not ended after PT0.2S (larder.jobs.materialize-timeout) and go on: %s. Ask how they stand, or send the same request again to wait on."
                        .formatted(started.jobs().get(0).id()),
                failure.getMessage());
    }
}
