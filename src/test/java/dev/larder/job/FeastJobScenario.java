package dev.larder.job;

import static dev.larder.testing.GrpcDoor.assertFails;
import static dev.larder.testing.GrpcDoor.channel;
import static dev.larder.testing.GrpcDoor.core;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import dev.larder.proto.v1.Schedule;
import dev.larder.testing.JobDoor;
import dev.larder.testing.Specs;
import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ApplyFeatureTableRequest;
import feast.proto.core.JobServiceGrpc;
import feast.proto.core.JobServiceGrpc.JobServiceBlockingStub;
import feast.proto.core.JobServiceProto;
import feast.proto.types.ValueProto.ValueType;
import feast_spark.proto.jobservice.JobServiceProto.CancelJobRequest;
import feast_spark.proto.jobservice.JobServiceProto.GetHealthMetricsRequest;
import feast_spark.proto.jobservice.JobServiceProto.GetHistoricalFeaturesRequest;
import feast_spark.proto.jobservice.JobServiceProto.GetJobRequest;
import feast_spark.proto.jobservice.JobServiceProto.Job;
import feast_spark.proto.jobservice.JobServiceProto.JobStatus;
import feast_spark.proto.jobservice.JobServiceProto.JobType;
import feast_spark.proto.jobservice.JobServiceProto.ListJobsRequest;
import feast_spark.proto.jobservice.JobServiceProto.ScheduleOfflineToOnlineIngestionJobRequest;
import feast_spark.proto.jobservice.JobServiceProto.StartOfflineToOnlineIngestionJobRequest;
import feast_spark.proto.jobservice.JobServiceProto.UnscheduleOfflineToOnlineIngestionJobRequest;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs as clients of Feast ask for them: by feast.core.JobService, and by feast_spark.api.JobService, which knows more calls. */
abstract class FeastJobScenario {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = START.plus(Duration.ofDays(1));

    final String project = Specs.newProject();

    @BeforeEach
    void definitions() {
        entity("driver");
        table("trips", "driver");
    }

    private void entity(String name) {
        core().applyEntity(ApplyEntityRequest.newBuilder()
                .setProject(project)
                .setSpec(Specs.entity(name, ValueType.Enum.INT64))
                .build());
    }

    private void table(String name, String entity) {
        core().applyFeatureTable(ApplyFeatureTableRequest.newBuilder()
                .setProject(project)
                .setTableSpec(Specs.table(name, entity))
                .build());
    }

    /** Where Spark is, it need not work for these. */
    @AfterEach
    void cancelWhatWasStarted() {
        listed(false, "").forEach(this::cancel);
    }

