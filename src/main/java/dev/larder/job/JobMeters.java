package dev.larder.job;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** What can be seen of jobs at {@code /q/metrics}. */
@Singleton
class JobMeters {
    private final MeterRegistry registry;
    private final AtomicLong running = new AtomicLong();
    private final AtomicLong pending = new AtomicLong();

    JobMeters(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("larder.jobs.running", running);
        registry.gauge("larder.jobs.pending", pending);
    }

    void counted(long running, long pending) {
        this.running.set(running);
        this.pending.set(pending);
    }

    /** An attempt ended, and perhaps the job. */
    void ended(Job job) {
        var kind = job.work().kind().name().toLowerCase(Locale.ROOT);
        var outcome =
                switch (job.status().state()) {
                    case PENDING -> "retried";
                    default -> job.status().state().name().toLowerCase(Locale.ROOT);
                };
        registry.counter("larder.jobs.attempts", "kind", kind, "outcome", outcome)
                .increment();
        job.status().ended().ifPresent(end -> job.status().started().ifPresent(start -> registry.timer(
                        "larder.jobs.duration", "kind", kind, "outcome", outcome)
                .record(Duration.between(start, end))));
        job.status().report().ifPresent(report -> {
            count(kind, "read", report.rows().read());
            count(kind, "written", report.rows().written());
            count(kind, "rejected", report.rows().rejected());
            count(kind, "older", report.rows().older());
            count(kind, "too_old", report.rows().tooOld());
            count(kind, "ahead", report.rows().ahead());
            count(kind, "tied", report.findings().tiedRows());
        });
    }

    private void count(String kind, String what, long rows) {
        registry.counter("larder.jobs.rows", "kind", kind, "fate", what).increment(rows);
    }
}
