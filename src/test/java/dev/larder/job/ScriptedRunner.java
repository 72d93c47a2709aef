package dev.larder.job;

import dev.larder.error.LarderException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A runner whose jobs do what a test says. */
final class ScriptedRunner implements JobRunner {
    private final String owner;
    private final Map<UUID, Sighting> sightings = new ConcurrentHashMap<>();
    final List<UUID> started = new ArrayList<>();
    final List<UUID> stopped = new ArrayList<>();
    final Map<UUID, RuntimeException> refusals = new HashMap<>();
    RuntimeException refusal;
    final Set<UUID> blind = new HashSet<>();
    LarderException blindness;

    ScriptedRunner(String owner) {
        this.owner = owner;
    }

    @Override
    public String owner() {
        return owner;
    }

    @Override
    public void start(Job job) {
        var failure = refusals.getOrDefault(job.id(), refusal);
        if (failure != null) {
            throw failure;
        }
        started.add(job.id());
        sightings.put(job.id(), new Sighting(Life.ALIVE, Optional.empty(), ""));
    }

    void reports(UUID job, JobReport.Outcome outcome, String error, boolean retryable) {
        var report = new JobReport(
                outcome == null ? null : new JobReport.Ending(outcome, error, retryable),
                Instant.EPOCH,
                Instant.EPOCH,
                "scripted",
                new JobReport.Tasks(1, 1),
                new JobReport.Rows(5, 5, 0, 0, 0, 0),
                JobReport.Findings.NONE);
        sightings.put(job, new Sighting(outcome == null ? Life.ALIVE : Life.DEAD, Optional.of(report), ""));
    }

    void dies(UUID job, String lastWords) {
        sightings.put(job, new Sighting(Life.DEAD, Optional.empty(), lastWords));
    }

    @Override
    public Map<UUID, Sighting> look(Collection<Job> jobs) {
        if (blindness != null) {
            throw blindness;
        }
        var seen = new HashMap<UUID, Sighting>();
        jobs.stream()
                .filter(job -> !blind.contains(job.id()))
                .forEach(job -> seen.put(
                        job.id(), sightings.getOrDefault(job.id(), new Sighting(Life.UNKNOWN, Optional.empty(), ""))));
        return seen;
    }

    @Override
    public void stop(Job job) {
        stopped.add(job.id());
        dies(job.id(), "");
    }

    @Override
    public JobLog log(Job job, int maxBytes) {
        return new JobLog("", false);
    }

    @Override
    public void forget(Job job) {
        sightings.remove(job.id());
    }
}
