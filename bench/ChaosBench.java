import dev.larder.proto.v1.OnlineStoreServiceGrpc;
import io.grpc.ManagedChannelBuilder;
import java.util.List;
import java.util.Set;

/**
 * Takes Redis and PostgreSQL away under load and gives them back. No value may be wrong, no call may fail otherwise than with UNAVAILABLE,
 * and all must be as before without a restart of the application.
 */
public class ChaosBench {
    private static final String USAGE =
            """
            bench/run chaos [options]
              --rounds 3       how often each misfortune happens
              --seconds 3      how long each lasts""";

    private static final long RECOVERY_MILLIS = 6_000;
    private static final long LAST_LOOK_MILLIS = 2_000;

    private final Application application;
    private final CheckingClients clients;
    private final long downMillis;
    private boolean passed = true;

    private ChaosBench(Application application, CheckingClients clients, long downMillis) {
        this.application = application;
        this.clients = clients;
        this.downMillis = downMillis;
    }

    private interface Step {
        void run() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        var options = new Options(arguments, USAGE, Set.of("--rounds", "--seconds"), Set.of());
        boolean passed;
        try (var sandbox = new Sandbox()) {
            var servers = prepare(sandbox);
            startRedis(servers);
            startPostgres(servers);
            try (var application = new Application(sandbox, List.of(), servers.environment());
                    var clients = new CheckingClients(application.grpcPort())) {
                var bench = new ChaosBench(application, clients, (long) (options.number("--seconds", 3) * 1_000));
                bench.run(servers, (int) options.number("--rounds", 3));
                passed = bench.passed;
            }
            servers.stopPostgres();
        }
        System.exit(passed ? 0 : 1);
    }

    /** Lets an application with embedded servers unpack their programs and make the data. */
    private static OwnServers prepare(Sandbox sandbox) throws Exception {
        try (var application = new Application(sandbox, List.of())) {
            var channel = ManagedChannelBuilder.forAddress("127.0.0.1", application.grpcPort())
                    .usePlaintext()
                    .build();
            OnlineData.define(application);
            OnlineData.fill(OnlineStoreServiceGrpc.newBlockingStub(channel));
            channel.shutdownNow();
            return new OwnServers(sandbox, application.data(""));
        }
    }

    private void run(OwnServers servers, int rounds) throws Exception {
        System.out.println("|                       |     calls |        ok | UNAVAILABLE | other | wrong | longest call ms | recovered after ms |");
        System.out.println("|-----------------------|----------:|----------:|------------:|------:|------:|----------------:|-------------------:|");
        Thread.sleep(2 * RECOVERY_MILLIS);
        clients.take();
        Thread.sleep(RECOVERY_MILLIS);
        print("nothing happens", clients.take(), 0);
        for (int round = 0; round < rounds; round++) {
            misfortune("Redis killed", servers::killRedis, () -> startRedis(servers));
            misfortune("Redis frozen", servers::freezeRedis, servers::thawRedis);
            misfortune("PostgreSQL stopped", servers::stopPostgres, () -> startPostgres(servers));
        }
        misfortune(
                "both gone",
                () -> {
                    servers.killRedis();
                    servers.stopPostgres();
                },
                () -> {
                    startRedis(servers);
                    startPostgres(servers);
                });
    }

    private static void startRedis(OwnServers servers) throws Exception {
        servers.startRedis();
        servers.awaitRedis();
    }

    private static void startPostgres(OwnServers servers) throws Exception {
        servers.startPostgres();
        servers.awaitPostgres();
    }

    private void misfortune(String name, Step begin, Step end) throws Exception {
        begin.run();
        Thread.sleep(downMillis);
        end.run();
        long ended = System.nanoTime();
        while (!application.registryAnswers()) {
            Thread.sleep(20);
        }
        long registryAnswers = name.startsWith("Redis") ? ended : System.nanoTime();
        Thread.sleep(RECOVERY_MILLIS);
        var count = clients.take();
        print(name, count, (Math.max(registryAnswers, count.lastFailureNanos()) - ended) / 1e6);
        Thread.sleep(LAST_LOOK_MILLIS);
        var after = clients.take();
        if (after.ok() == 0 || after.ok() < after.calls()) {
            passed = false;
            print("  and afterwards", after, Double.NaN);
        }
    }

    private void print(String name, CheckingClients.Count count, double recoveredMillis) {
        passed &= count.other() == 0 && count.wrong() == 0;
        System.out.printf(
                "| %-21s | %,9d | %,9d | %,11d | %5d | %5d | %,15.0f | %,18.0f |%n",
                name,
                count.calls(),
                count.ok(),
                count.unavailable(),
                count.other(),
                count.wrong(),
                count.longestMillis(),
                Math.max(0, recoveredMillis));
        if (!count.example().isEmpty()) {
            System.out.println(count.example());
        }
    }
}
