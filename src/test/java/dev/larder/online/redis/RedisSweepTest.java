package dev.larder.online.redis;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.embedded.RedisChild;
import dev.larder.error.LarderException;
import dev.larder.online.OnlineStore;
import dev.larder.online.OnlineStore.NewRow;
import dev.larder.online.OnlineStores;
import dev.larder.row.Expiry;
import dev.larder.row.RowField;
import dev.larder.row.RowKey;
import dev.larder.row.RowWriter;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A cursor of Redis means something to the process that gave it, and to no other. */
class RedisSweepTest {
    private static final int HASH = 42;
    private static final int KEYS = 1_000;
    private static final byte[] FIELD = RowField.encode(1);

    @Test
    void aSweepLeavesNothingAlthoughRedisIsRestartedMeanwhile() {
        try (var redis = RedisChild.start("online-sweep", "--appendonly", "yes");
                var fixture =
                        new RedisFixture(RedisFixture.patient(), options -> options.setConnectionString(redis.url()))) {
            var store = fixture.store(Clock.systemUTC());
            OnlineStores.get(store.write(IntStream.range(0, KEYS)
                    .mapToObj(entity -> new NewRow(
                            RowKey.encode(HASH, List.of(entity)),
                            FIELD,
                            new RowWriter().begin(entity).end(),
                            Expiry.NEVER))
                    .toList()));
            var position = Optional.of("");
            for (int step = 0; step < 50; step++) {
                position = step(store, position.orElseThrow());
            }
            long left = (Long) redis.call("DBSIZE");
            assertTrue(left > 0 && left < KEYS, left + " keys are left in the middle");

            redis.kill();
            redis.start();
            var middle = position.orElseThrow();
            position = await().pollInSameThread()
                    .ignoreExceptionsInstanceOf(LarderException.class)
                    .until(() -> step(store, middle), next -> true);
            while (position.isPresent()) {
                position = step(store, position.get());
            }
            assertEquals(0L, redis.call("DBSIZE"));
        }
    }

    private static Optional<String> step(OnlineStore store, String position) {
        return OnlineStores.get(store.sweep(HASH, FIELD, position, 10));
    }
}
