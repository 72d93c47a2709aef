package dev.larder.job.spark;

import dev.larder.proto.v1.RedisServer;
import io.quarkus.redis.runtime.client.config.RedisConfig;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.redis.client.RedisClientType;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** Where a Spark job finds the Redis that Larder itself uses. */
@Singleton
class RedisAddress {
    private static final int DEFAULT_PORT = 6379;

    private final RedisServer server;
    private final Optional<String> password;

    RedisAddress(Config config, SparkSettings settings) {
        var client = config.unwrap(SmallRyeConfig.class)
                .getConfigMapping(RedisConfig.class)
                .clients()
                .get(RedisConfig.DEFAULT_CLIENT_NAME);
        var urls = List.copyOf(client.hosts().orElseThrow());
        var first = urls.get(0);
        var hosts = settings.redisHosts()
                .map(given -> Stream.of(given.split(",")).map(String::strip).toList())
                .orElseGet(() -> urls.stream().map(RedisAddress::host).sorted().toList());
        server = RedisServer.newBuilder()
                .addAllHosts(hosts)
                .setCluster(client.clientType() == RedisClientType.CLUSTER)
                .setTls("rediss".equals(first.getScheme())
                        || client.tlsConfigurationName().isPresent())
                .setUser(credentials(first, 0).orElse(""))
                .setDatabase(database(first))
                .build();
        password = client.password().or(() -> credentials(first, 1));
    }

    private static String host(URI url) {
        return url.getHost() + ":" + (url.getPort() < 0 ? DEFAULT_PORT : url.getPort());
    }

    private static int database(URI url) {
        var path = url.getPath() == null ? "" : url.getPath().replace("/", "");
        return path.matches("\\d{1,9}") ? Integer.parseInt(path) : 0;
    }

    private static Optional<String> credentials(URI url, int part) {
        return Optional.ofNullable(url.getUserInfo())
                .map(info -> info.split(":", 2))
                .filter(parts -> parts.length == 2)
                .map(parts -> parts[part])
                .filter(text -> !text.isEmpty());
    }

    RedisServer server() {
        return server;
    }

    Optional<String> password() {
        return password;
    }
}
