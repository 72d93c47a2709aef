import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Measures the registry over HTTP: two starts on embedded servers, then reads and changes of a table with 50 features. CPU is that of
 * the application's process (not of PostgreSQL), in user and system mode.
 */
public class RegistryBench {
    private static final int CLIENTS = 8;
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final Duration MEASURED = Duration.ofSeconds(10);
    private static final String PROJECT = "/api/v1/projects/bench";

    private final Application application;

    private RegistryBench(Application application) {
        this.application = application;
    }

    public static void main(String[] arguments) throws Exception {
        try (var sandbox = new Sandbox()) {
            for (var start : new String[] {"first", "second"}) {
                try (var application = new Application(sandbox, List.of())) {
                    System.out.printf("%-42s %s s to the first answer%n", start + " start", application.secondsToStart());
                    if (start.equals("second")) {
                        new RegistryBench(application).measure();
                    }
                }
            }
        }
    }

    private void measure() throws Exception {
        application.send(request("PUT", PROJECT + "/entities/driver", "{\"spec\": {\"name\": \"driver\", \"valueType\": \"INT64\"}}"));
        application.send(request("PUT", PROJECT + "/feature-tables/trips", table("trips", 0)));
        System.out.printf("%-42s %10s %9s %9s %12s%n", "", "requests/s", "p50 ms", "p99 ms", "CPU us/req");
        run("GET revision", i -> request("GET", "/api/v1/revision", null));
        run("GET table of 50 features", i -> request("GET", PROJECT + "/feature-tables/trips", null));
        run("PUT the same table again", i -> request("PUT", PROJECT + "/feature-tables/trips", table("trips", 0)));
        run("PUT a changed table", i -> request("PUT", PROJECT + "/feature-tables/trips", table("trips", i)));
    }

    private void run(String name, IntFunction<HttpRequest> requests) throws Exception {
        var number = new AtomicInteger(1);
        load(requests, number, WARM_UP);
        var cpuBefore = ProcessUse.cpuMicros(application.pid());
        var begin = System.nanoTime();
        var latencies = load(requests, number, MEASURED);
        var seconds = (System.nanoTime() - begin) / 1e9;
        var cpu = ProcessUse.cpuMicros(application.pid()) - cpuBefore;
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
                        application.send(requests.apply(number.getAndIncrement()));
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

    private HttpRequest request(String method, String path, String body) {
        return application.request(method, path, body);
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
}
