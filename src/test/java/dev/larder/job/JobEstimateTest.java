package dev.larder.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.job.JobReport.Outcome;
import dev.larder.job.JobWork.Destination;
import dev.larder.job.JobWork.Ingestion;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How much of a job is done, and how long the rest takes. */
class JobEstimateTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final JobStatus PENDING = JobStatus.pending(0, START);
    private static final JobStatus RUNNING = PENDING.startedBy("one", START);

    private static Job job(JobStatus status) {
        var work = new Ingestion(Destination.ONLINE_STORE, "trips", START, START.plusSeconds(1));
        return new Job(UUID.randomUUID(), "default", work, "hash", "anonymous", START, status);
    }

    private static JobReport report(Outcome outcome, long tasksDone, long tasksKnown, Duration soFar) {
        return new JobReport(
                outcome == null ? null : new JobReport.Ending(outcome, "", false),
                START.plus(soFar),
                START,
                "application",
                new JobReport.Tasks(tasksDone, tasksKnown),
                JobReport.Rows.NONE,
                JobReport.Findings.NONE);
    }

    private static Job running(long tasksDone, long tasksKnown, Duration soFar) {
        return job(RUNNING.with(report(null, tasksDone, tasksKnown, soFar)));
    }

    @Test
    void aQuarterDoneInAMinuteLeavesThree() {
        var job = running(25, 100, Duration.ofMinutes(1));
        assertEquals(Optional.of(0.25), job.done());
        assertEquals(Optional.of(Duration.ofMinutes(3)), job.remaining());
    }

    @Test
    void nothingIsSaidBeforeTheFirstReport() {
        assertEquals(Optional.empty(), job(PENDING).done());
        assertEquals(Optional.empty(), job(PENDING).remaining());
        assertEquals(Optional.empty(), job(RUNNING).done());
        assertEquals(Optional.empty(), job(RUNNING).remaining());
    }

    @Test
    void beforeAnyTaskIsKnownNothingIsSaid() {
        var job = running(0, 0, Duration.ofMinutes(1));
        assertEquals(Optional.empty(), job.done());
        assertEquals(Optional.empty(), job.remaining());
    }

    @Test
    void beforeAnyTaskIsDoneTheEndIsNotForeseen() {
        var job = running(0, 100, Duration.ofMinutes(1));
        assertEquals(Optional.of(0.0), job.done());
        assertEquals(Optional.empty(), job.remaining());
    }

    @Test
    void betweenTwoStagesOfSparkNothingIsLeftAsFarAsIsKnown() {
        var job = running(100, 100, Duration.ofMinutes(1));
        assertEquals(Optional.of(1.0), job.done());
        assertEquals(Optional.of(Duration.ZERO), job.remaining());
    }

    @Test
    void moreTasksDoneThanKnownAreAllOfThem() {
        // Tasks that are repeated count again.
        var job = running(101, 100, Duration.ofMinutes(1));
        assertEquals(Optional.of(1.0), job.done());
        assertEquals(Optional.of(Duration.ZERO), job.remaining());
        assertEquals(Optional.empty(), running(1, 0, Duration.ofMinutes(1)).done());
        assertEquals(
                Optional.of(Duration.ZERO), running(1, 0, Duration.ofMinutes(1)).remaining());
    }

    @Test
    void aClockThatWasSetBackForeseesNoEndInThePast() {
        assertEquals(
                Optional.of(Duration.ZERO),
                running(25, 100, Duration.ofMinutes(-1)).remaining());
    }

    @Test
    void aDoneJobIsDoneWhateverItReportedLast() {
        var job = job(
                RUNNING.with(report(Outcome.DONE, 3, 4, Duration.ofMinutes(1))).ended(JobState.DONE, "", START));
        assertEquals(Optional.of(1.0), job.done());
        assertEquals(Optional.empty(), job.remaining());
        assertEquals(
                Optional.of(1.0), job(RUNNING.ended(JobState.DONE, "", START)).done());
    }

    @ParameterizedTest
    @EnumSource(
            value = JobState.class,
            names = {"FAILED", "CANCELLED"})
    void aJobThatEndedBeforeItWasDoneStaysWhereItWas(JobState end) {
        var job = job(RUNNING.with(report(Outcome.FAILED, 1, 4, Duration.ofMinutes(1)))
                .ended(end, "", START));
        assertEquals(Optional.of(0.25), job.done());
        assertEquals(Optional.empty(), job.remaining());
    }

    @Test
    void aJobThatWaitsForItsNextAttemptForeseesNothing() {
        var job = job(RUNNING.with(report(Outcome.FAILED, 1, 4, Duration.ofMinutes(1)))
                .againIn(Duration.ofSeconds(10), "Killed", START));
        assertEquals(Optional.empty(), job.remaining());
    }
}
