package dev.larder.job;

import dev.larder.definition.Names;
import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import dev.larder.job.db.JobStore;
import dev.larder.registry.Registry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Batch ingestions that come again and again: one for each feature table at most. */
@ApplicationScoped
public class Schedules {
    private static final int MAX_DAYS = 36_500;

    private final Registry registry;
    private final JobStore store;
    private final Clock clock;

    Schedules(Registry registry, JobStore store, Clock clock) {
        this.registry = registry;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Creates the schedule of a table, or replaces it.
     *
     * @param days 1 to 36 500: days of event time that each run covers, in UTC: that of the run and those before it
     */
    public Schedule put(String principal, String projectName, String table, String cron, int days) {
        var project = Names.project(projectName);
        registry.featureTable(project, table);
        if (days < 1 || days > MAX_DAYS) {
            throw LarderException.invalid(
                    "INVALID_DAYS",
                    "days",
                    "The days that each run covers are %d; they must be between 1 and %,d.".formatted(days, MAX_DAYS));
        }
        var parsed = Cron.parse(cron);
        return QuarkusTransaction.requiringNew().call(() -> {
            var last = store.schedule(project, table).flatMap(Schedule::lastJob);
            var schedule = new Schedule(project, table, parsed, days, principal, parsed.after(clock.instant()), last);
            store.save(schedule);
            return schedule;
        });
    }

    public Optional<Schedule> get(String project, String table) {
        return QuarkusTransaction.requiringNew().call(() -> store.schedule(Names.project(project), table));
    }

    /** By table. */
    public List<Schedule> list(String project) {
        return QuarkusTransaction.requiringNew().call(() -> store.schedules(Names.project(project)));
    }

    /** @throws LarderException NOT_FOUND */
    public void delete(String projectName, String table) {
        var project = Names.project(projectName);
        if (!QuarkusTransaction.requiringNew().call(() -> store.removeSchedule(project, table))) {
            throw LarderException.of(
                    ErrorCode.NOT_FOUND,
                    "SCHEDULE_NOT_FOUND",
                    "Feature table %s of project %s has no schedule.".formatted(table, project));
        }
    }
}
