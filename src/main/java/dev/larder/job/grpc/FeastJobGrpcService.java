package dev.larder.job.grpc;

import com.google.protobuf.Timestamp;
import dev.larder.definition.FeatureReference;
import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import dev.larder.job.Job;
import dev.larder.job.JobWork.Destination;
import dev.larder.job.JobWork.Ingestion;
import dev.larder.job.JobWork.Origin;
import dev.larder.job.JobWork.Retrieval;
import dev.larder.job.Jobs;
import dev.larder.job.Schedules;
import dev.larder.module.Modules;
import dev.larder.registry.Page;
import dev.larder.registry.Registry;
import dev.larder.wire.Caller;
import dev.larder.wire.DefinitionWriter;
import dev.larder.wire.ReadableMessages;
import feast_spark.proto.jobservice.JobServiceProto;
import feast_spark.proto.jobservice.JobServiceProto.CancelJobRequest;
import feast_spark.proto.jobservice.JobServiceProto.CancelJobResponse;
import feast_spark.proto.jobservice.JobServiceProto.GetHealthMetricsRequest;
import feast_spark.proto.jobservice.JobServiceProto.GetHealthMetricsResponse;
import feast_spark.proto.jobservice.JobServiceProto.GetHistoricalFeaturesRequest;
import feast_spark.proto.jobservice.JobServiceProto.GetHistoricalFeaturesResponse;
import feast_spark.proto.jobservice.JobServiceProto.GetJobRequest;
import feast_spark.proto.jobservice.JobServiceProto.GetJobResponse;
import feast_spark.proto.jobservice.JobServiceProto.JobStatus;
import feast_spark.proto.jobservice.JobServiceProto.JobType;
import feast_spark.proto.jobservice.JobServiceProto.ListJobsRequest;
import feast_spark.proto.jobservice.JobServiceProto.ListJobsResponse;
import feast_spark.proto.jobservice.JobServiceProto.ScheduleOfflineToOnlineIngestionJobRequest;
import feast_spark.proto.jobservice.JobServiceProto.ScheduleOfflineToOnlineIngestionJobResponse;
import feast_spark.proto.jobservice.JobServiceProto.StartOfflineToOnlineIngestionJobRequest;
import feast_spark.proto.jobservice.JobServiceProto.StartOfflineToOnlineIngestionJobResponse;
import feast_spark.proto.jobservice.JobServiceProto.StartStreamToOnlineIngestionJobRequest;
import feast_spark.proto.jobservice.JobServiceProto.StartStreamToOnlineIngestionJobResponse;
import feast_spark.proto.jobservice.JobServiceProto.UnscheduleOfflineToOnlineIngestionJobRequest;
import feast_spark.proto.jobservice.JobServiceProto.UnscheduleOfflineToOnlineIngestionJobResponse;
import feast_spark.proto.jobservice.MutinyJobServiceGrpc;
import io.grpc.ServerServiceDefinition;
import io.quarkus.arc.lookup.LookupUnlessProperty;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import java.util.Map;

/** Jobs as clients of feast_spark know them. */
@GrpcService
@LookupUnlessProperty(name = Modules.NO_JOBS, stringValue = Modules.YES, lookupIfMissing = true)
@Blocking
public class FeastJobGrpcService extends MutinyJobServiceGrpc.JobServiceImplBase {
    private final Jobs jobs;
    private final Schedules schedules;
    private final Registry registry;
    private final Caller caller;

    FeastJobGrpcService(Jobs jobs, Schedules schedules, Registry registry, Caller caller) {
        this.jobs = jobs;
        this.schedules = schedules;
        this.registry = registry;
        this.caller = caller;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ReadableMessages.only(super.bindService());
    }

    @Override
    public Uni<StartOfflineToOnlineIngestionJobResponse> startOfflineToOnlineIngestionJob(
            StartOfflineToOnlineIngestionJobRequest request) {
        var job = jobs.start(
                caller.principal(),
                request.getProject(),
                new Ingestion(
                        Destination.ONLINE_STORE,
                        request.getTableName(),
                        JobMessages.time("start_date", request.hasStartDate(), request.getStartDate()),
                        JobMessages.time("end_date", request.hasEndDate(), request.getEndDate())));
        return answer(StartOfflineToOnlineIngestionJobResponse.newBuilder()
                .setId(job.id().toString())
                .setJobStartTime(startTime(job))
                .setTableName(request.getTableName())
                .setLogUri(JobMessages.logUri(job))
                .build());
    }

