package dev.larder.job.spark;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import dev.larder.job.Job;
import dev.larder.job.JobReport;
import dev.larder.job.JobReport.Ending;
import dev.larder.job.JobReport.Findings;
import dev.larder.job.JobReport.Outcome;
import dev.larder.job.JobReport.Rows;
import dev.larder.job.JobReport.Tasks;
import dev.larder.proto.v1.JobProgress;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What jobs say of themselves: it lies in Redis, where they can reach it wherever they run. */
@Singleton
class ReportReader {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String KEPT_SECONDS = Long.toString(Duration.ofDays(7).toSeconds());

    private static final String RAISE_EPOCH =
            """
            local stored = redis.call('HGET', KEYS[1], 'epoch')
            if not stored or tonumber(stored) < tonumber(ARGV[1]) then
              redis.call('HSET', KEYS[1], 'epoch', ARGV[1])
              redis.call('EXPIRE', KEYS[1], ARGV[2])
            end
            return 1
            """;

    private final Instance<Redis> redis;

    /** @param redis looked up when a job asks, as a replica without jobs may have none */
    ReportReader(Instance<Redis> redis) {
        this.redis = redis;
    }

    /** The newest report of the present attempt of each job that has made one. */
    Map<UUID, JobReport> read(Collection<Job> jobs) {
        var reports = new HashMap<UUID, JobReport>();
        var answers = jobs.stream()
                .map(job -> send(Request.cmd(Command.HMGET)
                                .arg(key(job))
                                .arg("epoch")
                                .arg("progress"))
                        .invoke(answer -> report(answer, job.status().epoch())
                                .ifPresent(report -> reports.put(job.id(), report))))
                .toList();
        await(Uni.join().all(answers).andFailFast());
        return reports;
    }

    /** Makes a Spark application of the present attempt, wherever it is, stop itself. */
    void supersede(Job job) {
        await(send(Request.cmd(Command.EVAL)
                .arg(RAISE_EPOCH)
                .arg(1)
                .arg(key(job))
                .arg(job.status().epoch() + 1)
                .arg(KEPT_SECONDS)));
    }

    private static String key(Job job) {
        return "larder:job:" + job.id();
    }

    private Uni<Response> send(Request request) {
        return redis.get().send(request);
    }

    private static <T> T await(Uni<T> answer) {
        try {
            return answer.await().atMost(PATIENCE);
        } catch (RuntimeException e) {
            throw LarderException.of(
                    ErrorCode.UNAVAILABLE, "REDIS_UNAVAILABLE", "Redis, where jobs report, does not answer.", e);
        }
    }

    private static Optional<JobReport> report(Response answer, long epoch) {
        if (answer.get(0) == null
                || answer.get(1) == null
                || !answer.get(0).toString().equals(Long.toString(epoch))) {
            return Optional.empty();
        }
        try {
            return Optional.of(report(JobProgress.parseFrom(answer.get(1).toBytes())));
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    private static JobReport report(JobProgress progress) {
        return new JobReport(
                switch (progress.getState()) {
                    case DONE -> ending(Outcome.DONE, progress);
                    case FAILED -> ending(Outcome.FAILED, progress);
                    case SUPERSEDED -> ending(Outcome.SUPERSEDED, progress);
                    default -> null;
                },
                instant(progress.getHeartbeatMicros()),
                instant(progress.getStartedMicros()),
                progress.getApplicationId(),
                new Tasks(progress.getTasksDone(), progress.getTasksKnown()),
                new Rows(
                        progress.getRowsRead(),
                        progress.getRowsWritten(),
                        progress.getRowsRejected(),
                        progress.getRowsOlder(),
                        progress.getRowsTooOld(),
                        progress.getRowsAhead()),
                new Findings(
                        progress.getSnapshotsMap(),
                        progress.getLeakedValuesMap(),
                        progress.getRejectedReasonsMap(),
                        progress.getTiesMap(),
                        progress.getMissingColumnsMap(),
                        progress.getDeadLetters()));
    }

    private static Ending ending(Outcome outcome, JobProgress progress) {
        return new Ending(outcome, progress.getError(), progress.getRetryable());
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
