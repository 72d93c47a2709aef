package dev.larder.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of a job so far.
 *
 * @param epoch rises with every attempt and with every end that the application gives to one; a Spark application that learns of a
 *     later epoch stops itself
 * @param attempts how often it was started since it was last asked for
 * @param owner the jobs folder of the replica that started the present attempt; empty before the first
 * @param started of the latest attempt
 * @param nextAttempt when a pending job may start
 * @param cancelAsked it is to end as soon as its Spark application has
 * @param error why the latest attempt failed; empty if it did not
 * @param report the newest one of the latest attempt
 */
public record JobStatus(
        JobState state,
        long epoch,
        int attempts,
        String owner,
        Optional<Instant> started,
        Optional<Instant> ended,
        Optional<Instant> nextAttempt,
        boolean cancelAsked,
        String error,
        Optional<JobReport> report) {

    static JobStatus pending(long epoch, Instant now) {
        return new JobStatus(
                JobState.PENDING,
                epoch,
                0,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.of(now),
                false,
                "",
                Optional.empty());
    }

    public JobStatus startedBy(String owner, Instant now) {
        return new JobStatus(
                JobState.RUNNING,
                epoch + 1,
                attempts + 1,
                owner,
                Optional.of(now),
                Optional.empty(),
                Optional.empty(),
                false,
                "",
                Optional.empty());
    }

    JobStatus with(JobReport report) {
        return new JobStatus(
                state, epoch, attempts, owner, started, ended, nextAttempt, cancelAsked, error, Optional.of(report));
    }

    JobStatus toBeCancelled() {
        return new JobStatus(state, epoch, attempts, owner, started, ended, nextAttempt, true, error, report);
    }

    JobStatus ended(JobState state, String error, Instant now) {
        return new JobStatus(
                state,
                epoch + 1,
                attempts,
                owner,
                started,
                Optional.of(now),
                Optional.empty(),
                cancelAsked,
                error,
                report);
    }

    JobStatus againIn(Duration pause, String error, Instant now) {
        return new JobStatus(
                JobState.PENDING,
                epoch + 1,
                attempts,
                owner,
                started,
                Optional.empty(),
                Optional.of(now.plus(pause)),
                cancelAsked,
                error,
                report);
    }

    /** The attempt was ended from outside and is not held against the job. */
    JobStatus backInTheQueue(Instant now) {
        return new JobStatus(
                JobState.PENDING,
                epoch + 1,
                attempts - 1,
                owner,
                started,
                Optional.empty(),
                Optional.of(now),
                cancelAsked,
                "",
                Optional.empty());
    }
}
