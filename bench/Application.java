import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The packaged application as a child process on free ports, with its data, and so its embedded servers, in a sandbox. */
final class Application implements AutoCloseable {
    private static final String OUTPUT = "larder.log";
    private static final Pattern STARTED = Pattern.compile("first answer after ([0-9.]+) s");
    private static final Pattern PORT = Pattern.compile("(?m)^port ([0-9]+)$");

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Sandbox sandbox;
    private final int httpPort = Sandbox.freePort();
    private final int grpcPort = Sandbox.freePort();
    private final Process process;
    private final String secondsToStart;

    /**
     * Starts it with embedded servers and waits until it answers.
     *
     * @param options of the JVM
     */
    Application(Sandbox sandbox, List<String> options) throws IOException, InterruptedException {
        this(sandbox, options, Map.of());
    }

    /** @param environment more of it, such as where PostgreSQL and Redis are */
    Application(Sandbox sandbox, List<String> options, Map<String, String> environment)
            throws IOException, InterruptedException {
        this.sandbox = sandbox;
        var command = new ArrayList<>(List.of(
                "java",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + httpPort,
                "-Dquarkus.grpc.server.host=127.0.0.1",
                "-Dquarkus.grpc.server.port=" + grpcPort,
                "-Dlarder.embedded.data-dir=" + data("")));
        command.addAll(options);
        command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
        Files.deleteIfExists(sandbox.resolve(OUTPUT));
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        process = sandbox.start(OUTPUT, builder);
        secondsToStart = awaitStart();
    }

    private String awaitStart() throws IOException, InterruptedException {
        while (process.isAlive()) {
            var matcher = STARTED.matcher(output());
            if (matcher.find()) {
                return matcher.group(1);
            }
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
        throw new IllegalStateException(output());
    }

    String output() throws IOException {
        return Files.readString(sandbox.resolve(OUTPUT));
    }

    /** As its start screen says. */
    String secondsToStart() {
        return secondsToStart;
    }

    long pid() {
        return process.pid();
    }

    int grpcPort() {
        return grpcPort;
    }

    /** A file of its embedded servers. */
    Path data(String name) {
        return sandbox.resolve("data").resolve(name);
    }

    long redisPid() throws IOException {
        return Long.parseLong(Files.readString(data("redis/redis.pid")).strip());
    }

    int redisPort() throws IOException {
        return PORT.matcher(Files.readString(data("redis/redis.conf")))
                .results()
                .map(found -> Integer.parseInt(found.group(1)))
                .findFirst()
                .orElseThrow();
    }

    HttpRequest request(String method, String path, String body) {
        var publisher = body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .header("Content-Type", "application/json")
                .method(method, publisher)
                .build();
    }

    /** Whether the registry answers: it needs PostgreSQL for that. */
    boolean registryAnswers() throws InterruptedException {
        try {
            return client.send(request("GET", "/api/v1/revision", null), BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Sends a request that must succeed. */
    void send(HttpRequest request) throws IOException, InterruptedException {
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(request + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    /** Stops it, and with it its embedded servers. */
    @Override
    public void close() {
        Sandbox.stop(process.toHandle());
    }
}
