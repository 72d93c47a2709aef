package dev.larder.job;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A batch ingestion into the online store that comes again and again.
 *
 * @param cron five fields, in UTC
 * @param days days of event time, in UTC, that each run covers: that of the run and those before it
 * @param nextRun when it is due
 * @param lastJob the job of the latest run
 */
public record Schedule(
        String project, String table, Cron cron, int days, String principal, Instant nextRun, Optional<UUID> lastJob) {

    /** @param job null if there was none to start */
    Schedule afterRun(UUID job, Instant now) {
        return new Schedule(project, table, cron, days, principal, cron.after(now), Optional.ofNullable(job));
    }
}
