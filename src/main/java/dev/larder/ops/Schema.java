package dev.larder.ops;

import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;

/** The tables in PostgreSQL, for replicas that leave it to others to make them. */
@Singleton
class Schema {
    private static final Logger LOG = Logger.getLogger(Schema.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long PAUSE_SECONDS = 2;

    private final Flyway flyway;

    Schema(Flyway flyway) {
        this.flyway = flyway;
    }

    /**
     * Waits a minute for a replica with the registry to bring the schema up to what this version of Larder needs. A newer one is fine. A
     * database that does not answer is another matter: whoever needs it then waits for it.
     *
     * @throws LarderException FAILED_PRECONDITION if it is not there by then
     */
    void await() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (int missing = missing(); missing > 0; missing = missing()) {
            LOG.infof(
                    "The database lacks %d of this version's migrations; waiting for a replica with the registry",
                    missing);
            if (System.nanoTime() > end) {
                throw LarderException.of(
                        ErrorCode.FAILED_PRECONDITION,
                        "NO_SCHEMA",
                        "The database has no schema for this version of Larder. A replica whose larder.modules has registry makes it: start one of this version on the same database.");
            }
            TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
        }
    }

    private int missing() {
        try {
            return flyway.info().pending().length;
        } catch (FlywayException e) {
            LOG.warnf("The database cannot be asked for its schema: %s", e.getMessage());
            return 0;
        }
    }
}
