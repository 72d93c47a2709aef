import dev.larder.proto.v1.OnlineStoreServiceGrpc;
import io.grpc.ManagedChannelBuilder;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * Keeps half the load it can bear on the application, minute after minute, and fails when answers grow slower or the process grows bigger.
 */
public class SoakBench {
    private static final String USAGE =
            """
            bench/run soak [options]
              --minutes 10     how long
              --case 10x50     entity rows x features, columnar""";

    private static final int MINUTE = 60;
    /** How much more the last third of the minutes may be than the first: in parts of it, and at least so many milliseconds or MB. */
    private static final double MORE_P99 = 0.5;

    private static final double MORE_P99_MILLIS = 2;
    private static final double MORE_RESIDENT = 0.1;
    private static final double MORE_MEGABYTES = 30;

    public static void main(String[] arguments) throws Exception {
        var options = new Options(arguments, USAGE, Set.of("--minutes", "--case"), Set.of());
        H2load.requireInstalled();
        var load = Load.of(options.all("--case").stream().findFirst().orElse("10x50"), Load.Dialect.COLUMNS);
        boolean steady;
        try (var sandbox = new Sandbox();
                var application = new Application(sandbox, java.util.List.of())) {
            var channel = ManagedChannelBuilder.forAddress("127.0.0.1", application.grpcPort())
                    .usePlaintext()
                    .build();
            OnlineData.define(application);
            OnlineData.fill(OnlineStoreServiceGrpc.newBlockingStub(channel));
            steady = soak(application, load.ready(sandbox, application, channel), load, (int) options.number("--minutes", 10));
            channel.shutdownNow();
        }
        System.exit(steady ? 0 : 1);
    }

    private static boolean soak(Application application, H2load h2load, Load load, int minutes) throws Exception {
        h2load.during(MINUTE / 2);
        double half = h2load.during(MINUTE / 4).requestsPerSecond() / 2;
        System.out.printf("%s at %,.0f requests/s, half of what it can do%n%n", load, half);
        System.out.println("| minute | requests/s | p50 ms | p99 ms | RSS MB |");
        System.out.println("|-------:|-----------:|-------:|-------:|-------:|");
        var p99 = new double[minutes];
        var resident = new double[minutes];
        for (int minute = 0; minute < minutes; minute++) {
            var result = h2load.atRate(half, MINUTE);
            p99[minute] = result.p99Millis();
            resident[minute] = ProcessUse.residentMegabytes(application.pid());
            System.out.printf(
                    "| %6d | %,10.0f | %6.2f | %6.2f | %6.0f |%n",
                    minute + 1, result.requestsPerSecond(), result.p50Millis(), p99[minute], resident[minute]);
        }
        System.out.println();
        return isSteady("p99", p99, MORE_P99, MORE_P99_MILLIS) & isSteady("RSS", resident, MORE_RESIDENT, MORE_MEGABYTES);
    }

    /** Compares the medians of the first and of the last third. */
    private static boolean isSteady(String name, double[] minutes, double part, double least) {
        int third = Math.max(1, minutes.length / 3);
        double first = median(Arrays.stream(minutes, 0, third));
        double last = median(Arrays.stream(minutes, minutes.length - third, minutes.length));
        boolean steady = last - first <= Math.max(least, first * part);
        System.out.printf("%s %s: median %.1f in the first third, %.1f in the last%n", name, steady ? "is steady" : "CREEPS", first, last);
        return steady;
    }

    private static double median(DoubleStream values) {
        var sorted = values.sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
