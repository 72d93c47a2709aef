package dev.larder.job;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * What a job says of its present attempt. It is kept as JSON, which a replica of another version may have written: what that does not
 * say is empty, and what only that knows is passed over.
 *
 * @param ending null while it runs
 * @param heartbeat when it said so, by its own clock; two reports with the same one are the same report
 * @param started when its work began, by its own clock
 * @param applicationId Spark's name for it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobReport(
        Ending ending,
        Instant heartbeat,
        Instant started,
        String applicationId,
        Tasks tasks,
        Rows rows,
        Findings findings) {

    public JobReport {
        tasks = Objects.requireNonNullElse(tasks, Tasks.NONE);
        rows = Objects.requireNonNullElse(rows, Rows.NONE);
        findings = Objects.requireNonNullElse(findings, Findings.NONE);
    }

    /** Null while it runs. */
    public Outcome outcome() {
        return ending == null ? null : ending.outcome();
    }

    public enum Outcome {
        DONE,
        FAILED,
        /** It found a later epoch and stopped. */
        SUPERSEDED
    }

    /**
     * @param error of a failure: the cause, in one line; else empty
     * @param retryable of a failure: the same job may succeed later
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Ending(Outcome outcome, String error, boolean retryable) {}

    /**
     * @param done tasks of Spark that have ended, of those known so far
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Tasks(long done, long known) {
        public static final Tasks NONE = new Tasks(0, 0);
    }

    /**
     * @param read rows in the interval
     * @param written rows that the store took, or rows of the training set
     * @param rejected rows that cannot be used; they are with the dead letters
     * @param older rows that lost against a later row of the same entity
     * @param tooOld rows that had outlived the max age before they were written
     * @param ahead rows that were taken although their event time is after the start of the job
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Rows(long read, long written, long rejected, long older, long tooOld, long ahead) {
        public static final Rows NONE = new Rows(0, 0, 0, 0, 0, 0);
    }

    /**
     * What is worth knowing of the data.
     *
     * @param snapshots table to the snapshot of the offline store that was written or read
     * @param leakedValues "table:feature" to how many values were created after the time of the entity row they were joined to
     * @param rejectedReasons what was wrong with rows that cannot be used, to how many of them; of a training set "table: reason"
     * @param ties table to how many rows had the times of another row of their key but other values
     * @param missingColumns "table: column" to how many files of its source have no such column
     * @param deadLetters the folder of the rejected rows; empty if there is none
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Findings(
            Map<String, Long> snapshots,
            Map<String, Long> leakedValues,
            Map<String, Long> rejectedReasons,
            Map<String, Long> ties,
            Map<String, Long> missingColumns,
            String deadLetters) {
        public static final Findings NONE = new Findings(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), "");

        public Findings {
            snapshots = copy(snapshots);
            leakedValues = copy(leakedValues);
            rejectedReasons = copy(rejectedReasons);
            ties = copy(ties);
            missingColumns = copy(missingColumns);
            deadLetters = Objects.requireNonNullElse(deadLetters, "");
        }

        private static Map<String, Long> copy(Map<String, Long> counts) {
            return counts == null ? Map.of() : Map.copyOf(counts);
        }

        /** Rows that had the times of another row of their key, of all tables. */
        public long tiedRows() {
            return ties.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
