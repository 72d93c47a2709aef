package dev.larder.job;

import dev.larder.error.LarderException;
import dev.larder.job.JobRunner.Life;
import dev.larder.job.JobRunner.Sighting;
import dev.larder.job.db.JobStore;
import dev.larder.module.In;
import dev.larder.module.Module;
import dev.larder.module.ReplicaStarted;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Looks at the running jobs again and again and says what becomes of them; writes down what is due; starts what waits. Every replica
 * does so: each decision is made under the lock of its row, and none rests on what one replica remembers, so jobs outlive it.
 */
@ApplicationScoped
class Supervisor {
    private static final Logger LOG = Logger.getLogger(Supervisor.class);
    private static final long SHUTDOWN_SECONDS = 10;
    private static final int FORGET_AT_ONCE = 100;
    private static final Duration FORGET_INTERVAL = Duration.ofMinutes(10);

    private final JobStore store;
    private final JobRunner runner;
    private final Timetable timetable;
    private final JobSettings settings;
    private final JobMeters meters;
    private final Clock clock;
    private final Judge judge;
    private final Silences silences = new Silences();
    private final AtomicBoolean lookAsked = new AtomicBoolean();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        var daemon = new Thread(work, "larder-jobs");
        daemon.setDaemon(true);
        return daemon;
    });
    private String failure = "";
    private long forgotAt = System.nanoTime();

    Supervisor(
            JobStore store,
            JobRunner runner,
            Timetable timetable,
            JobSettings settings,
            JobMeters meters,
            Clock clock) {
        this.store = store;
        this.runner = runner;
        this.timetable = timetable;
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
        judge = new Judge(settings);
    }

    void begin(@Observes @In(Module.JOBS) ReplicaStarted started) {
        long pause = settings.lookInterval().toMillis();
        thread.scheduleWithFixedDelay(this::work, pause, pause, TimeUnit.MILLISECONDS);
    }

    /** Looks as soon as it can. */
    void wake() {
        if (lookAsked.compareAndSet(false, true)) {
            try {
                thread.execute(this::work);
            } catch (RejectedExecutionException e) {
                // The application is stopping.
                lookAsked.set(false);
            }
        }
    }

    void work() {
        lookAsked.set(false);
        var trouble = new LinkedHashSet<String>();
        attempt(() -> watch(trouble), trouble);
        attempt(timetable::runWhatIsDue, trouble);
        attempt(this::startWaiting, trouble);
        attempt(() -> forgetOld(trouble), trouble);
        var told = String.join("; ", trouble);
        if (!failure.equals(told)) {
            failure = told;
            LOG.log(
                    failure.isEmpty() ? Logger.Level.INFO : Logger.Level.WARN,
                    failure.isEmpty() ? "Jobs are looked after again" : "Jobs cannot be looked after: " + failure);
        }
    }

    /** What goes wrong with one step, or with one job, keeps nothing from the others. */
    private static void attempt(Runnable step, Set<String> trouble) {
        try {
            step.run();
        } catch (LarderException e) {
            trouble.add(e.getMessage());
        } catch (RuntimeException e) {
            LOG.debug("a step failed", e);
            trouble.add(e.toString());
        }
    }

    private void watch(Set<String> trouble) {
        var running = QuarkusTransaction.requiringNew().call(() -> {
            var jobs = store.running();
            meters.counted(jobs.size(), store.count(JobState.PENDING));
            return jobs;
        });
        silences.keepOnly(running);
        if (running.isEmpty()) {
            return;
        }
        endCancelled(running);
        var sightings = look(running);
        for (Job job : running) {
            attempt(() -> decide(job, sightings.get(job.id())), trouble);
        }
    }

    /** While no report can be read nobody is silent. */
    private Map<UUID, Sighting> look(List<Job> running) {
        try {
            return runner.look(running);
        } catch (LarderException e) {
            silences.keepOnly(List.of());
            throw e;
        }
    }

    /** Before anything is asked of Redis, since a Spark that is to end must end without it, too. */
    private void endCancelled(List<Job> running) {
        for (Job job : running) {
            if (job.status().cancelAsked()) {
                try {
                    runner.stop(job);
                } catch (LarderException e) {
                    LOG.debugf(e, "Job %s is told to end again later", job.id());
                }
            }
        }
    }

    void decide(Job seen, Sighting sighting) {
        var silence = silences.of(seen, sighting.report());
        var decided = QuarkusTransaction.requiringNew().call(() -> {
            var job = store.lockedJob(seen.id())
                    .filter(now -> now.status().state() == JobState.RUNNING
                            && now.status().epoch() == seen.status().epoch());
            if (job.isEmpty()) {
                return Optional.<Decision>empty();
            }
            var verdict = judge.of(job.get(), sighting, silence, clock.instant());
            if (!verdict.status().equals(job.get().status())) {
                store.save(seen.id(), verdict.status());
            }
            return Optional.of(new Decision(job.get(), verdict));
        });
        decided.ifPresent(this::carryOut);
    }

    private record Decision(Job job, Judge.Verdict verdict) {}

    private void carryOut(Decision decision) {
        if (decision.verdict().stop()) {
            runner.stop(decision.job());
        }
        announce(decision.job().with(decision.verdict().status()));
    }

    private void announce(Job job) {
        var status = job.status();
        if (status.state() == JobState.RUNNING) {
            return;
        }
        meters.ended(job);
        var what = "Job %s (%s of %s in project %s)"
                .formatted(
                        job.id(),
                        job.work().kind(),
                        String.join(", ", job.work().tables()),
                        job.project());
        switch (status.state()) {
            case PENDING -> LOG.warnf(
                    "%s failed and is tried again at %s: %s",
                    what, status.nextAttempt().get(), status.error());
            case FAILED -> LOG.errorf("%s failed: %s", what, status.error());
            default -> LOG.infof("%s is %s", what, status.state().name().toLowerCase(Locale.ROOT));
        }
    }

    private void startWaiting() {
        for (var job = next(); job.isPresent(); job = next()) {
            start(job.get());
        }
    }

    private Optional<Job> next() {
        return QuarkusTransaction.requiringNew().call(() -> {
            var now = clock.instant();
            var waiting = store.next(settings.maxRunning(), now);
            return waiting.map(job -> {
                var started = job.with(job.status().startedBy(runner.owner(), now));
                store.save(job.id(), started.status());
                return started;
            });
        });
    }

    private void start(Job job) {
        try {
            runner.start(job);
            LOG.infof("Job %s starts, attempt %d", job.id(), job.status().attempts());
        } catch (LarderException e) {
            notStarted(job, e.getMessage(), false);
        } catch (RuntimeException e) {
            LOG.debugf(e, "Job %s cannot be started", job.id());
            notStarted(job, "what it is to do cannot be written down for Spark: " + e, isOfDatabase(e));
        }
    }

    private void notStarted(Job job, String error, boolean retryable) {
        var failed = job.with(judge.failed(job.status(), error, retryable, clock.instant()));
        QuarkusTransaction.requiringNew().run(() -> store.save(job.id(), failed.status()));
        announce(failed);
    }

    private static boolean isOfDatabase(Throwable thrown) {
        return thrown != null && (thrown instanceof SQLException || isOfDatabase(thrown.getCause()));
    }

    private void forgetOld(Set<String> trouble) {
        if (System.nanoTime() - forgotAt < FORGET_INTERVAL.toNanos()) {
            return;
        }
        forgotAt = System.nanoTime();
        var before = clock.instant().minus(settings.keep());
        for (Job job : QuarkusTransaction.requiringNew().call(() -> store.endedBefore(before, FORGET_AT_ONCE))) {
            attempt(() -> forget(job), trouble);
        }
    }

    private void forget(Job job) {
        runner.forget(job);
        QuarkusTransaction.requiringNew().run(() -> store.remove(job.id()));
    }

    /** Spark applications that live as children of this process end with it; their jobs go back into the queue. */
    void end(@Observes(notifyObserver = Reception.IF_EXISTS) ShutdownEvent stopping) {
        thread.shutdownNow();
        try {
            if (thread.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
                endChildren();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warnf("Jobs that run here were not put back into the queue: %s", e.getMessage());
        }
    }

    private void endChildren() {
        var running = QuarkusTransaction.requiringNew().call(store::running);
        if (running.isEmpty()) {
            return;
        }
        var sightings = runner.look(running);
        for (Job job : running) {
            if (sightings.get(job.id()).life() == Life.ALIVE) {
                runner.stop(job);
                QuarkusTransaction.requiringNew()
                        .run(() -> store.save(job.id(), job.status().backInTheQueue(clock.instant())));
                LOG.infof("Job %s is ended and goes back into the queue", job.id());
            }
        }
    }

    /** How long the newest report of each running job has been the newest one, by the clock of this process. */
    private static final class Silences {
        private record Heard(Optional<JobReport> report, long nanos) {}

        private final Map<UUID, Heard> heard = new HashMap<>();

        void keepOnly(List<Job> running) {
            heard.keySet().retainAll(running.stream().map(Job::id).toList());
        }

        Duration of(Job job, Optional<JobReport> report) {
            var last = heard.get(job.id());
            if (last == null || !last.report().equals(report)) {
                last = new Heard(report, System.nanoTime());
                heard.put(job.id(), last);
            }
            return Duration.ofNanos(System.nanoTime() - last.nanos());
        }
    }
}
