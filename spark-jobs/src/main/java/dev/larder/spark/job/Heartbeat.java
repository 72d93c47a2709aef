package dev.larder.spark.job;

import dev.larder.proto.v1.JobProgress;
import dev.larder.spark.online.ReportStore;
import dev.larder.spark.table.Interval;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/** Reports the progress of a job at once and then every second, and at last its outcome. */
final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final int LAST_ATTEMPTS = 10;

    private final ReportStore store;
    private final Clock clock;
    private final Supplier<JobProgress.Builder> progress;
    private final Runnable whenSuperseded;
    private final AtomicBoolean superseded = new AtomicBoolean();
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "larder-heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    /** @param whenSuperseded called again and again, mostly by another thread, once a later epoch has reported */
    Heartbeat(ReportStore store, Clock clock, Supplier<JobProgress.Builder> progress, Runnable whenSuperseded) {
        this.store = store;
        this.clock = clock;
        this.progress = progress;
        this.whenSuperseded = whenSuperseded;
        beat();
        beats.scheduleWithFixedDelay(this::beat, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void beat() {
        try {
            send(progress.get().setState(JobProgress.State.RUNNING));
        } catch (JedisException e) {
            LOG.warn("no heartbeat: {}", e.getMessage());
        } catch (RuntimeException e) {
            // One that escaped would end all heartbeats in silence.
            LOG.warn("no heartbeat", e);
        }
    }

    private void send(JobProgress.Builder report) {
        report.setHeartbeatMicros(Interval.micros(clock.instant()));
        if (!store.put(report.build().toByteArray())) {
            superseded.set(true);
            whenSuperseded.run();
        }
    }

    boolean isSuperseded() {
        return superseded.get();
    }

    /** Ends the heartbeat with the outcome. Whoever waits for it should get it, so this tries for some seconds. */
    void end(JobProgress outcome) {
        stopBeating();
        for (int attempt = 1; attempt <= LAST_ATTEMPTS && !isSuperseded(); attempt++) {
            try {
                send(outcome.toBuilder());
                return;
            } catch (JedisException e) {
                LOG.warn("the outcome was not reported: {}", e.getMessage());
                if (!pause()) {
                    return;
                }
            }
        }
    }

    private void stopBeating() {
        beats.shutdown();
        try {
            if (!beats.awaitTermination(PERIOD.toMillis() * LAST_ATTEMPTS, TimeUnit.MILLISECONDS)) {
                beats.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(PERIOD.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        beats.shutdownNow();
        store.close();
    }
}
