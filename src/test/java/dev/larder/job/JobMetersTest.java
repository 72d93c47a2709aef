package dev.larder.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.job.JobReport.Ending;
import dev.larder.job.JobReport.Findings;
import dev.larder.job.JobReport.Outcome;
import dev.larder.job.JobReport.Rows;
import dev.larder.job.JobReport.Tasks;
import dev.larder.job.JobWork.Destination;
import dev.larder.job.JobWork.Ingestion;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JobMetersTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private double rows(String fate) {
        return registry.counter("larder.jobs.rows", "kind", "batch_to_online", "fate", fate)
                .count();
    }

    @Test
    void theRowsOfAJobAreCountedByWhatBecameOfThem() {
        var report = new JobReport(
                new Ending(Outcome.DONE, "", false),
                START,
                START,
                "local-1",
                new Tasks(1, 1),
                new Rows(21, 10, 4, 3, 2, 5),
                new Findings(Map.of(), Map.of(), Map.of(), Map.of("trips", 6L, "rides", 1L), Map.of(), ""));
        var work = new Ingestion(Destination.ONLINE_STORE, "trips", START, START.plusSeconds(1));
        var status = JobStatus.pending(0, START).startedBy("one", START).with(report);
        new JobMeters(registry)
                .ended(new Job(
                        UUID.randomUUID(),
                        "default",
                        work,
                        "hash",
                        "anonymous",
                        START,
                        status.ended(JobState.DONE, "", START)));
        assertEquals(21, rows("read"));
        assertEquals(10, rows("written"));
        assertEquals(4, rows("rejected"));
        assertEquals(3, rows("older"));
        assertEquals(2, rows("too_old"));
        assertEquals(5, rows("ahead"));
        assertEquals(7, rows("tied"));
    }
}
