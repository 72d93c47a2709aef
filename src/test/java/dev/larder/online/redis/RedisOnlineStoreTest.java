package dev.larder.online.redis;

import dev.larder.embedded.RedisChild;
import dev.larder.online.OnlineStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class RedisOnlineStoreTest extends RedisStoreContract {
    private static RedisChild redis;
    private static RedisFixture fixture;

    @BeforeAll
    static void start() {
        redis = RedisChild.start("online-redis");
        fixture = new RedisFixture(RedisFixture.patient(), options -> options.setConnectionString(redis.url()));
    }

    @AfterAll
    static void stop() {
        fixture.close();
        redis.close();
    }

    @BeforeEach
    void empty() {
        redis.call("FLUSHALL");
    }

    @Override
    protected OnlineStore store() {
        return fixture.store(clock);
    }

    @Override
    protected RedisChild holder(byte[] key) {
        return redis;
    }
}
