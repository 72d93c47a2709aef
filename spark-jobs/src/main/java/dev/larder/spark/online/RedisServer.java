package dev.larder.spark.online;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.UnifiedJedis;

/**
 * Where the online store is.
 *
 * @param hosts {@code host:port}; several: nodes of one cluster
 * @param user empty: the default user
 * @param database 0 in a cluster
 * @param password empty: none. It comes from the environment of the driver, and from there to executors within tasks
 */
public record RedisServer(List<String> hosts, boolean cluster, boolean tls, String user, int database, String password)
        implements Serializable {
    /** The environment variable that holds the password. */
    public static final String PASSWORD_VARIABLE = "LARDER_REDIS_PASSWORD";

    private static final int CONNECT_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 30_000;

    public RedisServer {
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("no Redis host is given");
        }
        if (cluster && database != 0) {
            throw new IllegalArgumentException("a Redis cluster has no database %d, only 0".formatted(database));
        }
        hosts = new ArrayList<>(hosts);
    }

    /** One server without TLS and password. */
    public static RedisServer at(String host, int port) {
        return new RedisServer(List.of(host + ":" + port), false, false, "", 0, "");
    }

    /** A new client; whoever opens it closes it. */
    UnifiedJedis open() {
        var config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(CONNECT_MILLIS)
                .socketTimeoutMillis(ANSWER_MILLIS)
                .ssl(tls)
                .database(database)
                .user(user.isEmpty() ? null : user)
                .password(password.isEmpty() ? null : password)
                .build();
        if (cluster) {
            var nodes = new HashSet<HostAndPort>();
            hosts.forEach(host -> nodes.add(HostAndPort.from(host)));
            return new JedisCluster(nodes, config);
        }
        return new JedisPooled(HostAndPort.from(hosts.get(0)), config);
    }

    @Override
    public String toString() {
        return String.join(",", hosts);
    }
}
