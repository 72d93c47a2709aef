package dev.larder.online.redis;

import dev.larder.embedded.RedisChild;
import dev.larder.online.OnlineStore;
import io.vertx.redis.client.RedisClientType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class RedisClusterOnlineStoreTest extends RedisStoreContract {
    private static ClusterChildren cluster;
    private static RedisFixture fixture;

    @BeforeAll
    static void start() {
        cluster = ClusterChildren.start("online-cluster", false);
        fixture = new RedisFixture(RedisFixture.patient(), options -> options.setType(RedisClientType.CLUSTER)
                .addConnectionString(cluster.masters.get(0).url()));
    }

    @AfterAll
    static void stop() {
        fixture.close();
        cluster.close();
    }

    @BeforeEach
    void empty() {
        cluster.flush();
    }

    @Override
    protected OnlineStore store() {
        return fixture.store(clock);
    }

    @Override
    protected RedisChild holder(byte[] key) {
        return cluster.masterOf(key);
    }
}
