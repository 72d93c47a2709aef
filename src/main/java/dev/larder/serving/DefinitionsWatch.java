package dev.larder.serving;

import dev.larder.module.In;
import dev.larder.module.Module;
import dev.larder.module.ReplicaStarted;
import dev.larder.registry.FeatureTableChanged;
import dev.larder.registry.Registry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Keeps the {@link Definitions} current: asks the registry for its revision, and if that has risen for the tables that changed.
 * Readers get the newest copy there is without waiting. When the registry's database is away they go on with the last one.
 */
@ApplicationScoped
public class DefinitionsWatch {
    private static final Logger LOG = Logger.getLogger(DefinitionsWatch.class);

    private final Registry registry;
    private final ServingSettings settings;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        var daemon = new Thread(work, "larder-definitions");
        daemon.setDaemon(true);
        return daemon;
    });
    private final AtomicBoolean refreshAsked = new AtomicBoolean();
    private volatile Definitions current = Definitions.NONE;
    private volatile Instant checkedAt = Instant.EPOCH;
    private volatile String failure;

    DefinitionsWatch(Registry registry, ServingSettings settings, Clock clock) {
        this.registry = registry;
        this.settings = settings;
        this.clock = clock;
    }

    void begin(@Observes @In(Module.SERVING) ReplicaStarted started) {
        refresh();
        long pause = settings.refreshInterval().toMillis();
        thread.scheduleWithFixedDelay(this::refresh, pause, pause, TimeUnit.MILLISECONDS);
    }

    void end(@Observes(notifyObserver = Reception.IF_EXISTS) ShutdownEvent stopping) {
        thread.shutdownNow();
    }

    /** A change that this very process made is served as soon as its maker is told that it is made. */
    synchronized void changed(@Observes(notifyObserver = Reception.IF_EXISTS) FeatureTableChanged change) {
        // Of several changes at once the first refresh brings them all.
        if (current.revision() < change.revision()) {
            refresh();
        }
    }

    private void refreshSoon() {
        if (refreshAsked.compareAndSet(false, true)) {
            try {
                thread.execute(this::refresh);
            } catch (RejectedExecutionException e) {
                // The application is stopping.
                refreshAsked.set(false);
            }
        }
    }

    private synchronized void refresh() {
        refreshAsked.set(false);
        try {
            if (current == Definitions.NONE || registry.revision() != current.revision()) {
                current = current.with(registry.tablesSince(current.revision()));
            }
            checkedAt = clock.instant();
            if (failure != null) {
                LOG.info("The registry answers again");
                failure = null;
            }
        } catch (RuntimeException e) {
            if (failure == null) {
                LOG.warnf(
                        "The registry does not answer: %s. Serving goes on with the definitions of revision %d.",
                        e.getMessage(), current.revision());
            }
            failure = String.valueOf(e.getMessage());
        }
    }

    /** The newest copy. */
    Definitions current() {
        return current;
    }

    /**
     * A copy that has something; if the newest one does not, the registry is asked once more, so that what has just been applied
     * through another replica can be served.
     *
     * @return whatever there is by then
     */
    CompletionStage<Definitions> having(Predicate<Definitions> something) {
        var newest = current;
        if (something.test(newest)) {
            return CompletableFuture.completedFuture(newest);
        }
        var asked = new CompletableFuture<Definitions>();
        refreshSoon();
        try {
            // The refresh runs before this, on the same thread.
            thread.execute(() -> asked.complete(current));
        } catch (RejectedExecutionException e) {
            asked.complete(newest);
        }
        return asked;
    }

    /** Whether definitions have been read at all, so that something can be served. */
    public boolean isReady() {
        return current != Definitions.NONE;
    }

    /** How long ago the registry last said what the newest revision is. */
    public Duration age() {
        return Duration.between(checkedAt, clock.instant());
    }

    public long revision() {
        return current.revision();
    }

    /** Why the registry could not be asked the last time. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    int size() {
        return current.size();
    }

    /** Why tables are not served, by {@code project/table}. */
    Map<String, String> unserved() {
        return current.unserved();
    }
}
