package dev.larder.job;

import dev.larder.job.JobReport.Outcome;
import dev.larder.job.JobRunner.Life;
import dev.larder.job.JobRunner.Sighting;
import java.time.Duration;
import java.time.Instant;

/** Says what becomes of a running job, from what can be seen of it. */
final class Judge {
    private final JobSettings settings;

    Judge(JobSettings settings) {
        this.settings = settings;
    }

    /** @param stop whether its Spark application is to be ended */
    record Verdict(JobStatus status, boolean stop) {}

    /** @param silence how long the newest report has been the newest one */
    Verdict of(Job job, Sighting sighting, Duration silence, Instant now) {
        var status = sighting.report().map(job.status()::with).orElse(job.status());
        var outcome = status.report().map(JobReport::outcome).orElse(null);
        boolean lost = silence.compareTo(settings.heartbeatTimeout()) > 0;
        if (outcome == Outcome.DONE) {
            return new Verdict(status.ended(JobState.DONE, "", now), false);
        }
        if (status.cancelAsked()) {
            boolean gone = sighting.life() == Life.DEAD || sighting.life() == Life.UNKNOWN && (outcome != null || lost);
            return new Verdict(gone ? status.ended(JobState.CANCELLED, "", now) : status, false);
        }
        if (outcome != null) {
            var ending = status.report().orElseThrow().ending();
            return outcome == Outcome.FAILED
                    ? new Verdict(failed(status, ending.error(), ending.retryable(), now), false)
                    : new Verdict(
                            failed(status, "another attempt of the job was found to be running", true, now), false);
        }
        if (sighting.life() == Life.DEAD) {
            return new Verdict(failed(status, lastWords(sighting), true, now), false);
        }
        var age = Duration.between(status.started().orElse(now), now);
        if (age.compareTo(settings.timeout()) > 0) {
            return new Verdict(
                    status.ended(
                            JobState.FAILED,
                            "it ran longer than %s (larder.jobs.timeout)".formatted(settings.timeout()),
                            now),
                    true);
        }
        if (status.report().isEmpty() && age.compareTo(settings.startTimeout()) > 0) {
            return new Verdict(
                    failed(
                            status,
                            "it did not begin to work within %s (larder.jobs.start-timeout)"
                                    .formatted(settings.startTimeout()),
                            true,
                            now),
                    true);
        }
        if (status.report().isPresent() && lost) {
            return new Verdict(
                    failed(
                            status,
                            "nothing was heard of it for %s (larder.jobs.heartbeat-timeout)"
                                    .formatted(settings.heartbeatTimeout()),
                            true,
                            now),
                    true);
        }
        return new Verdict(status, false);
    }

    private static String lastWords(Sighting sighting) {
        return "Spark ended before it had reported an outcome"
                + (sighting.lastWords().isEmpty() ? "" : "; its last words: " + sighting.lastWords());
    }

    /** @param retryable the same job may succeed later */
    JobStatus failed(JobStatus status, String error, boolean retryable, Instant now) {
        if (!retryable || status.attempts() >= settings.maxAttempts()) {
            return status.ended(JobState.FAILED, error, now);
        }
        return status.againIn(settings.retryDelay().multipliedBy(1L << (status.attempts() - 1)), error, now);
    }
}
