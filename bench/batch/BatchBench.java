import dev.larder.proto.v1.JobSpec;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import redis.embedded.RedisServer;

/** Measures the batch jobs: ingestion into a Redis on the same machine, and historical retrieval, each in a JVM of its own. */
public class BatchBench {
    private static final String USAGE =
            """
            bench/run batch [options]
              --job ingestion      or retrieval, or skewed (a tenth of all rows on one key); may be given several times; all if not given
              --rows 5000000       rows of the source; may be given several times; 5 M of ingestion, 10 M of history if not given
              --keys 1000000       entity rows of retrieval, and as many keys; a tenth of the rows if not given
              --features 10        features that retrieval asks for, of the 10 that there are
              --warm-up 1000000    rows of a job of the same kind that comes first in the same JVM; 0: none, the JVM is cold
              --cores 2            cores that Spark uses
              --heap 4g            heap of Spark's JVM
              --jvm OPTION         an option for Spark's JVM, e.g. -Dspark.sql.shuffle.partitions=8; may be given several times
              --jfr FILE           record the measured job, into FILE-<job>-<rows>.jfr""";

    private static final long MOST_PLAIN_ROWS = 1_000_000;

    /** What Spark opens of the JDK when its own launcher starts it. */
    private static final List<String> OPENED = List.of(
            "lang", "lang.invoke", "lang.reflect", "io", "net", "nio", "util", "util.concurrent", "util.concurrent.atomic");

    private final Options options;
    private final Path data = Path.of("target", "bench-data").toAbsolutePath();

    private BatchBench(Options options) {
        this.options = options;
    }

    public static void main(String[] arguments) throws Exception {
        var options = new Options(
                arguments, USAGE, Set.of("--job", "--rows", "--keys", "--features", "--warm-up", "--cores", "--heap", "--jvm", "--jfr"), Set.of());
        var bench = new BatchBench(options);
        var jobs = options.has("--job") ? options.all("--job") : List.of("ingestion", "retrieval", "skewed");
        for (String job : jobs) {
            switch (job) {
                case "ingestion" -> bench.ingestion();
                case "retrieval" -> bench.retrieval(job, 0);
                case "skewed" -> bench.retrieval(job, 0.1);
                default -> {
                    System.err.println(USAGE);
                    System.exit(2);
                }
            }
        }
    }

    private List<Long> rows(long otherwise) {
        return options.has("--rows")
                ? options.all("--rows").stream().map(Long::parseLong).toList()
                : List.of(otherwise);
    }

    private long warmUpRows() {
        return (long) options.number("--warm-up", 1_000_000);
    }

    private int cores() {
        return (int) options.number("--cores", 2);
    }

    private void ingestion() throws Exception {
        System.out.println("| ingestion  |        |         | plain SETs |       | CPU, µs per row |      |     |       | peak | bytes per row |");
        System.out.println("|       rows | work s |  rows/s |     rows/s | ratio |           Spark |  JIT |  GC | Redis |   MB |      in Redis |");
        System.out.println("|-----------:|-------:|--------:|-----------:|------:|----------------:|-----:|----:|------:|-----:|--------------:|");
        for (long rows : rows(5_000_000)) {
            var source = ingestionData(rows);
            int port = Sandbox.freePort();
            var server = RedisServer.newRedisServer().bind("127.0.0.1").port(port).setting("save \"\"").build();
            server.start();
            try (var redis = new BareRedis(port)) {
                long pid = Long.parseLong(redis.info("server", "process_id"));
                double plain = PlainSets.rowsPerSecond(port, Math.min(rows, MOST_PLAIN_ROWS), cores());
                redis.call("FLUSHALL");
                long before = redis.usedMemory();
                var measured = job(
                        "ingestion-" + rows,
                        pid,
                        port,
                        warmUpRows() == 0 ? null : BatchData.ingestionJob("warm-up", ingestionData(warmUpRows()), port),
                        BatchData.ingestionJob("measured", source, port));
                if (measured.get("written") != rows) {
                    throw new IllegalStateException(measured + ": not every row was written");
                }
                double work = measured.get("work");
                System.out.printf(
                        "| %,10d | %6.1f | %,7.0f | %,10.0f | %5.2f | %15.1f | %4.1f | %3.1f | %5.1f | %4.0f | %,13.0f |%n",
                        rows,
                        work,
                        rows / work,
                        plain,
                        rows / work / plain,
                        measured.get("cpu") / rows * 1e6,
                        measured.get("compiler") / rows * 1e6,
                        measured.get("collector") / rows * 1e6,
                        measured.get("redis-cpu") / rows * 1e6,
                        measured.get("peak"),
                        (redis.usedMemory() - before) / (double) rows);
            } finally {
                server.stop();
            }
        }
        System.out.println();
    }

