package dev.larder.job;

import dev.larder.error.LarderException;
import dev.larder.job.JobWork.Destination;
import dev.larder.job.JobWork.Ingestion;
import dev.larder.job.db.JobStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Writes down the jobs that are due by schedule. A run that comes late, because Larder was down or the job before it still runs,
 * covers the days of all the runs that were missed; there is one job for them, not several. What a failed job should have done the
 * next one does too.
 */
@ApplicationScoped
class Timetable {
    private static final Logger LOG = Logger.getLogger(Timetable.class);

    private final JobStore store;
    private final JobPlanner planner;
    private final Clock clock;

    Timetable(JobStore store, JobPlanner planner, Clock clock) {
        this.store = store;
        this.planner = planner;
        this.clock = clock;
    }

    void runWhatIsDue() {
        QuarkusTransaction.requiringNew().run(() -> {
            var now = clock.instant();
            for (Schedule schedule : store.due(now)) {
                var last = schedule.lastJob().flatMap(store::job);
                if (last.filter(job -> !job.status().state().isEnd()).isEmpty()) {
                    store.save(schedule.afterRun(run(schedule, last, now), now));
                }
            }
        });
    }

    /** Null if it cannot be done. */
    private UUID run(Schedule schedule, Optional<Job> last, Instant now) {
        var id = UUID.randomUUID();
        try {
            var work = new Ingestion(
                    Destination.ONLINE_STORE,
                    schedule.table(),
                    start(schedule, last),
                    midnight(now).plus(Duration.ofDays(1)));
            // In a transaction of its own, since a refusal spoils the one it happens in.
            store.add(QuarkusTransaction.requiringNew()
                    .call(() -> planner.plan(id, schedule.principal(), schedule.project(), work)));
            return id;
        } catch (LarderException e) {
            LOG.warnf(
                    "The schedule of feature table %s of project %s cannot run: %s",
                    schedule.table(), schedule.project(), e.getMessage());
            return null;
        }
    }

    private static Instant start(Schedule schedule, Optional<Job> last) {
        var due = midnight(schedule.nextRun()).minus(Duration.ofDays(schedule.days() - 1L));
        return last.filter(job -> job.status().state() == JobState.FAILED)
                .map(job -> ((Ingestion) job.work()).start())
                .filter(start -> start.isBefore(due))
                .orElse(due);
    }

    private static Instant midnight(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
