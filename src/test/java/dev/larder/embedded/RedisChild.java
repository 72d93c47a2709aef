package dev.larder.embedded;

import static org.awaitility.Awaitility.await;

import dev.larder.testing.RedisSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A Redis of a test's own, from the embedded program, that the test may configure, kill, freeze and start again. */
public final class RedisChild implements AutoCloseable {
    /** Below those that outgoing connections get, so that nobody takes the port while Redis is away; its cluster bus is 10 000 above. */
    private static final int FIRST_PORT = 12_000;

    private static final int LAST_PORT = 22_000;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Path program;
    private final Path folder;
    private final List<String> options;
    private final int port;
    private Process process;

    private RedisChild(Path program, Path folder, List<String> options) {
        this.program = program;
        this.folder = folder;
        this.options = options;
        this.port = freePort();
    }

    /**
     * Starts a Redis that answers.
     *
     * @param name of its data directory, which is emptied
     * @param options as on the command line of {@code redis-server}
     */
    public static RedisChild start(String name, String... options) {
        var redis = prepare(name, options);
        redis.start();
        return redis;
    }

    /** One that does not run yet. */
    public static RedisChild prepare(String name, String... options) {
        var folder = EmbeddedServersResource.emptyDataDirectory(name);
        try {
            var programs = Files.createDirectories(folder.resolve("bin"));
            var program = new ServerPrograms(programs, Platform.current()).redis();
            return new RedisChild(program, folder, List.of(options));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
        return LoopbackPort.isTaken(port) || LoopbackPort.isTaken(port + 10_000) ? freePort() : port;
    }

    /** Starts it, on the same port and the same data as before. */
    public void start() {
        var line = new ArrayList<>(List.of(program.toString(), "--port", Integer.toString(port)));
        line.addAll(List.of("--bind", LoopbackPort.HOST, "--dir", folder.toString(), "--save", ""));
        line.addAll(options);
        try {
            process = new Command(line).start(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(this::listens);
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new AssertionError("Redis ended: " + new LogFile(folder.resolve("log")).tail());
        }
        return LoopbackPort.isTaken(port);
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://%s:%d".formatted(LoopbackPort.HOST, port);
    }

    /** A connection to it for the test's own commands. */
    public RedisSocket connect() {
        return new RedisSocket(port);
    }

    /** Sends one command. */
    public Object call(Object... command) {
        try (var socket = connect()) {
            return socket.call(command);
        }
    }

    /** As a power failure ends it. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes it stand still, with all its connections open. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        var outcome = run("kill", "-" + name, Long.toString(process.pid()));
        if (!outcome.succeeded()) {
            throw new AssertionError(outcome.output());
        }
    }

    private static Command.Outcome run(String... line) {
        try {
            return new Command(Arrays.asList(line)).run("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }
}
