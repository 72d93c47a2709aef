package dev.larder.online.redis;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.function.ThrowingSupplier;

/** A store in Redis without an application around it: what Quarkus would put together. */
final class RedisFixture implements AutoCloseable {
    private static final int WAITING_HANDLERS = 65_536;

    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final RedisMeters meters = new RedisMeters(registry);
    final Vertx vertx;
    final RedisLinks links;

    /** @param how where Redis is and of which kind */
    RedisFixture(RedisSettings settings, Consumer<RedisOptions> how) {
        vertx = Vertx.vertx();
        var options = new RedisOptions().setMaxWaitingHandlers(WAITING_HANDLERS).setMaxPoolWaiting(64);
        options.getNetClientOptions().setTcpNoDelay(true).setConnectTimeout(1_000);
        how.accept(RedisClients.speakingRespTwo(options));
        links = new RedisLinks(
                vertx,
                () -> Redis.createClient(vertx, options),
                options.getType() == io.vertx.redis.client.RedisClientType.CLUSTER,
                settings,
                meters);
    }

    RedisOnlineStore store(Clock clock) {
        return new RedisOnlineStore(links, meters, clock);
    }

    double inFlight() {
        return registry.get("larder.online.store.commands.in.flight").gauge().value();
    }

    double count(String counter) {
        return registry.get(counter).counter().count();
    }

    @Override
    public void close() {
        links.close();
        unchecked(() -> vertx.close().toCompletionStage().toCompletableFuture().get());
    }

    private static <T> T unchecked(ThrowingSupplier<T> work) {
        try {
            return work.get();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Answers may take long on a busy machine; only tests of slow answers have another limit. */
    static RedisSettings patient() {
        return settings(Duration.ofSeconds(10), 50_000);
    }

    static RedisSettings settings(Duration answerTimeout, int maxCommandsInFlight) {
        record Settings(Duration answerTimeout, Duration reconnectDelay, int maxCommandsInFlight)
                implements RedisSettings {}
        return new Settings(answerTimeout, Duration.ofMillis(50), maxCommandsInFlight);
    }
}
