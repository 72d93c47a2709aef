package dev.larder.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged jar in a process of its own, for what a test can only do to a process. */
public final class PackagedApplication implements AutoCloseable {
    private static final Path JAR =
            Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private final Process process;
    private final Path output;
    private final int httpPort;
    private final int grpcPort;

    private PackagedApplication(Process process, Path output, int httpPort, int grpcPort) {
        this.process = process;
        this.output = output;
        this.httpPort = httpPort;
        this.grpcPort = grpcPort;
    }

    /** Starts it in a folder and returns at once. @param properties each {@code name=value} */
    public static PackagedApplication start(Path folder, String... properties) throws IOException {
        int httpPort = freePort();
        int grpcPort = freePort();
        var output = Files.createTempFile(Files.createDirectories(folder), "output", ".log");
        var command = new ArrayList<String>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.add("-Dquarkus.http.port=" + httpPort);
        command.add("-Dquarkus.grpc.server.port=" + grpcPort);
        Arrays.stream(properties).map(property -> "-D" + property).forEach(command::add);
        command.addAll(List.of("-jar", JAR.toString()));
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new PackagedApplication(process, output, httpPort, grpcPort);
    }

    /** Waits until it has printed its screen, or has ended. */
    public PackagedApplication awaitStart() {
        await().atMost(START_LIMIT).until(() -> output().contains("Try:") || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError("the application ended:\n" + output());
        }
        return this;
    }

    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the application still runs:\n" + output());
        }
        return process.exitValue();
    }

    /** Everything it has printed so far. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url(String path) {
        return "http://127.0.0.1:" + httpPort + path;
    }

    public int grpcPort() {
        return grpcPort;
    }

    public long pid() {
        return process.pid();
    }

    /** kill -9. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM, and waits. */
    @Override
    public void close() {
        process.destroy();
        try {
            awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
