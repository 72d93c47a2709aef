package dev.larder.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A running embedded Redis. It makes itself a daemon, with a session of its own, so a Ctrl-C at the terminal does not reach it. */
final class RedisServer implements AutoCloseable {
    static final String FOLDER = "larder.embedded.redis-folder";

    /** Until it listens. */
    private static final Duration LISTEN_LIMIT = Duration.ofSeconds(10);

    /** Until the data is in memory. */
    private static final Duration LOAD_LIMIT = Duration.ofMinutes(5);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final int ANSWER_LIMIT_MILLIS = 1_000;
    private static final int ATTEMPTS = 3;
    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PONG = "+PONG\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Path folder;
    private final ServerProcess process;
    private final int port;

    private RedisServer(Path folder, ServerProcess process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    /**
     * Starts Redis on a free port and waits until it has loaded its data. Replaces a server that an earlier, killed Larder left running on
     * the same data.
     *
     * @throws EmbeddedStartException if it does not start
     */
    static RedisServer start(DataDirectory data, Platform platform) throws IOException {
        var program = new ServerPrograms(data.programs("redis"), platform).redis();
        var folder = data.privateFolder("redis");
        var pidFile = folder.resolve("redis.pid");
        var log = new LogFile(data.resolve("redis.log"));
        ServerProcess.allFrom(data.programs("redis")).forEach(RedisServer::stop);
        Files.deleteIfExists(pidFile);
        log.rotate();
        for (int attempt = 1; ; attempt++) {
            int port = LoopbackPort.free();
            var config = Files.writeString(folder.resolve("redis.conf"), config(port, folder, pidFile, log));
            launch(program, config);
            var process = listening(pidFile, program);
            if (process.isPresent()
                    && Waiting.until(
                            LOAD_LIMIT, () -> answers(port) || !process.get().isAlive())
                    && process.get().isAlive()) {
                return new RedisServer(folder, process.get(), port);
            }
            process.ifPresent(RedisServer::stop);
            if (attempt == ATTEMPTS || !LoopbackPort.isTaken(port)) {
                throw failed("does not start (" + log.path() + ")", log.tail());
            }
        }
    }

    private static String config(int port, Path folder, Path pidFile, LogFile log) {
        return """
                # Written by Larder at every start.
                bind %s
                port %d
                dir "%s"
                daemonize yes
                pidfile "%s"
                logfile "%s"
                appendonly yes
                appendfsync everysec
                save ""
                """
                .formatted(LoopbackPort.HOST, port, quoted(folder), quoted(pidFile), quoted(log.path()));
    }

    private static String quoted(Path path) {
        return path.toString().replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static void launch(Path program, Path config) throws IOException {
        var outcome = new Command(List.of(program.toString(), config.toString())).run("");
        if (!outcome.succeeded()) {
            throw failed("does not start", outcome.output());
        }
    }

    private static EmbeddedStartException failed(String what, String output) {
        return new EmbeddedStartException(
                """
                The embedded Redis %s:
                %s
                Mend that, or run a Redis yourself and set QUARKUS_REDIS_HOSTS."""
                        .formatted(what, LogFile.lastLines(output)));
    }

    /** Redis writes its pid file once it listens, and never if it cannot. */
    private static Optional<ServerProcess> listening(Path pidFile, Path program) {
        Waiting.until(
                LISTEN_LIMIT,
                () -> ServerProcess.of(pidFile, program).isPresent()
                        || ServerProcess.allFrom(program).isEmpty());
        return ServerProcess.of(pidFile, program);
    }

    private static boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(LoopbackPort.HOST, port), ANSWER_LIMIT_MILLIS);
            socket.setSoTimeout(ANSWER_LIMIT_MILLIS);
            socket.getOutputStream().write(PING);
            // While it loads it answers with an error of at least this length.
            return Arrays.equals(socket.getInputStream().readNBytes(PONG.length), PONG);
        } catch (IOException e) {
            return false;
        }
    }

    private static void stop(ServerProcess process) {
        process.askToStop();
        if (!process.awaitEnd(STOP_LIMIT)) {
            process.kill();
        }
    }

    /** What the application has to know to find it, and where it keeps its data. */
    Map<String, String> properties() {
        return Map.of(
                EmbeddedSettings.REDIS_HOSTS,
                "redis://%s:%d".formatted(LoopbackPort.HOST, port),
                FOLDER,
                folder.toString());
    }

    /** Flushes the append-only file and stops; returns when the process has ended. */
    @Override
    public void close() {
        stop(process);
    }
}
