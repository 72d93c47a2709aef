package dev.larder.job;

import static dev.larder.testing.GrpcDoor.assertFails;
import static dev.larder.testing.GrpcDoor.channel;
import static dev.larder.testing.GrpcDoor.core;
import static dev.larder.testing.HttpDoor.json;
import static dev.larder.testing.HttpDoor.request;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import dev.larder.proto.v1.CancelJobRequest;
import dev.larder.proto.v1.GetJobRequest;
import dev.larder.proto.v1.HistoricalRetrieval;
import dev.larder.proto.v1.Job;
import dev.larder.proto.v1.JobFilter;
import dev.larder.proto.v1.JobWork;
import dev.larder.proto.v1.ReadJobLogRequest;
import dev.larder.proto.v1.RetrievalWork;
import dev.larder.proto.v1.RetryJobRequest;
import dev.larder.testing.JobDoor;
import dev.larder.testing.Specs;
import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ApplyFeatureTableRequest;
import feast.proto.core.CoreServiceProto.DeleteFeatureTableRequest;
import feast.proto.types.ValueProto.ValueType;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be asked of jobs, and how it is refused. What Spark makes of them is tested elsewhere. */
abstract class JobScenario {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant END = START.plus(Duration.ofDays(1));

    final String project = Specs.newProject();

    @BeforeEach
    void definitions() {
        core().applyEntity(ApplyEntityRequest.newBuilder()
                .setProject(project)
                .setSpec(Specs.entity("driver", ValueType.Enum.INT64))
                .build());
        apply("trips");
    }

    /** Where Spark is, it need not work for these. */
    @AfterEach
    void cancelWhatWasStarted() {
        for (String id : ids(JobFilter.newBuilder().setProject(project))) {
            JobDoor.jobs(channel())
                    .cancelJob(CancelJobRequest.newBuilder().setJobId(id).build());
        }
    }

    private void apply(String table) {
        core().applyFeatureTable(ApplyFeatureTableRequest.newBuilder()
                .setProject(project)
                .setTableSpec(Specs.table(table, "driver"))
                .build());
    }

    // Starting

    @Test
    void aJobIsWrittenDownBeforeItStarts() {
        var job = JobDoor.start(channel(), project, JobDoor.toOnline("trips", START, END));
        assertEquals(Job.State.PENDING, job.getState());
        assertEquals(project, job.getProject());
        assertEquals("anonymous", job.getPrincipal());
        assertEquals("/api/v1/projects/%s/jobs/%s/log".formatted(project, job.getId()), job.getLogUri());
        var found = JobDoor.get(channel(), job.getId());
        assertEquals(job.getWork(), found.getWork());
        assertEquals(job.getCreated(), found.getCreated());
        assertEquals(job.getHash(), found.getHash());
    }

    @Test
    void equalJobsHaveEqualHashesUntilADefinitionChanges() {
        var work = JobDoor.toOnline("trips", START, END);
        var hash = JobDoor.start(channel(), project, work).getHash();
        assertEquals(hash, JobDoor.start(channel(), project, work).getHash());
        assertNotEquals(
                hash,
                JobDoor.start(channel(), project, JobDoor.toOffline("trips", START, END))
                        .getHash());
        core().applyFeatureTable(ApplyFeatureTableRequest.newBuilder()
                .setProject(project)
                .setTableSpec(Specs.table("trips", "driver").putLabels("team", "risk"))
                .build());
        assertNotEquals(hash, JobDoor.start(channel(), project, work).getHash());
    }

    @ParameterizedTest
    @CsvSource({
        "0001-01-01T00:00:00Z, 9999-12-31T23:59:59.999999Z",
        "1677-09-21T00:12:43Z, 1677-09-21T00:12:44Z",
        "2262-04-11T23:47:17.000001Z, 2262-04-11T23:47:18Z",
    })
    void anIntervalMayLieAnywhereInTheYears1To9999(Instant start, Instant end) {
        var job = JobDoor.start(channel(), project, JobDoor.toOffline("trips", start, end));
        assertEquals(
                JobDoor.toOffline("trips", start, end),
                JobDoor.get(channel(), job.getId()).getWork());
        request()
                .get("/api/v1/projects/%s/jobs/%s".formatted(project, job.getId()))
                .then()
                .body("work.batchToOffline.start", equalTo(start.toString()))
                .body("work.batchToOffline.end", equalTo(end.toString()));
    }

