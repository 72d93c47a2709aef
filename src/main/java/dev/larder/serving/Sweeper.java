package dev.larder.serving;

import dev.larder.module.In;
import dev.larder.module.Module;
import dev.larder.module.ReplicaStarted;
import dev.larder.online.OnlineStore;
import dev.larder.registry.RetiredTable;
import dev.larder.registry.RetiredTables;
import dev.larder.row.RowField;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Removes the rows of feature tables that were deleted, or changed their entities, from the online store: in small steps with rests
 * between, each step remembered, so that it neither disturbs reading nor begins again after a restart. One replica works at one
 * table.
 */
@ApplicationScoped
public class Sweeper {
    private static final Logger LOG = Logger.getLogger(Sweeper.class);
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final long STEP_SECONDS = 30;

    private final RetiredTables retired;
    private final OnlineStore store;
    private final ServingSettings settings;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        var daemon = new Thread(work, "larder-sweeper");
        daemon.setDaemon(true);
        return daemon;
    });

    Sweeper(RetiredTables retired, OnlineStore store, ServingSettings settings) {
        this.retired = retired;
        this.store = store;
        this.settings = settings;
    }

    void begin(@Observes @In(Module.SERVING) ReplicaStarted started) {
        long pause = Math.max(settings.sweepDelay().toMillis() / 10, 100);
        thread.scheduleWithFixedDelay(this::sweepAll, pause, pause, TimeUnit.MILLISECONDS);
    }

    void end(@Observes(notifyObserver = Reception.IF_EXISTS) ShutdownEvent stopping) {
        thread.shutdownNow();
    }

    private void sweepAll() {
        try {
            for (var table = next(); table.isPresent(); table = next()) {
                sweep(table.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.debugf(e, "Rows of a deleted feature table cannot be removed at the moment; this goes on later");
        }
    }

    private Optional<RetiredTable> next() {
        return retired.claim(LEASE, settings.sweepDelay());
    }

    private void sweep(RetiredTable table) throws Exception {
        var field = RowField.encode(table.number());
        var position = Optional.of(table.position());
        while (position.isPresent()) {
            position = store.sweep(table.keyHash(), field, position.get(), settings.sweepKeys())
                    .toCompletableFuture()
                    .get(STEP_SECONDS, TimeUnit.SECONDS);
            if (position.isPresent()) {
                retired.progress(table, position.get(), LEASE);
                TimeUnit.MILLISECONDS.sleep(settings.sweepPause().toMillis());
            }
        }
        retired.done(table);
        LOG.infof("The rows of retired feature table number %d are removed from the online store", table.number());
    }
}
