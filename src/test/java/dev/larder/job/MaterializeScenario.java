package dev.larder.job;

import static dev.larder.testing.FeastError.assertFeastError;
import static dev.larder.testing.FeastError.assertUnprocessable;
import static dev.larder.testing.GrpcDoor.channel;
import static dev.larder.testing.GrpcDoor.core;
import static dev.larder.testing.HttpDoor.json;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.larder.proto.v1.CancelJobRequest;
import dev.larder.proto.v1.Job;
import dev.larder.proto.v1.JobFilter;
import dev.larder.testing.JobDoor;
import dev.larder.testing.Rows;
import dev.larder.testing.Specs;
import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ApplyFeatureTableRequest;
import feast.proto.core.FeatureTableProto.FeatureTableSpec;
import feast.proto.types.ValueProto.ValueType;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the feature server of today's Feast is asked to materialize, without waiting for Spark. */
abstract class MaterializeScenario {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant END = Instant.parse("2026-01-02T00:00:00Z");
    static final String INTERVAL = "\"start_ts\": \"2026-01-01T00:00:00\", \"end_ts\": \"2026-01-02T00:00:00+00:00\"";

    final String project = Specs.newProject();

    @BeforeEach
    void definitions() {
        core().applyEntity(ApplyEntityRequest.newBuilder()
                .setProject(project)
                .setSpec(Specs.entity("driver", ValueType.Enum.INT64))
                .build());
        apply(Specs.table("trips", "driver"));
        apply(Specs.table("rides", "driver").clearMaxAge());
    }

    void apply(FeatureTableSpec.Builder table) {
        core().applyFeatureTable(ApplyFeatureTableRequest.newBuilder()
                .setProject(project)
                .setTableSpec(table)
                .build());
    }

    @AfterEach
    void cancelWhatWasStarted() {
        for (Job job : jobs(false)) {
            JobDoor.jobs(channel())
                    .cancelJob(
                            CancelJobRequest.newBuilder().setJobId(job.getId()).build());
        }
    }

    List<Job> jobs(boolean includeEnded) {
        return JobDoor.jobs(channel())
                .listJobs(JobFilter.newBuilder()
                        .setProject(project)
                        .setIncludeEnded(includeEnded)
                        .build())
                .getJobsList();
    }

    ValidatableResponse materialize(String query, String body) {
        return json("{" + body + "}")
                .post("/p/" + project + "/materialize" + query)
                .then();
    }

    ValidatableResponse incremental(String query, String body) {
        return json("{" + body + "}")
                .post("/p/" + project + "/materialize-incremental" + query)
                .then();
    }

    /** The one job that an answer names. */
    static Job named(ValidatableResponse answer) {
        return JobDoor.get(channel(), answer.extract().header("X-Larder-Job"));
    }

    static void assertLoads(String table, Instant start, Instant end, Job job) {
        var work = job.getWork().getBatchToOnline();
        assertEquals(table, work.getFeatureTable());
        assertEquals(Rows.timestamp(start), work.getStart());
        assertEquals(Rows.timestamp(end), work.getEnd());
    }

    // Starting

    @Test
    void withoutWaitingTheJobsAreAccepted() {
        var answer = materialize("?async=true", INTERVAL + ", \"feature_views\": [\"trips\"]")
                .statusCode(202)
                .contentType("application/json")
                .body("status", equalTo("accepted"), "feature_views", contains("trips"));
        assertLoads("trips", START, END, named(answer));
        assertEquals("anonymous", named(answer).getPrincipal());
    }

    @Test
    void theProjectMayBeInAHeader() {
        var answer = json("{" + INTERVAL + ", \"feature_views\": [\"trips\"]}")
                .header("x-larder-project", project)
                .post("/materialize?async=true")
                .then()
                .statusCode(202);
        assertEquals(project, named(answer).getProject());
    }

    @Test
    void allTablesOfTheProjectUnlessSomeAreNamed() {
        materialize("?async=true", INTERVAL).statusCode(202).body("feature_views", contains("rides", "trips"));
        assertEquals(2, jobs(true).size());
        materialize("?async=true", INTERVAL + ", \"feature_views\": null")
                .statusCode(202)
                .body("feature_views", contains("rides", "trips"));
        assertEquals(2, jobs(true).size(), "the same is already being done");
    }

    @Test
    void noTablesAreNothingToWaitFor() {
        var answer = materialize("", INTERVAL + ", \"feature_views\": []")
                .statusCode(200)
                .body(equalTo("null"));
        assertNull(answer.extract().header("X-Larder-Job"));
    }

