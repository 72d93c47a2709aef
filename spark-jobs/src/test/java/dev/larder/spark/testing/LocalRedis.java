package dev.larder.spark.testing;

import dev.larder.spark.online.RedisServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** A real Redis server on loopback, without persistence. */
public final class LocalRedis implements AutoCloseable {
    private static final LocalRedis SHARED = onFreePort("");

    private final int port;
    private final String password;
    private redis.embedded.RedisServer process;

    private LocalRedis(int port, String password) {
        this.port = port;
        this.password = password;
    }

    /** The server of all tests that do not need one of their own; it ends with the JVM. */
    public static LocalRedis shared() {
        return SHARED;
    }

    /** @param password empty: none */
    public static LocalRedis onFreePort(String password) {
        var redis = new LocalRedis(freePort(), password);
        redis.start();
        return redis;
    }

    public void start() {
        try {
            process = redis.embedded.RedisServer.newRedisServer()
                    .bind("127.0.0.1")
                    .port(port)
                    .setting("save \"\"")
                    .settingIf(!password.isEmpty(), "requirepass " + password)
                    .build();
            process.start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public void stop() {
        try {
            process.stop();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public int port() {
        return port;
    }

    public RedisServer server() {
        return new RedisServer(List.of("127.0.0.1:" + port), false, false, "", 0, password);
    }

    public Jedis client() {
        return new Jedis(
                new HostAndPort("127.0.0.1", port),
                DefaultJedisClientConfig.builder()
                        .password(password.isEmpty() ? null : password)
                        .build());
    }

    @Override
    public void close() {
        stop();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
