package dev.larder.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A job as the application keeps it, from the moment it was asked for.
 *
 * @param hash equal for two jobs that do the same with the same definitions
 * @param principal who asked for it
 */
public record Job(
        UUID id, String project, JobWork work, String hash, String principal, Instant created, JobStatus status) {

    Job with(JobStatus status) {
        return new Job(id, project, work, hash, principal, created, status);
    }

    /** 0 to 1, by the tasks that Spark knows so far, of which it may repeat some. Empty until there are any. */
    public Optional<Double> done() {
        if (status.state() == JobState.DONE) {
            return Optional.of(1.0);
        }
        return status.report()
                .map(JobReport::tasks)
                .filter(tasks -> tasks.known() > 0)
                .map(tasks -> Math.min(1.0, (double) tasks.done() / tasks.known()));
    }

    /** How much longer it takes if it goes on as it did. */
    public Optional<Duration> remaining() {
        if (status.state() != JobState.RUNNING) {
            return Optional.empty();
        }
        return status.report().filter(report -> report.tasks().done() > 0).map(report -> {
            var soFar = Duration.between(report.started(), report.heartbeat());
            long left = Math.max(0, report.tasks().known() - report.tasks().done());
            return soFar.isNegative()
                    ? Duration.ZERO
                    : soFar.multipliedBy(left).dividedBy(report.tasks().done());
        });
    }
}
