import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/**
 * Measures the registry over HTTP: two starts on embedded servers, then reads and changes of a table with 50 features. CPU is that of
 * the application's process (not of PostgreSQL), in user and system mode.
 */
public class RegistryBench {
    private static final int CLIENTS = 8;
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final Duration MEASURED = Duration.ofSeconds(10);
    private static final double TICKS_PER_SECOND = 100;
    private static final String PROJECT = "/api/v1/projects/bench";

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;
    private final Process process;

    private RegistryBench(Path folder) throws IOException {
        port = freePort();
        process = new ProcessBuilder(
                        "java",
                        "-Dquarkus.http.port=" + port,
                        "-Dquarkus.grpc.server.port=" + freePort(),
                        "-Dlarder.embedded.data-dir=" + folder.resolve("data"),
                        "-jar",
                        "target/quarkus-app/quarkus-run.jar")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.log").toFile())
                .start();
    }

    public static void main(String[] args) throws Exception {
        var folder = Files.createTempDirectory("larder-bench");
        try {
            for (var start : new String[] {"first", "second"}) {
                var bench = new RegistryBench(folder);
                try {
                    System.out.printf("%-42s %s s to the first answer%n", start + " start", bench.awaitStart(folder));
                    if (start.equals("second")) {
                        bench.measure();
                    }
                } finally {
                    bench.process.destroy();
                    bench.process.waitFor();
                }
            }
        } finally {
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }

    private String awaitStart(Path folder) throws Exception {
        var pattern = Pattern.compile("first answer after ([0-9.]+) s");
        while (process.isAlive()) {
            var matcher = pattern.matcher(Files.readString(folder.resolve("output.log")));
            if (matcher.find()) {
                return matcher.group(1);
            }
            process.waitFor(100, java.util.concurrent.TimeUnit.MILLISECONDS);
        }
        throw new IllegalStateException(Files.readString(folder.resolve("output.log")));
    }

    private void measure() throws Exception {
        send("PUT", PROJECT + "/entities/driver", "{\"spec\": {\"name\": \"driver\", \"valueType\": \"INT64\"}}");
        send("PUT", PROJECT + "/feature-tables/trips", table("trips", 0));
        System.out.printf("%-42s %10s %9s %9s %12s%n", "", "requests/s", "p50 ms", "p99 ms", "CPU us/req");
        run("GET revision", i -> request("GET", "/api/v1/revision", null));
        run("GET table of 50 features", i -> request("GET", PROJECT + "/feature-tables/trips", null));
        run("PUT the same table again", i -> request("PUT", PROJECT + "/feature-tables/trips", table("trips", 0)));
        run("PUT a changed table", i -> request("PUT", PROJECT + "/feature-tables/trips", table("trips", i)));
    }

    private void run(String name, IntFunction<HttpRequest> requests) throws Exception {
        var number = new AtomicInteger(1);
        load(requests, number, WARM_UP);
        var cpuBefore = cpuMicros();
        var begin = System.nanoTime();
        var latencies = load(requests, number, MEASURED);
        var seconds = (System.nanoTime() - begin) / 1e9;
        var cpu = cpuMicros() - cpuBefore;
        Arrays.sort(latencies);
        System.out.printf(
                "%-42s %10.0f %9.2f %9.2f %12.0f%n",
                name,
                latencies.length / seconds,
                latencies[latencies.length / 2] / 1e6,
                latencies[(int) (latencies.length * 0.99)] / 1e6,
                cpu / latencies.length);
    }

    private long[] load(IntFunction<HttpRequest> requests, AtomicInteger number, Duration duration) throws Exception {
        var end = System.nanoTime() + duration.toNanos();
        var threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            var clients = new ArrayList<Future<ArrayList<Long>>>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> {
                    var latencies = new ArrayList<Long>();
                    while (System.nanoTime() < end) {
                        var begin = System.nanoTime();
                        send(requests.apply(number.getAndIncrement()));
                        latencies.add(System.nanoTime() - begin);
                    }
                    return latencies;
                }));
            }
            var all = new ArrayList<Long>();
            for (var latencies : clients) {
                all.addAll(latencies.get());
            }
            return all.stream().mapToLong(Long::longValue).toArray();
        } finally {
            threads.shutdownNow();
        }
    }

    private void send(String method, String path, String body) throws Exception {
        send(request(method, path, body));
    }

    private void send(HttpRequest request) throws IOException, InterruptedException {
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(request + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    private HttpRequest request(String method, String path, String body) {
        var publisher = body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .method(method, publisher)
                .build();
    }

    private static String table(String name, int version) {
        var features = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            features.append(i == 0 ? "" : ",").append("{\"name\": \"f").append(i).append("\", \"valueType\": \"INT64\"}");
        }
        return """
                {"spec": {"name": "%s", "entities": ["driver"], "features": [%s], "labels": {"version": "%d"},
                 "batchSource": {"type": "BATCH_FILE", "eventTimestampColumn": "ts",
                  "fileOptions": {"fileUrl": "file:///lake", "fileFormat": {"parquetFormat": {}}}}}}
                """
                .formatted(name, features, version);
    }

    private double cpuMicros() throws IOException {
        var stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 1e6 / TICKS_PER_SECOND;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
