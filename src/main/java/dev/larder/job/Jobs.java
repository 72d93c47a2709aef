package dev.larder.job;

import dev.larder.definition.Names;
import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import dev.larder.job.JobRunner.JobLog;
import dev.larder.job.db.JobStore;
import dev.larder.registry.Page;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** What can be done with jobs. An empty project name means the default project. */
@ApplicationScoped
public class Jobs {
    /** A cancelled Spark application needs a moment to end; whoever cancels it mostly wants to hear that it has. */
    private static final Duration CANCEL_PATIENCE = Duration.ofSeconds(10);

    private static final long CANCEL_POLL_MILLIS = 50;
    private static final int MAX_LOG_BYTES = 1 << 20;
    private static final int DEFAULT_LOG_BYTES = 1 << 16;

    private final JobStore store;
    private final JobPlanner planner;
    private final Supervisor supervisor;
    private final JobRunner runner;
    private final Clock clock;

    Jobs(JobStore store, JobPlanner planner, Supervisor supervisor, JobRunner runner, Clock clock) {
        this.store = store;
        this.planner = planner;
        this.supervisor = supervisor;
        this.runner = runner;
        this.clock = clock;
    }

    /**
     * Writes a job down; it starts as soon as there is room.
     *
     * @param work a retrieval may leave its output location and format empty
     * @throws LarderException NOT_FOUND if there is no such table or feature; INVALID_ARGUMENT
     */
    public Job start(String principal, String projectName, JobWork work) {
        var job = planner.plan(UUID.randomUUID(), principal, Names.project(projectName), work);
        QuarkusTransaction.requiringNew().run(() -> store.add(job));
        supervisor.wake();
        return job;
    }

    /**
     * Starts several jobs, or none if one of them cannot be.
     *
     * @return for each work the job that does it: a new one, or one that does the same and has not ended
     */
    public List<Job> startOnce(String principal, String projectName, List<? extends JobWork> work) {
        var project = Names.project(projectName);
        var planned = work.stream()
                .map(each -> planner.plan(UUID.randomUUID(), principal, project, each))
                .toList();
        var started = QuarkusTransaction.requiringNew()
                .call(() -> planned.stream().map(this::addedOnce).toList());
        supervisor.wake();
        return started;
    }

    private Job addedOnce(Job job) {
        return store.notEnded(job.project(), job.hash()).orElseGet(() -> {
            store.add(job);
            return job;
        });
    }

    /** @throws LarderException NOT_FOUND */
    public Job job(String id) {
        return QuarkusTransaction.requiringNew().call(() -> store.job(uuid(id))).orElseThrow(() -> noSuchJob(id));
    }

    /**
     * Newest first.
     *
     * @param project empty: of every project
     * @param table empty: of every table; retrievals are found under each table that they read
     */
    public Page<Job> jobs(String project, String table, boolean includeEnded, Page.Request page) {
        return QuarkusTransaction.requiringNew()
                .call(() -> store.jobs(project.isEmpty() ? null : Names.project(project), table, includeEnded, page));
    }

    /**
     * Ends a job and its Spark application. One that has ended stays as it is.
     *
     * @return the job, which still runs if its Spark application does not end within some seconds
     */
    public Job cancel(String id) {
        var job = change(id, status -> switch (status.state()) {
            case PENDING -> status.ended(JobState.CANCELLED, "", clock.instant());
            case RUNNING -> status.toBeCancelled();
            default -> status;
        });
        long patience = System.nanoTime() + CANCEL_PATIENCE.toNanos();
        while (job.status().state() == JobState.RUNNING && System.nanoTime() < patience) {
            supervisor.wake();
            pause();
            job = job(id);
        }
        return job;
    }

    private static void pause() {
        try {
            Thread.sleep(CANCEL_POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LarderException.of(ErrorCode.UNAVAILABLE, "STOPPING", "Larder is stopping.");
        }
    }

    /**
     * Starts a job that failed or was cancelled again. One that waits or runs stays as it is.
     *
     * @throws LarderException FAILED_PRECONDITION if it is done
     */
    public Job retry(String id) {
        var job = change(id, status -> switch (status.state()) {
            case DONE -> throw LarderException.of(
                    ErrorCode.FAILED_PRECONDITION,
                    "JOB_DONE",
                    "Job %s is done. Start a new job to do the same again.".formatted(id));
            case FAILED, CANCELLED -> JobStatus.pending(status.epoch(), clock.instant());
            default -> status;
        });
        supervisor.wake();
        return job;
    }

    private Job change(String id, Function<JobStatus, JobStatus> change) {
        return QuarkusTransaction.requiringNew().call(() -> {
            var job = store.lockedJob(uuid(id)).orElseThrow(() -> noSuchJob(id));
            var status = change.apply(job.status());
            store.save(job.id(), status);
            return job.with(status);
        });
    }

    /** The end of what the Spark driver of the latest attempt wrote. @param maxBytes 1 to 1 MiB; zero means 64 KiB */
    public JobLog log(String id, int maxBytes) {
        if (maxBytes < 0 || maxBytes > MAX_LOG_BYTES) {
            throw LarderException.invalid(
                    "INVALID_MAX_BYTES",
                    "max_bytes",
                    "max_bytes is %d; it must be between 1 and %d.".formatted(maxBytes, MAX_LOG_BYTES));
        }
        return runner.log(job(id), maxBytes == 0 ? DEFAULT_LOG_BYTES : maxBytes);
    }

    private static UUID uuid(String id) {
        try {
            var uuid = UUID.fromString(id);
            if (uuid.toString().equalsIgnoreCase(id)) {
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw id.isEmpty() ? LarderException.invalid("EMPTY_JOB_ID", "job_id", "job_id must be given.") : noSuchJob(id);
    }

    private static LarderException noSuchJob(String id) {
        return LarderException.of(
                ErrorCode.NOT_FOUND,
                "JOB_NOT_FOUND",
                "There is no job \"%s\".".formatted(id.length() <= 64 ? id : id.substring(0, 64) + "..."));
    }
}
