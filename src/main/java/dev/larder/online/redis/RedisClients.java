package dev.larder.online.redis;

import io.quarkus.proxy.ProxyConfigurationRegistry;
import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.quarkus.redis.runtime.client.VertxRedisClientFactory;
import io.quarkus.redis.runtime.client.config.RedisClientConfig;
import io.quarkus.redis.runtime.client.config.RedisConfig;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.Vertx;
import io.vertx.redis.client.ProtocolVersion;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** Makes clients of the Redis that {@code quarkus.redis} describes. */
@Singleton
class RedisClients {
    private final Vertx vertx;
    private final RedisClientConfig config;
    private final TlsConfigurationRegistry tls;
    private final ProxyConfigurationRegistry proxies;

    RedisClients(Vertx vertx, Config config, TlsConfigurationRegistry tls, ProxyConfigurationRegistry proxies) {
        this.vertx = vertx;
        this.config = config.unwrap(SmallRyeConfig.class)
                .getConfigMapping(RedisConfig.class)
                .clients()
                .get(RedisConfig.DEFAULT_CLIENT_NAME);
        this.tls = tls;
        this.proxies = proxies;
    }

    /** A client whose connections all live on the event loop of the caller. */
    Redis create() {
        return VertxRedisClientFactory.create(RedisConfig.DEFAULT_CLIENT_NAME, vertx, config, tls, proxies);
    }

    /**
     * The older protocol, whatever is configured: of the newer one's maps the client makes texts of the names of fields, and ours are
     * bytes.
     */
    static RedisOptions speakingRespTwo(RedisOptions options) {
        return options.setPreferredProtocolVersion(ProtocolVersion.RESP2);
    }

    /** Applied by the factory to the options of every client. */
    @Singleton
    static class RespTwo implements RedisOptionsCustomizer {
        @Override
        public void customize(String clientName, RedisOptions options) {
            speakingRespTwo(options);
        }
    }

    /** Whether keys are spread over several nodes. */
    boolean isCluster() {
        return config.clientType() == RedisClientType.CLUSTER;
    }
}
