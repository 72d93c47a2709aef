package dev.larder.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Timestamp;
import dev.larder.proto.v1.GetJobRequest;
import dev.larder.proto.v1.IngestionWork;
import dev.larder.proto.v1.Job;
import dev.larder.proto.v1.JobServiceGrpc;
import dev.larder.proto.v1.JobServiceGrpc.JobServiceBlockingStub;
import dev.larder.proto.v1.JobWork;
import dev.larder.proto.v1.ListSchedulesRequest;
import dev.larder.proto.v1.Schedule;
import dev.larder.proto.v1.StartJobRequest;
import io.grpc.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Jobs, as clients start and watch them. */
public final class JobDoor {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Set<Job.State> ENDS = Set.of(Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED);

    private JobDoor() {}

    public static JobServiceBlockingStub jobs(Channel channel) {
        return JobServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    public static Job start(Channel channel, String project, JobWork work) {
        return jobs(channel)
                .startJob(StartJobRequest.newBuilder()
                        .setProject(project)
                        .setWork(work)
                        .build());
    }

    public static JobWork toOnline(String table, Instant start, Instant end) {
        return JobWork.newBuilder().setBatchToOnline(rows(table, start, end)).build();
    }

    public static JobWork toOffline(String table, Instant start, Instant end) {
        return JobWork.newBuilder().setBatchToOffline(rows(table, start, end)).build();
    }

    private static IngestionWork rows(String table, Instant start, Instant end) {
        return IngestionWork.newBuilder()
                .setFeatureTable(table)
                .setStart(timestamp(start))
                .setEnd(timestamp(end))
                .build();
    }

    private static Timestamp timestamp(Instant time) {
        return Rows.timestamp(time);
    }

    public static Job get(Channel channel, String id) {
        return jobs(channel).getJob(GetJobRequest.newBuilder().setJobId(id).build());
    }

    public static List<Schedule> schedules(Channel channel, String project) {
        return jobs(channel)
                .listSchedules(
                        ListSchedulesRequest.newBuilder().setProject(project).build())
                .getSchedulesList();
    }

    /** Waits for the end of a job, which must be this one. */
    public static Job awaitEnd(Channel channel, Job job, Job.State expected) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> ENDS.contains(get(channel, job.getId()).getState()));
        var ended = get(channel, job.getId());
        assertEquals(expected, ended.getState(), ended::toString);
        return ended;
    }
}
