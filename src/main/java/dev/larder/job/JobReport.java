package dev.larder.job;

import java.time.Instant;
import java.util.Map;

/**
 * What a job says of its present attempt.
 *
 * @param outcome null while it runs
 * @param heartbeat when it said so, by its own clock; two reports with the same one are the same report
 * @param started when its work began, by its own clock
 * @param applicationId Spark's name for it
 * @param tasksDone tasks of Spark that have ended, of those known so far
 * @param rowsRead rows in the interval
 * @param rowsWritten rows that the store took, or rows of the training set
 * @param rowsRejected rows that cannot be used; they are with the dead letters
 * @param rowsOlder rows that lost against a later row of the same entity
 * @param rowsTooOld rows that had outlived the max age before they were written
 * @param error of a failure: the cause, in one line
 * @param retryable of a failure: the same job may succeed later
 * @param snapshots table to the snapshot of the offline store that was written or read
 * @param leakedValues "table:feature" to how many values were created after the time of the entity row they were joined to
 * @param deadLetters the folder of the rejected rows; empty if there is none
 */
public record JobReport(
        Outcome outcome,
        Instant heartbeat,
        Instant started,
        String applicationId,
        long tasksDone,
        long tasksKnown,
        long rowsRead,
        long rowsWritten,
        long rowsRejected,
        long rowsOlder,
        long rowsTooOld,
        String error,
        boolean retryable,
        Map<String, Long> snapshots,
        Map<String, Long> leakedValues,
        String deadLetters) {
    public enum Outcome {
        DONE,
        FAILED,
        /** It found a later epoch and stopped. */
        SUPERSEDED
    }
}
