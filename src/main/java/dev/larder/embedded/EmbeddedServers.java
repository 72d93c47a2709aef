package dev.larder.embedded;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The embedded servers of one Larder. Start them before the application, give it {@link #properties()}, and close them when it has
 * stopped.
 *
 * <p>Both servers start at the same time. When one fails, the other is stopped again. Closing waits for a start that is under way, stops
 * Redis, then PostgreSQL, then gives the data directory free; closing twice does no harm.
 */
public final class EmbeddedServers implements AutoCloseable {
    /** The folder of the embedded PostgreSQL; set by Larder itself, and only if it embeds one. */
    public static final String POSTGRES_FOLDER = PostgresServer.FOLDER;

    /** The folder of the embedded Redis; set by Larder itself, and only if it embeds one. */
    public static final String REDIS_FOLDER = RedisServer.FOLDER;

    private final EmbeddedSettings settings;
    private DataDirectory data;
    private PostgresServer postgres;
    private RedisServer redis;

    public EmbeddedServers(EmbeddedSettings settings) {
        this.settings = settings;
    }

    /**
     * Starts what the settings ask for and returns when it can be used.
     *
     * @throws EmbeddedStartException if that is impossible, with a message for the person at the terminal
     */
    public synchronized void start() {
        if (!settings.postgres() && !settings.redis()) {
            return;
        }
        try {
            data = DataDirectory.open(settings.dataDirectory());
            startBoth(Platform.current());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void startBoth(Platform platform) {
        var startOfRedis = settings.redis()
                ? CompletableFuture.supplyAsync(
                        () -> started(() -> RedisServer.start(data, platform)), EmbeddedServers::inThread)
                : CompletableFuture.<RedisServer>completedFuture(null);
        try {
            if (settings.postgres()) {
                postgres = started(() -> PostgresServer.start(data, platform));
            }
        } finally {
            redis = startOfRedis.exceptionally(failure -> null).join();
        }
        try {
            startOfRedis.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static void inThread(Runnable work) {
        new Thread(work, "embedded-redis-start").start();
    }

    private interface Start<T> {
        T run() throws IOException;
    }

    private <T> T started(Start<T> start) {
        try {
            return start.run();
        } catch (IOException e) {
            throw new EmbeddedStartException(
                    "An embedded server cannot be started in "
                            + settings.dataDirectory().toAbsolutePath() + ": " + e,
                    e);
        }
    }

    /** The configuration of the application: where the started servers are, and with which password. Empty if none was started. */
    public synchronized Map<String, String> properties() {
        var properties = new HashMap<String, String>();
        if (postgres != null) {
            properties.putAll(started(postgres::properties));
        }
        if (redis != null) {
            properties.putAll(redis.properties());
        }
        return Map.copyOf(properties);
    }

    @Override
    public synchronized void close() {
        if (redis != null) {
            redis.close();
            redis = null;
        }
        if (postgres != null) {
            postgres.close();
            postgres = null;
        }
        if (data != null) {
            data.close();
            data = null;
        }
    }
}