    static JobServiceBlockingStub feast() {
        return JobServiceGrpc.newBlockingStub(channel()).withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    static feast_spark.proto.jobservice.JobServiceGrpc.JobServiceBlockingStub feastSpark() {
        return feast_spark.proto.jobservice.JobServiceGrpc.newBlockingStub(channel())
                .withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder().setSeconds(time.getEpochSecond()).build();
    }

    String start(String table) {
        return feast().startOfflineToOnlineIngestionJob(
                        JobServiceProto.StartOfflineToOnlineIngestionJobRequest.newBuilder()
                                .setProject(project)
                                .setTableName(table)
                                .setStartDate(timestamp(START))
                                .setEndDate(timestamp(END))
                                .build())
                .getId();
    }

    static JobServiceProto.Job job(String id) {
        return feast().getJob(
                        JobServiceProto.GetJobRequest.newBuilder().setJobId(id).build())
                .getJob();
    }

    static Job sparkJob(String id) {
        return feastSpark()
                .getJob(GetJobRequest.newBuilder().setJobId(id).build())
                .getJob();
    }

    private void cancel(String id) {
        feastSpark().cancelJob(CancelJobRequest.newBuilder().setJobId(id).build());
    }

    List<String> listed(boolean includeTerminated, String table) {
        return feastSpark()
                .listJobs(ListJobsRequest.newBuilder()
                        .setProject(project)
                        .setTableName(table)
                        .setIncludeTerminated(includeTerminated)
                        .build())
                .getJobsList()
                .stream()
                .map(Job::getId)
                .toList();
    }

    // Starting and finding

    @Test
    void bothOfFeastsServicesAndOursSpeakOfTheSameJobs() {
        var id = start("trips");
        var ours = JobDoor.get(channel(), id);
        assertEquals("trips", ours.getWork().getBatchToOnline().getFeatureTable());
        var theirs = job(id);
        assertEquals(ours.getHash(), theirs.getHash());
        assertEquals(JobServiceProto.JobType.BATCH_INGESTION_JOB, theirs.getType());
        assertEquals("trips", theirs.getBatchIngestion().getTableName());
        assertEquals(JobType.BATCH_INGESTION_JOB, sparkJob(id).getType());
        assertEquals(List.of(id), listed(true, "trips"));
    }

    @Test
    void theAnswerToAStartSaysWhenItWasAndWhereTheLogIs() {
        var before = Instant.now();
        var batch = feastSpark()
                .startOfflineToOnlineIngestionJob(StartOfflineToOnlineIngestionJobRequest.newBuilder()
                        .setProject(project)
                        .setTableName("trips")
                        .setStartDate(timestamp(START))
                        .setEndDate(timestamp(END))
                        .build());
        assertEquals("trips", batch.getTableName());
        assertStartedAfter(before, batch.getJobStartTime());
        assertStartedAfter(before, sparkJob(batch.getId()).getStartTime());
        assertEquals(log(batch.getId()), batch.getLogUri());
        assertEquals(log(batch.getId()), sparkJob(batch.getId()).getLogUri());

        var retrieval = feastSpark()
                .getHistoricalFeatures(GetHistoricalFeaturesRequest.newBuilder()
                        .setProject(project)
                        .addFeatureRefs("trips:trip_cost")
                        .setEntitySource(Specs.parquet().clearFieldMapping())
                        .build());
        assertStartedAfter(before, retrieval.getJobStartTime());
        assertEquals(log(retrieval.getId()), retrieval.getLogUri());
        assertEquals(sparkJob(retrieval.getId()).getRetrieval().getOutputLocation(), retrieval.getOutputFileUri());
    }

    private String log(String id) {
        return "/api/v1/projects/%s/jobs/%s/log".formatted(project, id);
    }

    /** Feast's own tests ask for this: no earlier than the request, and within the hour. */
    private static void assertStartedAfter(Instant request, Timestamp start) {
        assertTrue(start.getSeconds() >= request.getEpochSecond(), start::toString);
        assertTrue(start.getSeconds() <= request.plus(Duration.ofHours(1)).getEpochSecond(), start::toString);
    }

    @Test
    void withoutAProjectTheListHasTheJobsOfAll() {
        var id = start("trips");
        var ids = new HashSet<String>();
        feast().listJobs(JobServiceProto.ListJobsRequest.newBuilder()
                        .setIncludeTerminated(true)
                        .build())
                .getJobsList()
                .forEach(listed -> ids.add(listed.getId()));
        assertTrue(ids.contains(id));
    }

    /** In a Feast on Kubernetes the name of a table is cut to make a label of it, and must be found nevertheless. */
    @Test
    void jobsOfATableWithALongNameAreFoundByIt() {
        var entity = "entity_" + "e".repeat(153);
        var table = "just1a2featuretable3with4a5really6really7really8really9really10really11long_name";
        entity(entity);
        table(table, entity);
        table(table + "er", entity);
        var id = start(table);
        var longer = start(table + "er");
        start("trips");
        assertEquals(List.of(id), listed(false, table));
        assertEquals(List.of(longer), listed(false, table + "er"));
        assertEquals(table, sparkJob(id).getBatchIngestion().getTableName());
    }

    @Test
    void aTrainingSetLiesWhereTheClientWantsIt() {
        var place = "file:///tmp/larder-test/" + UUID.randomUUID();
        var answer = feast().getHistoricalFeatures(JobServiceProto.GetHistoricalFeaturesRequest.newBuilder()
                .setProject(project)
                .addFeatureRefs("trips:trip_cost")
                .setEntitySource(Specs.parquet().clearFieldMapping())
                .setOutputLocation(place)
                .build());
        assertEquals(place, answer.getOutputFileUri());
        var job = job(answer.getId());
        assertEquals(JobServiceProto.JobType.RETRIEVAL_JOB, job.getType());
        assertEquals(place, job.getRetrieval().getOutputLocation());
    }

    // Cancelling

    @Test
    void aJobIsCancelledByEitherService() {
        var one = start("trips");
        var other = start("trips");
        feast().cancelJob(JobServiceProto.CancelJobRequest.newBuilder()
                .setJobId(one)
                .build());
        cancel(other);
        for (String id : List.of(one, other)) {
            JobDoor.awaitEnd(channel(), JobDoor.get(channel(), id), dev.larder.proto.v1.Job.State.CANCELLED);
            assertEquals(JobServiceProto.JobStatus.JOB_STATUS_ERROR, job(id).getStatus());
            assertEquals(JobStatus.JOB_STATUS_ERROR, sparkJob(id).getStatus());
            assertEquals("The job was cancelled.", sparkJob(id).getErrorMessage());
        }
        assertEquals(List.of(), listed(false, "trips"));
        assertEquals(List.of(other, one), listed(true, "trips"));
        cancel(one);
        assertEquals("The job was cancelled.", sparkJob(one).getErrorMessage(), "again does no harm");
    }

    @Test
    void anUnknownJobIsNotFound() {
        var id = UUID.randomUUID().toString();
        var text = "There is no job \"%s\".".formatted(id);
        assertFails(Status.Code.NOT_FOUND, text, () -> job(id));
        assertFails(Status.Code.NOT_FOUND, text, () -> sparkJob(id));
        assertFails(Status.Code.NOT_FOUND, text, () -> cancel(id));
        assertFails(Status.Code.NOT_FOUND, text, () -> feast().cancelJob(JobServiceProto.CancelJobRequest.newBuilder()
                .setJobId(id)
                .build()));
    }

    // Schedules

    private List<Schedule> schedules() {
        return JobDoor.schedules(channel(), project);
    }

    @Test
    void aTableIsScheduledAndUnscheduled() {
        feastSpark()
                .scheduleOfflineToOnlineIngestionJob(ScheduleOfflineToOnlineIngestionJobRequest.newBuilder()
                        .setProject(project)
                        .setTableName("trips")
                        .setIngestionTimespan(3)
                        .setCronSchedule("0 0 1 1 *")
                        .build());
        assertEquals(1, schedules().size());
        var schedule = schedules().get(0);
        assertEquals("trips", schedule.getFeatureTable());
        assertEquals(3, schedule.getDays());
        assertEquals("0 0 1 1 *", schedule.getCron());
        assertTrue(schedule.hasNextRun());
        unschedule();
        assertEquals(List.of(), schedules());
        assertFails(
                Status.Code.NOT_FOUND,
                "Feature table trips of project %s has no schedule.".formatted(project),
                this::unschedule);
    }

    private void unschedule() {
        feastSpark()
                .unscheduleOfflineToOnlineIngestionJob(UnscheduleOfflineToOnlineIngestionJobRequest.newBuilder()
                        .setProject(project)
                        .setTableName("trips")
                        .build());
    }

    // Streams

    @Test
    void streamsAreNotIngestedYet() {
        var text = "Larder does not ingest streams yet; use a batch source.";
        assertFails(Status.Code.UNIMPLEMENTED, text, () -> feast().startStreamToOnlineIngestionJob(
                        JobServiceProto.StartStreamToOnlineIngestionJobRequest.newBuilder()
                                .setProject(project)
                                .setTableName("trips")
                                .build()));
        assertFails(Status.Code.UNIMPLEMENTED, text, () -> feastSpark()
                .getHealthMetrics(GetHealthMetricsRequest.newBuilder()
                        .setProject(project)
                        .addTableNames("trips")
                        .build()));
    }
}
