package dev.larder.job.db;

import dev.larder.error.LarderException;
import dev.larder.job.Job;
import dev.larder.job.JobKind;
import dev.larder.job.JobState;
import dev.larder.job.JobStatus;
import dev.larder.job.Schedule;
import dev.larder.registry.Page;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Every query of jobs and schedules. Must be called within a transaction. */
@ApplicationScoped
public class JobStore {
    private static final List<JobState> NOT_ENDED = List.of(JobState.PENDING, JobState.RUNNING);

    private static final String LOADED_UNTIL =
            """
            select max(cast(work ->> 'end' as timestamptz)) from job
            where project = :project and kind = :kind and state = :state and :table = any(tables)
            """;

    /** Only one transaction at a time takes jobs from the queue. Any number will do that nobody else uses. */
    private static final long QUEUE_LOCK = 0x6c61_7264_6572L;

    public void add(Job job) {
        StoredJob.of(job).persist();
    }

    public Optional<Job> job(UUID id) {
        return stored(id).map(StoredJob::toJob);
    }

    /** Nobody else changes it until this transaction ends. */
    public Optional<Job> lockedJob(UUID id) {
        PanacheQuery<StoredJob> query = StoredJob.find("id", id);
        return query.withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional()
                .map(StoredJob::toJob);
    }

    private static Optional<StoredJob> stored(UUID id) {
        return StoredJob.find("id", id).firstResultOptional();
    }

    public void save(UUID id, JobStatus status) {
        stored(id).orElseThrow().set(status);
    }

    /** Newest first. @param project null: of every project @param table empty: of every table */
    public Page<Job> jobs(String project, String table, boolean includeEnded, Page.Request page) {
        var where = new ArrayList<String>();
        var parameters = new HashMap<String, Object>();
        where.add("number < :before");
        parameters.put("before", page.after().isEmpty() ? Long.MAX_VALUE : number(page.after()));
        if (project != null) {
            where.add("project = :project");
            parameters.put("project", project);
        }
        if (!table.isEmpty()) {
            where.add("array_contains(tables, :table)");
            parameters.put("table", table);
        }
        if (!includeEnded) {
            where.add("state in :states");
            parameters.put("states", NOT_ENDED);
        }
        PanacheQuery<StoredJob> query =
                StoredJob.find(String.join(" and ", where) + " order by number desc", parameters);
        List<StoredJob> oneMore = query.range(0, page.size()).list();
        var found = Page.of(page, oneMore, stored -> stored.number.toString());
        return new Page<>(found.items().stream().map(StoredJob::toJob).toList(), found.next());
    }

    /** A job that does the same and has not ended. */
    public Optional<Job> notEnded(String project, String hash) {
        return StoredJob.<StoredJob>find(
                        "project = ?1 and hash = ?2 and state in ?3 order by number", project, hash, NOT_ENDED)
                .firstResultOptional()
                .map(StoredJob::toJob);
    }

    /** The latest end of the intervals that were loaded into the online store; empty if there was none. */
    public Optional<Instant> loadedUntil(String project, String table) {
        return Optional.ofNullable((Instant) StoredJob.getEntityManager()
                .createNativeQuery(LOADED_UNTIL, Instant.class)
                .setParameter("project", project)
                .setParameter("kind", JobKind.BATCH_TO_ONLINE.name())
                .setParameter("state", JobState.DONE.name())
                .setParameter("table", table)
                .getSingleResult());
    }

    private static long number(String pageToken) {
        try {
            return Long.parseLong(pageToken);
        } catch (NumberFormatException e) {
            throw LarderException.invalid(
                    "INVALID_PAGE_TOKEN", "page_token", "page_token must be the next_page_token of an earlier answer.");
        }
    }

    public List<Job> running() {
        Stream<StoredJob> running = StoredJob.stream("state = ?1 order by number", JobState.RUNNING);
        return running.map(StoredJob::toJob).toList();
    }

    public long count(JobState state) {
        return StoredJob.count("state", state);
    }

    /** The next job that may start, if fewer than so many run. Nobody else gets one until this transaction ends. */
    public Optional<Job> next(int maxRunning, Instant now) {
        // Counted before, so that who could start none keeps nobody off; and again, since others may have started some.
        if (full(maxRunning) || !queueLocked() || full(maxRunning)) {
            return Optional.empty();
        }
        PanacheQuery<StoredJob> waiting =
                StoredJob.find("state = ?1 and nextAttemptAt <= ?2 order by number", JobState.PENDING, now);
        return waiting.withLock(LockModeType.PESSIMISTIC_WRITE)
                .page(0, 1)
                .firstResultOptional()
                .map(StoredJob::toJob);
    }

    private boolean full(int maxRunning) {
        return count(JobState.RUNNING) >= maxRunning;
    }

    private static boolean queueLocked() {
        return (boolean) StoredJob.getEntityManager()
                .createNativeQuery("select pg_try_advisory_xact_lock(:lock)", Boolean.class)
                .setParameter("lock", QUEUE_LOCK)
                .getSingleResult();
    }

    /** Jobs that ended before a time, some of them. */
    public List<Job> endedBefore(Instant time, int limit) {
        PanacheQuery<StoredJob> ended = StoredJob.find("endedAt < ?1 order by endedAt", time);
        return ended.page(0, limit).stream().map(StoredJob::toJob).toList();
    }

    public void remove(UUID id) {
        StoredJob.delete("id", id);
    }

    public void save(Schedule schedule) {
        var key = new StoredSchedule.Key(schedule.project(), schedule.table());
        var stored = StoredSchedule.<StoredSchedule>findByIdOptional(key).orElseGet(StoredSchedule::new);
        stored.set(schedule);
        stored.persist();
    }

    public Optional<Schedule> schedule(String project, String table) {
        return StoredSchedule.<StoredSchedule>findByIdOptional(new StoredSchedule.Key(project, table))
                .map(StoredSchedule::toSchedule);
    }

    public List<Schedule> schedules(String project) {
        Stream<StoredSchedule> schedules = StoredSchedule.stream("project = ?1 order by tableName", project);
        return schedules.map(StoredSchedule::toSchedule).toList();
    }

    /** The schedules that are due; nobody else gets them until this transaction ends. */
    public List<Schedule> due(Instant now) {
        PanacheQuery<StoredSchedule> due = StoredSchedule.find("nextRunAt <= ?1 order by nextRunAt", now);
        return due.withLock(LockModeType.PESSIMISTIC_WRITE).stream()
                .map(StoredSchedule::toSchedule)
                .toList();
    }

    public boolean removeSchedule(String project, String table) {
        return StoredSchedule.deleteById(new StoredSchedule.Key(project, table));
    }
}