    private void retrieval(String job, double heavyShare) throws Exception {
        System.out.printf("| %-12s |             |        | CPU, µs per feature row |      |     | peak |%n", job);
        System.out.println("| feature rows | entity rows | work s |                   Spark |  JIT |  GC |   MB |");
        System.out.println("|-------------:|------------:|-------:|------------------------:|-----:|----:|-----:|");
        for (long rows : rows(10_000_000)) {
            long keys = (long) options.number("--keys", rows / 10.0);
            var source = retrievalData(rows, keys, heavyShare);
            var warmUp = warmUpRows() == 0
                    ? null
                    : retrievalJob("warm-up", retrievalData(warmUpRows(), warmUpRows() / 10, heavyShare));
            var measured = job(job + "-" + rows, 0, 0, warmUp, retrievalJob("measured", source));
            if (measured.get("written") != keys) {
                throw new IllegalStateException(measured + ": not one row for each entity row");
            }
            System.out.printf(
                    "| %,12d | %,11d | %6.1f | %23.2f | %4.2f | %3.2f | %4.0f |%n",
                    rows,
                    keys,
                    measured.get("work"),
                    measured.get("cpu") / rows * 1e6,
                    measured.get("compiler") / rows * 1e6,
                    measured.get("collector") / rows * 1e6,
                    measured.get("peak"));
        }
        System.out.println();
    }

    private JobSpec retrievalJob(String id, Path source) {
        return BatchData.retrievalJob(
                id,
                source.resolve("history"),
                source.resolve("entities"),
                data.resolve("training-set"),
                (int) options.number("--features", BatchData.FEATURES));
    }

    private Path ingestionData(long rows) throws Exception {
        var folder = data.resolve("ingestion-" + rows);
        if (!Files.exists(folder.resolve("_SUCCESS"))) {
            spark("data", List.of(), List.of("ingestion", folder.toString(), Long.toString(rows)));
        }
        return folder;
    }

    private Path retrievalData(long rows, long keys, double heavyShare) throws Exception {
        var folder = data.resolve("retrieval-%d-%d-%.2f".formatted(rows, keys, heavyShare));
        if (!Files.exists(folder.resolve("entities/_SUCCESS"))) {
            spark(
                    "data",
                    List.of(),
                    List.of("retrieval", folder.toString(), Long.toString(rows), Long.toString(keys), Double.toString(heavyShare)));
        }
        return folder;
    }

    private Map<String, Double> job(String name, long redisPid, int redisPort, JobSpec warmUp, JobSpec measured) throws Exception {
        var properties = new ArrayList<>(List.of("-Dbench.redis=" + redisPid, "-Dbench.redis-port=" + redisPort));
        if (options.has("--jfr")) {
            properties.add("-Dbench.jfr=%s-%s.jfr".formatted(options.all("--jfr").get(0), name));
            properties.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints"));
        }
        var output = spark(name, properties, List.of("job", base64(warmUp), base64(measured)));
        var figures = new HashMap<String, Double>();
        var line = output.lines().filter(text -> text.startsWith("measured ")).findFirst().orElseThrow();
        for (String figure : line.substring("measured ".length()).split(" ")) {
            var parts = figure.split("=");
            figures.put(parts[0], Double.parseDouble(parts[1]));
        }
        return figures;
    }

    private static String base64(JobSpec spec) {
        return spec == null ? "" : Base64.getEncoder().encodeToString(spec.toByteArray());
    }

    /** Runs {@link BatchJob} and gives its output. */
    private String spark(String name, List<String> jvmOptions, List<String> arguments) throws Exception {
        try (var sandbox = new Sandbox()) {
            var command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx" + options.all("--heap").stream().findFirst().orElse("4g"),
                    "--add-modules=jdk.incubator.vector",
                    "-Dbench.cores=" + cores(),
                    "-Djava.io.tmpdir=" + sandbox.resolve(".")));
            OPENED.forEach(opened -> command.add("--add-opens=java.base/java." + opened + "=ALL-UNNAMED"));
            for (String opened : List.of("nio.ch", "nio.cs", "security.action", "util.calendar")) {
                command.add("--add-opens=java.base/sun." + opened + "=ALL-UNNAMED");
            }
            command.addAll(jvmOptions);
            command.addAll(options.all("--jvm"));
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), BatchJob.class.getName()));
            command.addAll(arguments);
            var process = sandbox.start(name + ".log", new ProcessBuilder(command));
            int code = process.waitFor();
            var output = Files.readString(sandbox.resolve(name + ".log"), StandardCharsets.UTF_8);
            if (code != 0) {
                throw new IllegalStateException(name + " ended with " + code + File.separator + output);
            }
            return output;
        }
    }
}
