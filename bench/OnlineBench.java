import dev.larder.proto.v1.OnlineStoreServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Measures online serving over gRPC, with embedded servers and h2load on the same machine: how many requests it answers and how fast, and
 * what CPU a request costs the application and Redis, beside what it would cost at the very least.
 */
public class OnlineBench {
    private static final String USAGE =
            """
            bench/run online [options]
              --case 100x250       entity rows x features; may be given several times; all of 1x50 10x50 100x50 100x250 if not given
              --dialect columns    or rows; both if not given
              --seconds 10         how long to measure each
              --warm-up 15         how many seconds of the same load come before
              --no-floors          leave out the empty call and the bare client of Redis
              --jvm -Xmx1g         an option for the JVM of the application; may be given several times
              --jfr FILE           record each measured load, into FILE-<rows>x<features>-<dialect>.jfr""";

    private final Sandbox sandbox;
    private final Application application;
    private final ManagedChannel channel;
    private final Options options;
    private final double seconds;
    private final double warmUp;

    private OnlineBench(Sandbox sandbox, Application application, ManagedChannel channel, Options options) {
        this.sandbox = sandbox;
        this.application = application;
        this.channel = channel;
        this.options = options;
        seconds = options.number("--seconds", 10);
        warmUp = options.number("--warm-up", 15);
    }

    public static void main(String[] arguments) throws Exception {
        var options = new Options(
                arguments,
                USAGE,
                Set.of("--case", "--dialect", "--seconds", "--warm-up", "--jvm", "--jfr"),
                Set.of("--no-floors"));
        H2load.requireInstalled();
        var loads = loads(options);
        try (var sandbox = new Sandbox();
                var application = new Application(sandbox, jvmOptions(options))) {
            var channel = ManagedChannelBuilder.forAddress("127.0.0.1", application.grpcPort())
                    .usePlaintext()
                    .maxInboundMessageSize(Integer.MAX_VALUE)
                    .build();
            try {
                var bench = new OnlineBench(sandbox, application, channel, options);
                bench.fill();
                bench.measure(loads);
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static List<Load> loads(Options options) {
        var sizes = options.has("--case") ? options.all("--case") : Load.sizes();
        var dialects = options.has("--dialect")
                ? options.all("--dialect").stream()
                        .map(name -> Load.Dialect.valueOf(name.toUpperCase(Locale.ROOT)))
                        .toList()
                : Arrays.asList(Load.Dialect.values());
        return dialects.stream()
                .flatMap(dialect -> sizes.stream().map(size -> Load.of(size, dialect)))
                .toList();
    }

    private static List<String> jvmOptions(Options options) {
        var all = new ArrayList<>(options.all("--jvm"));
        if (options.has("--jfr")) {
            all.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints"));
        }
        return all;
    }

    private void fill() throws IOException, InterruptedException {
        OnlineData.define(application);
        try (var redis = new BareRedis(application.redisPort())) {
            long before = redis.usedMemory();
            long begin = System.nanoTime();
            int retries = OnlineData.fill(OnlineStoreServiceGrpc.newBlockingStub(channel));
            double filled = (System.nanoTime() - begin) / 1e9;
            System.out.printf(
                    "%,d entities x %d tables x %d INT64 features: %,.0f rows/s written by one caller of WriteRows (%d calls made again), %,.0f bytes per entity in Redis%n%n",
                    OnlineData.ENTITIES,
                    OnlineData.TABLES,
                    OnlineData.FEATURES,
                    OnlineData.ENTITIES * OnlineData.TABLES / filled,
                    retries,
                    (redis.usedMemory() - before) / (double) OnlineData.ENTITIES);
        }
    }

    private void measure(List<Load> loads) throws IOException, InterruptedException {
        System.out.println("|                        |            |        |        |  CPU of Larder | floor |     x |  CPU of Redis | floor |     x |   RSS |");
        System.out.println("| rows × features        | requests/s | p50 ms | p99 ms | µs per request |    µs |       |            µs |    µs |       |    MB |");
        System.out.println("|------------------------|-----------:|-------:|-------:|---------------:|------:|------:|--------------:|------:|------:|------:|");
        double empty = Double.NaN;
        if (!options.has("--no-floors")) {
            var measured = run(Load.readyEmpty(sandbox, application, channel), null);
            empty = measured.larderMicros;
            print("empty call", measured, Double.NaN, Double.NaN);
        }
        for (Load load : loads) {
            var floor = options.has("--no-floors")
                    ? new Floor(Double.NaN, Double.NaN)
                    : Floor.measure(application, load.rows(), load.tables(), seconds / 2);
            var measured = run(load.ready(sandbox, application, channel), load);
            print(load.toString(), measured, empty + floor.clientMicros(), floor.redisMicros());
        }
    }

    private record Measured(H2load.Result result, double larderMicros, double redisMicros, double residentMegabytes) {}

    private Measured run(H2load h2load, Load load) throws IOException, InterruptedException {
        var warm = h2load.during(warmUp);
        record(load, "JFR.start", "name=bench", "settings=profile");
        double larder = ProcessUse.cpuMicros(application.pid());
        double redis = ProcessUse.cpuMicros(application.redisPid());
        var result = h2load.times((int) (warm.requestsPerSecond() * seconds));
        larder = ProcessUse.cpuMicros(application.pid()) - larder;
        redis = ProcessUse.cpuMicros(application.redisPid()) - redis;
        if (load != null && options.has("--jfr")) {
            var file = "%s-%dx%d-%s.jfr".formatted(options.all("--jfr").get(0), load.rows(), load.features(), load.dialect());
            record(load, "JFR.stop", "name=bench", "filename=" + java.nio.file.Path.of(file).toAbsolutePath());
        }
        return new Measured(
                result,
                larder / result.requests(),
                redis / result.requests(),
                ProcessUse.residentMegabytes(application.pid()));
    }

    /** Tells the flight recorder of the application. */
    private void record(Load load, String... command) throws IOException, InterruptedException {
        if (load != null && options.has("--jfr")) {
            var line = new ArrayList<>(List.of("jcmd", Long.toString(application.pid())));
            line.addAll(List.of(command));
            if (sandbox.start("jcmd.out", new ProcessBuilder(line)).waitFor() != 0) {
                throw new IllegalStateException(java.nio.file.Files.readString(sandbox.resolve("jcmd.out")));
            }
        }
    }

    private static void print(String name, Measured measured, double floor, double redisFloor) {
        System.out.printf(
                "| %-22s | %,10.0f | %6.2f | %6.2f | %,14.0f | %5s | %5s | %,13.0f | %5s | %5s | %5.0f |%n",
                name,
                measured.result.requestsPerSecond(),
                measured.result.p50Millis(),
                measured.result.p99Millis(),
                measured.larderMicros,
                number("%,.0f", floor),
                number("%.1f", measured.larderMicros / floor),
                measured.redisMicros,
                number("%,.0f", redisFloor),
                number("%.1f", measured.redisMicros / redisFloor),
                measured.residentMegabytes);
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "" : format.formatted(value);
    }
}
