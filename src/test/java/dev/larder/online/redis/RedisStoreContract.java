package dev.larder.online.redis;

import static org.awaitility.Awaitility.await;

import dev.larder.embedded.RedisChild;
import dev.larder.online.OnlineStoreContract;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** What every kind of Redis does. */
abstract class RedisStoreContract extends OnlineStoreContract {
    /** The Redis that holds the key. */
    protected abstract RedisChild holder(byte[] key);

    @Override
    protected void putForeign(byte[] key) {
        holder(key).call("SET", key, "not ours");
    }

    @Override
    protected OptionalLong expiryMicros(byte[] key) {
        long left = (Long) holder(key).call("PTTL", key);
        return left == -1
                ? OptionalLong.empty()
                : OptionalLong.of(TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis() + left));
    }

    @Override
    protected void afterAMoment(Callable<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(5)).until(condition);
    }
}
