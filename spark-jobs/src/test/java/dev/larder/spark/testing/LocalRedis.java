package dev.larder.spark.testing;

import dev.larder.spark.online.RedisServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** A real Redis server on loopback. It keeps nothing when it ends, unless it is durable. */
public final class LocalRedis implements AutoCloseable {
    private static final LocalRedis SHARED = onFreePort("");

    private final int port;
    private final String password;
    private final Optional<Path> folder;
    private redis.embedded.RedisServer process;

    private LocalRedis(int port, String password, Optional<Path> folder) {
        this.port = port;
        this.password = password;
        this.folder = folder;
    }

    /** The server of all tests that do not need one of their own; it ends with the JVM. */
    public static LocalRedis shared() {
        return SHARED;
    }

    /** @param password empty: none */
    public static LocalRedis onFreePort(String password) {
        return started(new LocalRedis(freePort(), password, Optional.empty()));
    }

    /** A server that has all it acknowledged when it is started again after {@link #kill}. */
    public static LocalRedis durable(Path folder) {
        return started(new LocalRedis(freePort(), "", Optional.of(folder)));
    }

    private static LocalRedis started(LocalRedis redis) {
        redis.start();
        return redis;
    }

    public void start() {
        try {
            process = redis.embedded.RedisServer.newRedisServer()
                    .bind("127.0.0.1")
                    .port(port)
                    .setting("save \"\"")
                    .settingIf(folder.isPresent(), "appendonly yes")
                    .settingIf(folder.isPresent(), "dir \"" + folder.orElse(Path.of("")) + "\"")
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

    /** Ends it as a crash would. */
    public void kill() {
        try (var client = client()) {
            long pid = Long.parseLong(client.info("server")
                    .lines()
                    .filter(line -> line.startsWith("process_id:"))
                    .map(line -> line.substring("process_id:".length()))
                    .findFirst()
                    .orElseThrow());
            var process = ProcessHandle.of(pid).orElseThrow();
            process.destroyForcibly();
            process.onExit().join();
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
