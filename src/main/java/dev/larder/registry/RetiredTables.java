package dev.larder.registry;

import dev.larder.registry.db.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The feature tables whose rows have yet to be removed from the online store, kept until that is done. */
@ApplicationScoped
@Transactional
public class RetiredTables {
    private final RegistryStore store;
    private final Clock clock;

    RetiredTables(RegistryStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Takes one for a while; no other replica gets it meanwhile.
     *
     * @param lease after this time somebody else may go on with it
     * @param grace how long it must have been retired, so that writers have noticed
     */
    public Optional<RetiredTable> claim(Duration lease, Duration grace) {
        var now = clock.instant();
        return store.claimRetired(now, now.plus(lease), now.minus(grace));
    }

    /** Remembers how far it has come, and keeps it for another lease. */
    public void progress(RetiredTable table, String position, Duration lease) {
        store.progressRetired(table.number(), position, clock.instant().plus(lease));
    }

    public void done(RetiredTable table) {
        store.forgetRetired(table.number());
    }

    /** How many are left. */
    public long count() {
        return store.countRetired();
    }
}
