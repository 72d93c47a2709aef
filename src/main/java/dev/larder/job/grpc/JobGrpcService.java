package dev.larder.job.grpc;

import com.google.protobuf.Empty;
import dev.larder.job.Jobs;
import dev.larder.job.Schedules;
import dev.larder.module.Modules;
import dev.larder.proto.v1.CancelJobRequest;
import dev.larder.proto.v1.DeleteScheduleRequest;
import dev.larder.proto.v1.GetJobRequest;
import dev.larder.proto.v1.Job;
import dev.larder.proto.v1.JobFilter;
import dev.larder.proto.v1.JobLog;
import dev.larder.proto.v1.JobPage;
import dev.larder.proto.v1.ListSchedulesRequest;
import dev.larder.proto.v1.ListSchedulesResponse;
import dev.larder.proto.v1.MutinyJobServiceGrpc;
import dev.larder.proto.v1.ReadJobLogRequest;
import dev.larder.proto.v1.RetryJobRequest;
import dev.larder.proto.v1.Schedule;
import dev.larder.proto.v1.StartJobRequest;
import dev.larder.registry.Page;
import dev.larder.wire.Caller;
import dev.larder.wire.ReadableMessages;
import io.grpc.ServerServiceDefinition;
import io.quarkus.arc.lookup.LookupUnlessProperty;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;

/** Jobs and schedules, with all that Larder knows of them. */
@GrpcService
@LookupUnlessProperty(name = Modules.NO_JOBS, stringValue = Modules.YES, lookupIfMissing = true)
@Blocking
public class JobGrpcService extends MutinyJobServiceGrpc.JobServiceImplBase {
    private final Jobs jobs;
    private final Schedules schedules;
    private final Caller caller;

    JobGrpcService(Jobs jobs, Schedules schedules, Caller caller) {
        this.jobs = jobs;
        this.schedules = schedules;
        this.caller = caller;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ReadableMessages.only(super.bindService());
    }

    @Override
    public Uni<Job> startJob(StartJobRequest request) {
        return answer(JobMessages.job(
                jobs.start(caller.principal(), request.getProject(), JobMessages.work(request.getWork()))));
    }

    @Override
    public Uni<Job> getJob(GetJobRequest request) {
        return answer(JobMessages.job(jobs.job(request.getJobId())));
    }

    @Override
    public Uni<JobPage> listJobs(JobFilter filter) {
        return answer(JobMessages.page(jobs.jobs(
                filter.getProject(),
                filter.getFeatureTable(),
                filter.getIncludeEnded(),
                Page.Request.of(filter.getPageSize(), filter.getPageToken()))));
    }

    @Override
    public Uni<Job> cancelJob(CancelJobRequest request) {
        return answer(JobMessages.job(jobs.cancel(request.getJobId())));
    }

    @Override
    public Uni<Job> retryJob(RetryJobRequest request) {
        return answer(JobMessages.job(jobs.retry(request.getJobId())));
    }

    @Override
    public Uni<JobLog> readJobLog(ReadJobLogRequest request) {
        return answer(JobMessages.log(jobs.log(request.getJobId(), request.getMaxBytes())));
    }

    @Override
    public Uni<Schedule> putSchedule(Schedule request) {
        return answer(JobMessages.schedule(schedules.put(
                caller.principal(),
                request.getProject(),
                request.getFeatureTable(),
                request.getCron(),
                request.getDays())));
    }

    @Override
    public Uni<ListSchedulesResponse> listSchedules(ListSchedulesRequest request) {
        return answer(JobMessages.schedules(schedules.list(request.getProject())));
    }

    @Override
    public Uni<Empty> deleteSchedule(DeleteScheduleRequest request) {
        schedules.delete(request.getProject(), request.getFeatureTable());
        return answer(Empty.getDefaultInstance());
    }

    private static <T> Uni<T> answer(T message) {
        return Uni.createFrom().item(message);
    }
}
