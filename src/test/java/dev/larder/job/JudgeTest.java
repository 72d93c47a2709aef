package dev.larder.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.job.JobReport.Outcome;
import dev.larder.job.JobRunner.Life;
import dev.larder.job.JobRunner.Sighting;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final Instant STARTED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = STARTED.plusSeconds(30);

    private final JobSettings settings =
            new SmallRyeConfigBuilder().withMapping(JobSettings.class).build().getConfigMapping(JobSettings.class);
    private final Judge judge = new Judge(settings);

    @Test
    void aJobThatReportsProgressGoesOn() {
        var verdict = judge(running(1), seen(Life.ALIVE, report(null, "", false)));
        assertEquals(JobState.RUNNING, verdict.status().state());
        assertEquals(7, verdict.status().report().orElseThrow().rows().read());
        assertFalse(verdict.stop());
    }

    @Test
    void aJobThatReportsItsEndIsDoneWhateverBecameOfItsProcess() {
        for (Life life : Life.values()) {
            var status = judge(running(1), seen(life, report(Outcome.DONE, "", false)))
                    .status();
            assertEquals(JobState.DONE, status.state());
            assertEquals(Optional.of(NOW), status.ended());
            assertEquals("", status.error());
        }
    }

    @Test
    void aFailureThatCannotPassIsFinal() {
        var status = judge(running(1), seen(Life.DEAD, report(Outcome.FAILED, "no column x", false)))
                .status();
        assertEquals(JobState.FAILED, status.state());
        assertEquals("no column x", status.error());
    }

    @Test
    void aFailureThatMayPassIsTriedAgainLaterAndLaterAndThenIsFinal() {
        var failed = seen(Life.DEAD, report(Outcome.FAILED, "connection refused", true));
        var first = judge(running(1), failed).status();
        assertEquals(JobState.PENDING, first.state());
        assertEquals(Optional.of(NOW.plusSeconds(10)), first.nextAttempt());
        assertEquals("connection refused", first.error());
        assertEquals(
                Optional.of(NOW.plusSeconds(20)),
                judge(running(2), failed).status().nextAttempt());
        assertEquals(JobState.FAILED, judge(running(3), failed).status().state());
    }

    @Test
    void aProcessThatDiedWithoutAWordIsTriedAgainWithItsLastWords() {
        var status = judge(running(1), new Sighting(Life.DEAD, Optional.empty(), "Killed"))
                .status();
        assertEquals(JobState.PENDING, status.state());
        assertEquals("Spark ended before it had reported an outcome; its last words: Killed", status.error());
    }

    @Test
    void aProcessThatDiedInItsWorkIsTriedAgain() {
        assertEquals(
                JobState.PENDING,
                judge(running(1), seen(Life.DEAD, report(null, "", false)))
                        .status()
                        .state());
    }

    @Test
    void silenceIsForgivenForAWhile() {
        var sighting = seen(Life.UNKNOWN, report(null, "", false));
        var short_ = judge.of(running(1), sighting, settings.heartbeatTimeout(), NOW);
        assertEquals(JobState.RUNNING, short_.status().state());
        var longer = judge.of(running(1), sighting, settings.heartbeatTimeout().plusMillis(1), NOW);
        assertEquals(JobState.PENDING, longer.status().state());
        assertTrue(longer.stop());
        assertTrue(longer.status().error().contains("larder.jobs.heartbeat-timeout"));
    }

    @Test
    void aJobThatNeverBeginsIsStopped() {
        var sighting = new Sighting(Life.UNKNOWN, Optional.empty(), "");
        var atLimit = STARTED.plus(settings.startTimeout());
        assertEquals(
                JobState.RUNNING,
                judge.of(running(1), sighting, Duration.ofDays(1), atLimit)
                        .status()
                        .state());
        var verdict = judge.of(running(1), sighting, Duration.ZERO, atLimit.plusMillis(1));
        assertEquals(JobState.PENDING, verdict.status().state());
        assertTrue(verdict.stop());
    }

    @Test
    void aJobThatTakesTooLongIsStoppedForGood() {
        var verdict = judge.of(
                running(1),
                seen(Life.ALIVE, report(null, "", false)),
                Duration.ZERO,
                STARTED.plus(settings.timeout()).plusMillis(1));
        assertEquals(JobState.FAILED, verdict.status().state());
        assertTrue(verdict.stop());
        assertEquals(
                "it ran longer than PT6H (larder.jobs.timeout)",
                verdict.status().error());
    }

    @Test
    void aJobToBeCancelledIsCancelledWhenItIsGone() {
        var asked = running(1).with(running(1).status().toBeCancelled());
        var lives = judge(asked, seen(Life.ALIVE, report(null, "", false)));
        assertEquals(JobState.RUNNING, lives.status().state());
        assertEquals(
                JobState.CANCELLED,
                judge(asked, new Sighting(Life.DEAD, Optional.empty(), ""))
                        .status()
                        .state());
        assertEquals(
                JobState.CANCELLED,
                judge(asked, seen(Life.UNKNOWN, report(Outcome.SUPERSEDED, "", false)))
                        .status()
                        .state());
    }

    @Test
    void aJobThatWasDoneBeforeItWasCancelledIsDone() {
        var asked = running(1).with(running(1).status().toBeCancelled());
        assertEquals(
                JobState.DONE,
                judge(asked, seen(Life.DEAD, report(Outcome.DONE, "", false)))
                        .status()
                        .state());
    }

    @Test
    void everyEndTakesANewEpoch() {
        long epoch = running(1).status().epoch();
        assertEquals(
                epoch + 1,
                judge(running(1), seen(Life.DEAD, report(Outcome.DONE, "", false)))
                        .status()
                        .epoch());
        assertEquals(
                epoch + 1,
                judge(running(1), new Sighting(Life.DEAD, Optional.empty(), ""))
                        .status()
                        .epoch());
    }

    private Judge.Verdict judge(Job job, Sighting sighting) {
        return judge.of(job, sighting, Duration.ZERO, NOW);
    }

    private static Sighting seen(Life life, JobReport report) {
        return new Sighting(life, Optional.of(report), "");
    }

    private static Job running(int attempt) {
        var status = JobStatus.pending(0, STARTED);
        for (int i = 0; i < attempt; i++) {
            status = status.startedBy("me", STARTED);
        }
        var work = new JobWork.Ingestion(JobWork.Destination.ONLINE_STORE, "trips", STARTED, NOW);
        return new Job(UUID.randomUUID(), "default", work, "", "anonymous", STARTED, status);
    }

    private static JobReport report(Outcome outcome, String error, boolean retryable) {
        return new JobReport(
                outcome == null ? null : new JobReport.Ending(outcome, error, retryable),
                STARTED,
                STARTED,
                "local-1",
                new JobReport.Tasks(1, 2),
                new JobReport.Rows(7, 0, 0, 0, 0, 0),
                JobReport.Findings.NONE);
    }
}