    @Override
    public Uni<ScheduleOfflineToOnlineIngestionJobResponse> scheduleOfflineToOnlineIngestionJob(
            ScheduleOfflineToOnlineIngestionJobRequest request) {
        schedules.put(
                caller.principal(),
                request.getProject(),
                request.getTableName(),
                request.getCronSchedule(),
                request.getIngestionTimespan());
        return answer(ScheduleOfflineToOnlineIngestionJobResponse.getDefaultInstance());
    }

    @Override
    public Uni<UnscheduleOfflineToOnlineIngestionJobResponse> unscheduleOfflineToOnlineIngestionJob(
            UnscheduleOfflineToOnlineIngestionJobRequest request) {
        schedules.delete(request.getProject(), request.getTableName());
        return answer(UnscheduleOfflineToOnlineIngestionJobResponse.getDefaultInstance());
    }

    @Override
    public Uni<GetHistoricalFeaturesResponse> getHistoricalFeatures(GetHistoricalFeaturesRequest request) {
        var job = jobs.start(
                caller.principal(),
                request.getProject(),
                new Retrieval(
                        request.getFeatureRefsList().stream()
                                .map(FeatureReference::parse)
                                .toList(),
                        JobMessages.entitySource(request.hasEntitySource(), request.getEntitySource()),
                        request.getOutputLocation(),
                        request.getOutputFormat(),
                        Origin.BATCH_SOURCE,
                        false,
                        Map.of()));
        return answer(GetHistoricalFeaturesResponse.newBuilder()
                .setId(job.id().toString())
                .setOutputFileUri(((Retrieval) job.work()).outputLocation())
                .setJobStartTime(startTime(job))
                .setLogUri(JobMessages.logUri(job))
                .build());
    }

    @Override
    public Uni<ListJobsResponse> listJobs(ListJobsRequest request) {
        var found = jobs.jobs(
                request.getProject(), request.getTableName(), request.getIncludeTerminated(), Page.Request.ALL);
        return answer(ListJobsResponse.newBuilder()
                .addAllJobs(
                        found.items().stream().map(FeastJobGrpcService::message).toList())
                .build());
    }

    @Override
    public Uni<GetJobResponse> getJob(GetJobRequest request) {
        return answer(GetJobResponse.newBuilder()
                .setJob(message(jobs.job(request.getJobId())))
                .build());
    }

    @Override
    public Uni<CancelJobResponse> cancelJob(CancelJobRequest request) {
        jobs.cancel(request.getJobId());
        return answer(CancelJobResponse.getDefaultInstance());
    }

    @Override
    public Uni<StartStreamToOnlineIngestionJobResponse> startStreamToOnlineIngestionJob(
            StartStreamToOnlineIngestionJobRequest request) {
        registry.featureTable(request.getProject(), request.getTableName());
        throw noStreams();
    }

    @Override
    public Uni<GetHealthMetricsResponse> getHealthMetrics(GetHealthMetricsRequest request) {
        throw noStreams();
    }

    private static LarderException noStreams() {
        return LarderException.of(
                ErrorCode.UNIMPLEMENTED, "NO_STREAMS", "Larder does not ingest streams yet; use a batch source.");
    }

    private static JobServiceProto.Job message(Job job) {
        var message = JobServiceProto.Job.newBuilder()
                .setId(job.id().toString())
                .setStatus(
                        switch (job.status().state()) {
                            case PENDING -> JobStatus.JOB_STATUS_PENDING;
                            case RUNNING -> JobStatus.JOB_STATUS_RUNNING;
                            case DONE -> JobStatus.JOB_STATUS_DONE;
                            case FAILED, CANCELLED -> JobStatus.JOB_STATUS_ERROR;
                        })
                .setHash(job.hash())
                .setStartTime(startTime(job))
                .setLogUri(JobMessages.logUri(job))
                .setErrorMessage(JobMessages.error(job));
        if (job.work() instanceof Retrieval retrieval) {
            return message.setType(JobType.RETRIEVAL_JOB)
                    .setRetrieval(JobServiceProto.Job.RetrievalJobMeta.newBuilder()
                            .setOutputLocation(retrieval.outputLocation()))
                    .build();
        }
        return message.setType(JobType.BATCH_INGESTION_JOB)
                .setBatchIngestion(JobServiceProto.Job.OfflineToOnlineMeta.newBuilder()
                        .setTableName(job.work().tables().get(0)))
                .build();
    }

    private static Timestamp startTime(Job job) {
        return DefinitionWriter.timestamp(job.status().started().orElse(job.created()));
    }

    private static <T> Uni<T> answer(T message) {
        return Uni.createFrom().item(message);
    }
}