    @Test
    void theSameAgainWhileItIsNotDoneIsTheSameJob() {
        var body = INTERVAL + ", \"feature_views\": [\"trips\"]";
        var first = named(materialize("?async=true", body).statusCode(202));
        assertEquals(
                first.getId(),
                named(materialize("?async=true&force=true", body)).getId());
        var other = body.replace("2026-01-02", "2026-01-03");
        assertNotEquals(first.getId(), named(materialize("?async=true", other)).getId());
    }

    @Test
    void withoutEventTimesEverythingUntilNowIsLoaded() {
        var before = Instant.now();
        var job = named(materialize("?async=true", "\"disable_event_timestamp\": true, \"feature_views\": [\"trips\"]")
                .statusCode(202));
        var work = job.getWork().getBatchToOnline();
        assertEquals(Rows.timestamp(Instant.EPOCH), work.getStart());
        org.junit.jupiter.api.Assertions.assertTrue(
                work.getEnd().getSeconds() >= before.getEpochSecond(), work::toString);
    }

    // Increments

    @Test
    void theFirstIncrementIsWhatIsNotTooOld() {
        var job = named(incremental("?async=true", "\"end_ts\": \"2026-01-02\", \"feature_views\": [\"trips\"]")
                .statusCode(202)
                .body("feature_views", contains("trips")));
        assertLoads("trips", END.minusSeconds(3_600), END, job);
    }

    @Test
    void theFirstIncrementOfRowsThatNeverGrowTooOldIsAllSince1970() {
        var job = named(incremental("?async=true", "\"end_ts\": \"2026-01-02\", \"feature_views\": [\"rides\"]"));
        assertLoads("rides", Instant.EPOCH, END, job);
    }

    // Mistakes

    @Test
    void anUnknownTableIsFeastsNotFoundAndNothingIsStarted() {
        for (String door : new String[] {"materialize", "materialize-incremental"}) {
            assertFeastError(
                    json("{" + INTERVAL + ", \"feature_views\": [\"trips\", \"visits\"]}")
                            .post("/p/" + project + "/" + door)
                            .then(),
                    404,
                    "FeatureViewNotFoundException",
                    "No such Feature Table: (project: %s, name: visits)".formatted(project));
        }
        assertEquals(List.of(), jobs(true));
    }

    @Test
    void versionsAreNotThere() {
        assertFeastError(
                materialize("", INTERVAL + ", \"feature_views\": [\"trips\"], \"version\": \"v2\""),
                501,
                "FeastError",
                "Feature tables have no versions here; leave version out.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'start_ts': '2026-01-02', 'end_ts': '2026-01-01' | end_ts | The interval from 2026-01-02T00:00:00Z up to 2026-01-01T00:00:00Z holds no time; end_ts must be after start_ts.",
                "'end_ts': '2026-01-01' | start_ts | start_ts must be given, as a text.",
                "'start_ts': '2026-01-02', 'end_ts': 1767607200 | end_ts | end_ts must be given, as a text.",
                "'start_ts': 'yesterday', 'end_ts': '2026-01-01' | start_ts | start_ts is 'yesterday'; it must be a time such as 2026-01-31T12:00:00Z; without a zone it is in UTC.",
                "'start_ts': '2026-01-01', 'end_ts': '2026-01-02', 'feature_views': 'trips' | feature_views | feature_views must be a list of texts.",
                "'start_ts': '2026-01-01', 'end_ts': '2026-01-02', 'feature_views': [1] | feature_views | feature_views must be a list of texts.",
                "'start_ts': '2026-01-01', 'end_ts': '2026-01-02', 'disable_event_timestamp': 'no' | disable_event_timestamp | disable_event_timestamp must be true or false.",
            })
    void wrongRequestsAreUnprocessable(String body, String field, String message) {
        assertUnprocessable(materialize("", body.replace('\'', '"')), field, message.replace('\'', '"'));
        assertEquals(List.of(), jobs(true));
    }

    @Test
    void whatIsNotJsonOrNoFlagIsUnprocessable() {
        json("{\"end_ts\"")
                .post("/materialize-incremental")
                .then()
                .statusCode(422)
                .body("detail[0].type", equalTo("MALFORMED_JSON"), "detail[0].msg", not(equalTo("")));
        assertUnprocessable(
                materialize("?async=maybe", INTERVAL), "async", "async is \"maybe\"; it must be true or false.");
    }
}