    @Test
    void anUnknownTableIsNotFound() {
        assertFails(
                Status.Code.NOT_FOUND,
                "No such Feature Table: (project: %s, name: rides)".formatted(project),
                () -> JobDoor.start(channel(), project, JobDoor.toOnline("rides", START, END)));
    }

    @Test
    void aDeletedTableIsNotFound() {
        core().deleteFeatureTable(DeleteFeatureTableRequest.newBuilder()
                .setProject(project)
                .setName("trips")
                .build());
        assertFails(
                Status.Code.NOT_FOUND,
                "Feature Table has been deleted: (project: %s, name: trips)".formatted(project),
                () -> JobDoor.start(channel(), project, JobDoor.toOnline("trips", START, END)));
    }

    @Test
    void anIntervalWithoutTimeIsRefused() {
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "The interval from 2026-01-02T00:00:00Z up to 2026-01-01T00:00:00Z holds no time; end must be after start.",
                () -> JobDoor.start(channel(), project, JobDoor.toOnline("trips", END, START)));
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "The interval from 2026-01-01T00:00:00Z up to 2026-01-01T00:00:00Z holds no time; end must be after start.",
                () -> JobDoor.start(channel(), project, JobDoor.toOnline("trips", START, START)));
    }

    @Test
    void timesThatAreMissingOrFinerThanAMicrosecondAreRefused() {
        var work = JobWork.newBuilder();
        work.getBatchToOnlineBuilder().setFeatureTable("trips").setStart(Timestamp.newBuilder());
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "end must be given.",
                () -> JobDoor.start(channel(), project, work.build()));
        work.getBatchToOnlineBuilder()
                .setEnd(Timestamp.newBuilder().setSeconds(1).setNanos(1));
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "end is 1970-01-01T00:00:01.000000001Z; times are exact to a microsecond.",
                () -> JobDoor.start(channel(), project, work.build()));
        work.getBatchToOnlineBuilder().setEnd(Timestamp.newBuilder().setNanos(-1));
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "end has 0 seconds and -1 nanos, which is no google.protobuf.Timestamp.",
                () -> JobDoor.start(channel(), project, work.build()));
    }

    @Test
    void aJobWithNothingToDoIsRefused() {
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "work must hold one of batch_to_online, batch_to_offline and historical_retrieval.",
                () -> JobDoor.start(channel(), project, JobWork.getDefaultInstance()));
    }

    // Historical retrieval

    private static RetrievalWork.Builder retrieval(String... features) {
        return RetrievalWork.newBuilder()
                .addAllFeatures(List.of(features))
                .setEntitySource(Specs.parquet().clearFieldMapping());
    }

    private Job start(RetrievalWork.Builder work) {
        return JobDoor.start(
                channel(),
                project,
                JobWork.newBuilder().setHistoricalRetrieval(work).build());
    }

    @Test
    void aRetrievalGetsAPlaceAndAFormatAndEachFeatureOnce() {
        var job = start(retrieval("trips:trip_cost", "trips:trip_count", "trips:trip_cost"));
        var work = job.getWork().getHistoricalRetrieval();
        assertEquals(List.of("trips:trip_cost", "trips:trip_count"), work.getFeaturesList());
        assertEquals("parquet", work.getOutputFormat());
        assertTrue(work.getOutputLocation().startsWith("file:/"), work.getOutputLocation());
        assertTrue(work.getOutputLocation().endsWith("/training-sets/" + job.getId()), work.getOutputLocation());
    }

    @Test
    void featuresThatWouldShareAColumnAreRefused() {
        for (var names : List.of(List.of("a", "b__c"), List.of("a__b", "c"))) {
            core().applyFeatureTable(ApplyFeatureTableRequest.newBuilder()
                    .setProject(project)
                    .setTableSpec(Specs.table(names.get(0), "driver")
                            .addFeatures(Specs.feature(names.get(1), ValueType.Enum.INT64)))
                    .build());
        }
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "a:b__c and a__b:c would both be the column a__b__c; ask for them in two training sets.",
                () -> start(retrieval("a:b__c", "trips:trip_cost", "a__b:c")));
        start(retrieval("a:b__c", "a__b:trip_cost"));
    }

    @Test
    void featuresThatDoNotExistAreNotFound() {
        assertFails(
                Status.Code.NOT_FOUND,
                "Feature table trips of project %s has no feature speed.".formatted(project),
                () -> start(retrieval("trips:speed")));
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "The feature reference \"trip_cost\" names no table; write it as table:feature.",
                () -> start(retrieval("trip_cost")));
        assertFails(Status.Code.INVALID_ARGUMENT, "At least one feature must be asked for.", () -> start(retrieval()));
    }

    @Test
    void entityRowsMustBeSomewhere() {
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "entity_source must say where the entity rows are.",
                () -> start(retrieval("trips:trip_cost").clearEntitySource()));
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "entity_source.event_timestamp_column must not be empty.",
                () -> start(retrieval("trips:trip_cost")
                        .setEntitySource(Specs.parquet().clearEventTimestampColumn())));
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "entity_source.type is STREAM_KAFKA; it must be BATCH_FILE or BATCH_BIGQUERY.",
                () -> start(retrieval("trips:trip_cost").setEntitySource(Specs.kafka())));
    }

    @Test
    void snapshotsAreOfTablesInTheOfflineStore() {
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "Only the offline store has snapshots; set origin to OFFLINE_STORE.",
                () -> start(retrieval("trips:trip_cost").putAsOfSnapshot("trips", 1)));
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "as_of_snapshot names table rides, of which no feature is asked for.",
                () -> start(retrieval("trips:trip_cost")
                        .setOrigin(HistoricalRetrieval.Origin.OFFLINE_STORE)
                        .putAsOfSnapshot("rides", 1)));
    }

    @Test
    void aSnapshotAndTheFilterByCreatedTimeAreKept() {
        var job = start(retrieval("trips:trip_cost")
                .setOrigin(HistoricalRetrieval.Origin.OFFLINE_STORE)
                .setFilterByCreatedTimestamp(true)
                .putAsOfSnapshot("trips", 8_372_036_854_775_807L));
        var work = JobDoor.get(channel(), job.getId()).getWork().getHistoricalRetrieval();
        assertEquals(HistoricalRetrieval.Origin.OFFLINE_STORE, work.getOrigin());
        assertTrue(work.getFilterByCreatedTimestamp());
        assertEquals(Map.of("trips", 8_372_036_854_775_807L), work.getAsOfSnapshotMap());
    }

    @Test
    void anOutputFormatIsAWord() {
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "output_format is \"par quet\"; it must be a format of Spark, such as parquet, orc, csv or json.",
                () -> start(retrieval("trips:trip_cost").setOutputFormat("par quet")));
    }

    // Finding

    @Test
    void jobsAreListedNewestFirstInPages() {
        apply("rides");
        var first = JobDoor.start(channel(), project, JobDoor.toOnline("trips", START, END));
        var second = start(retrieval("trips:trip_cost", "rides:trip_cost"));
        var third = JobDoor.start(channel(), project, JobDoor.toOffline("rides", START, END));
        var filter = JobFilter.newBuilder().setProject(project).setIncludeEnded(true);
        assertEquals(List.of(third.getId(), second.getId(), first.getId()), ids(filter));
        assertEquals(List.of(second.getId(), first.getId()), ids(filter.clone().setFeatureTable("trips")));
        assertEquals(List.of(third.getId(), second.getId()), ids(filter.clone().setFeatureTable("rides")));

        var page =
                JobDoor.jobs(channel()).listJobs(filter.clone().setPageSize(2).build());
        assertEquals(2, page.getJobsCount());
        assertEquals(List.of(first.getId()), ids(filter.clone().setPageSize(2).setPageToken(page.getNextPageToken())));
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "page_token must be the next_page_token of an earlier answer.",
                () -> ids(filter.clone().setPageToken("x")));
    }

    private static List<String> ids(JobFilter.Builder filter) {
        return JobDoor.jobs(channel()).listJobs(filter.build()).getJobsList().stream()
                .map(Job::getId)
                .toList();
    }

    @Test
    void jobsOfEveryProjectAreListedWithoutOne() {
        var job = JobDoor.start(channel(), project, JobDoor.toOnline("trips", START, END));
        assertTrue(ids(JobFilter.newBuilder().setIncludeEnded(true).setPageSize(1000))
                .contains(job.getId()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1-1-1-1-1", "6b5f9f4e-3c5b-4c3e-9a55-0d7f6f8f0b5a"})
    void anUnknownJobIsNotFound(String id) {
        assertFails(Status.Code.NOT_FOUND, "There is no job \"%s\".".formatted(id), () -> JobDoor.get(channel(), id));
        assertFails(Status.Code.NOT_FOUND, "There is no job \"%s\".".formatted(id), () -> JobDoor.jobs(channel())
                .cancelJob(CancelJobRequest.newBuilder().setJobId(id).build()));
        assertFails(Status.Code.NOT_FOUND, "There is no job \"%s\".".formatted(id), () -> JobDoor.jobs(channel())
                .retryJob(RetryJobRequest.newBuilder().setJobId(id).build()));
        assertFails(Status.Code.NOT_FOUND, "There is no job \"%s\".".formatted(id), () -> JobDoor.jobs(channel())
                .readJobLog(ReadJobLogRequest.newBuilder().setJobId(id).build()));
    }

    @Test
    void aJobNeedsAnId() {
        assertFails(Status.Code.INVALID_ARGUMENT, "job_id must be given.", () -> JobDoor.jobs(channel())
                .getJob(GetJobRequest.getDefaultInstance()));
    }

    // HTTP

    private static final String TO_ONLINE =
            """
            {"batchToOnline": {"featureTable": "trips", "start": "2026-01-01T00:00:00Z", "end": "2026-01-02T00:00:00Z"}}
            """;

    @Test
    void aJobIsStartedAndFoundOverHttp() {
        var location = json(TO_ONLINE)
                .post("/api/v1/projects/{p}/jobs", project)
                .then()
                .statusCode(201)
                .body("state", equalTo("PENDING"))
                .extract()
                .header("Location");
        request().get(location).then().statusCode(200).body("work.batchToOnline.featureTable", equalTo("trips"));
        request()
                .get("/api/v1/projects/{p}/jobs", project)
                .then()
                .statusCode(200)
                .body("jobs.size()", equalTo(1));
        request().get(location + "/log").then().statusCode(200).contentType("text/plain");
    }

    @Test
    void aSnapshotAndTheFilterByCreatedTimeAreKeptOverHttp() {
        var location =
                json("""
                        {"historicalRetrieval": {
                          "features": ["trips:trip_cost"],
                          "entitySource": {
                            "type": "BATCH_FILE",
                            "eventTimestampColumn": "event_time",
                            "fileOptions": {"fileUrl": "file:///lake/rides", "fileFormat": {"parquetFormat": {}}}
                          },
                          "origin": "OFFLINE_STORE",
                          "filterByCreatedTimestamp": true,
                          "asOfSnapshot": {"trips": "8372036854775807"}
                        }}
                        """)
                        .post("/api/v1/projects/{p}/jobs", project)
                        .then()
                        .statusCode(201)
                        .extract()
                        .header("Location");
        request()
                .get(location)
                .then()
                .statusCode(200)
                .body(
                        "work.historicalRetrieval.origin",
                        equalTo("OFFLINE_STORE"),
                        "work.historicalRetrieval.filterByCreatedTimestamp",
                        equalTo(true),
                        "work.historicalRetrieval.asOfSnapshot.trips",
                        equalTo("8372036854775807"));
    }

    @Test
    void aJobIsCancelledAndRetriedOverHttp() {
        var job = JobDoor.start(channel(), project, JobDoor.toOnline("trips", START, END));
        var location = "/api/v1/projects/%s/jobs/%s".formatted(project, job.getId());
        request().post(location + "/cancel").then().statusCode(200).body("id", equalTo(job.getId()));
        JobDoor.awaitEnd(channel(), job, Job.State.CANCELLED);
        request()
                .get("/api/v1/projects/{p}/jobs?include-ended=false", project)
                .then()
                .statusCode(200)
                .body("jobs", nullValue());
        request()
                .post(location + "/retry")
                .then()
                .statusCode(200)
                .body("id", equalTo(job.getId()), "state", equalTo("PENDING"), "ended", nullValue());
        request()
                .post("/api/v1/projects/other/jobs/" + job.getId() + "/retry")
                .then()
                .statusCode(404)
                .body("reason", equalTo("JOB_NOT_FOUND"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, (1 << 20) + 1})
    void aLogOfImpossibleLengthIsRefused(int bytes) {
        var job = JobDoor.start(channel(), project, JobDoor.toOnline("trips", START, END));
        var text = "max_bytes is %d; it must be between 1 and 1048576.".formatted(bytes);
        request()
                .get("/api/v1/projects/%s/jobs/%s/log?max-bytes=%d".formatted(project, job.getId(), bytes))
                .then()
                .statusCode(400)
                .body("reason", equalTo("INVALID_MAX_BYTES"), "field", equalTo("max_bytes"), "detail", equalTo(text));
        assertFails(Status.Code.INVALID_ARGUMENT, text, () -> JobDoor.jobs(channel())
                .readJobLog(ReadJobLogRequest.newBuilder()
                        .setJobId(job.getId())
                        .setMaxBytes(bytes)
                        .build()));
    }

    @Test
    void mistakesOverHttpNameTheField() {
        problem("{\"batchToOnline\": {\"table\": \"trips\"}}", 400, "UNKNOWN_FIELD", equalTo("batchToOnline.table"));
        problem("{}", 400, "MISSING_WORK", equalTo("work"));
        problem("{\"batchToOnline\": {\"start\": \"yesterday\"}}", 400, "INVALID_VALUE", endsWith("start"));
        problem(TO_ONLINE.replace("trips", "rides"), 404, "FEATURE_TABLE_NOT_FOUND", equalTo(null));
        request()
                .get("/api/v1/projects/{p}/jobs?include-ended=maybe", project)
                .then()
                .statusCode(400)
                .body("detail", containsString("include-ended is \"maybe\""));
    }

    private void problem(String body, int status, String reason, Matcher<?> field) {
        json(body)
                .post("/api/v1/projects/{p}/jobs", project)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("reason", equalTo(reason), "field", field);
    }

    @Test
    void aJobOfAnotherProjectIsNotFound() {
        var job = JobDoor.start(channel(), project, JobDoor.toOnline("trips", START, END));
        for (var path : new String[] {"", "/log"}) {
            request()
                    .get("/api/v1/projects/other/jobs/" + job.getId() + path)
                    .then()
                    .statusCode(404);
        }
        request()
                .post("/api/v1/projects/other/jobs/" + job.getId() + "/cancel")
                .then()
                .statusCode(404);
    }

    @Test
    void aSparkProgramGetsATableWithItsNumbers() {
        request()
                .get("/api/v1/projects/{p}/feature-tables/trips/spark-table", project)
                .then()
                .statusCode(200)
                .body("name", equalTo("trips"), "maxAgeMicros", equalTo("3600000000"))
                .body("entities[0].type", equalTo("INT64"))
                .body("features.name", hasItem("trip_cost"))
                .body("features.id", hasItem(1))
                .body("batchSource.fileOptions.fileUrl", equalTo("file:///lake/trips"));
    }
}
