package dev.larder.spark.job;

import dev.larder.proto.v1.JobProgress;
import dev.larder.proto.v1.JobSpec;
import dev.larder.spark.offline.OfflineStore;
import dev.larder.spark.online.RedisServer;
import dev.larder.spark.online.ReportStore;
import dev.larder.spark.table.Interval;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one job specification in a Spark session. */
public final class JobRun {
    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);

    private final SparkSession session;
    private final JobSpec spec;
    private final Optional<RedisServer> redis;
    private final Clock clock;
    private final Instant started;
    private final TaskCount tasks = new TaskCount();
    private volatile Work work;

    /** @param redisPassword empty: none */
    public JobRun(SparkSession session, JobSpec spec, String redisPassword, Clock clock) {
        this.session = JobSession.of(session);
        this.spec = spec;
        this.redis = SpecReader.redis(spec, redisPassword);
        this.clock = clock;
        this.started = clock.instant();
    }

    /**
     * Checks a specification as far as that needs no Spark.
     *
     * @throws IllegalArgumentException if it can never become a job
     */
    public static void check(JobSpec spec) {
        if (spec.getWorkCase() == JobSpec.WorkCase.WORK_NOT_SET) {
            throw new IllegalArgumentException("the job specification names no work that is known here");
        }
        if (spec.hasRedis() && spec.getJobId().isEmpty()) {
            throw new IllegalArgumentException("the job specification has no job_id to report under");
        }
        SpecReader.redis(spec, "");
    }

    /** Does the work, reports it to Redis, and gives the outcome, which has been reported too. Throws nothing: a failure is an outcome. */
    public JobProgress run() {
        session.sparkContext().addSparkListener(tasks);
        try {
            if (redis.isEmpty()) {
                return attempt().build();
            }
            var store = new ReportStore(redis.get(), spec.getJobId(), spec.getEpoch());
            try (var heartbeat = new Heartbeat(store, clock, this::progress, this::stop)) {
                var outcome = heartbeat.isSuperseded() ? progress() : attempt();
                heartbeat.end(outcome.build());
                if (heartbeat.isSuperseded()) {
                    outcome.setState(JobProgress.State.SUPERSEDED);
                }
                return outcome.build();
            }
        } finally {
            session.sparkContext().removeSparkListener(tasks);
        }
    }

    private void stop() {
        LOG.warn("job {} was started again: epoch {} ends", spec.getJobId(), spec.getEpoch());
        session.sparkContext().cancelAllJobs();
    }

    private JobProgress.Builder attempt() {
        try {
            work = work();
            work.run();
            return progress().setState(JobProgress.State.DONE);
        } catch (Throwable e) {
            // Also what is no Exception: a class that is missing, a memory that is full. Somebody waits for the
            // outcome.
            LOG.error("job {} failed", spec.getJobId(), e);
            var cause = Cause.of(e);
            return progress()
                    .setState(JobProgress.State.FAILED)
                    .setError(cause.line())
                    .setRetryable(cause.retryable());
        }
    }

    private Work work() {
        var deadLetters = new DeadLetters(session, spec.getDeadLetterPath(), spec.getJobId());
        // Also for a job that only reads a source there.
        var offlineStore = offlineStore();
        return switch (spec.getWorkCase()) {
            case BATCH_TO_ONLINE -> new OnlineWork(session, spec.getBatchToOnline(), onlineStore(), deadLetters, clock);
            case BATCH_TO_OFFLINE -> {
                var store = required(offlineStore);
                var warehouse = spec.getOfflineStore().getWarehouse();
                if (!warehouse.isEmpty()) {
                    WritableFolder.require(session, "offline_store.warehouse", warehouse);
                }
                yield new OfflineWork(session, spec.getBatchToOffline(), store, deadLetters, started);
            }
            case HISTORICAL_RETRIEVAL -> new RetrievalWork(
                    session, spec.getHistoricalRetrieval(), () -> required(offlineStore), started);
            default -> throw new IllegalArgumentException("the job specification names no work that is known here");
        };
    }

    private Optional<OfflineStore> offlineStore() {
        var store = spec.getOfflineStore();
        return spec.hasOfflineStore()
                ? Optional.of(new OfflineStore(session, store.getCatalog(), store.getWarehouse()))
                : Optional.empty();
    }

    private static OfflineStore required(Optional<OfflineStore> store) {
        return store.orElseThrow(
                () -> new IllegalArgumentException("the job specification names no offline store; give offline_store"));
    }

    private RedisServer onlineStore() {
        return redis.orElseThrow(
                () -> new IllegalArgumentException("the job specification names no Redis; give redis"));
    }

    private JobProgress.Builder progress() {
        var progress = JobProgress.newBuilder()
                .setStartedMicros(Interval.micros(started))
                .setApplicationId(session.sparkContext().applicationId())
                .setTasksDone(tasks.done())
                .setTasksKnown(tasks.known());
        var running = work;
        if (running != null) {
            running.report(progress);
        }
        return progress;
    }
}
