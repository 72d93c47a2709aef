import dev.larder.proto.v1.JobProgress;
import dev.larder.proto.v1.JobSpec;
import dev.larder.spark.job.JobRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.apache.spark.sql.SparkSession;

/**
 * The JVM that Spark runs in: makes data, or runs one job to warm up and then one that is measured, and prints what that took.
 * All servers are on loopback.
 */
public class BatchJob {
    private static final List<String> COMPILER = List.of("C1 Comp", "C2 Comp");
    private static final List<String> COLLECTOR = List.of("G1 ", "GC Thread", "VM Thread");

    private BatchJob() {}

    public static void main(String[] arguments) throws Exception {
        long begin = System.nanoTime();
        var session = SparkSession.builder()
                .master("local[" + System.getProperty("bench.cores") + "]")
                .appName("bench")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.ui.enabled", "false")
                .config("spark.local.dir", System.getProperty("java.io.tmpdir"))
                .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"))
                .config("spark.sql.session.timeZone", "UTC")
                .getOrCreate();
        session.sparkContext().setLogLevel("WARN");
        double started = seconds(begin);
        switch (arguments[0]) {
            case "ingestion" -> {
                var rows = BatchData.ingestion(session, Long.parseLong(arguments[2]));
                BatchData.write(rows, Path.of(arguments[1]));
            }
            case "retrieval" -> {
                long keys = Long.parseLong(arguments[3]);
                double heavy = Double.parseDouble(arguments[4]);
                var folder = Path.of(arguments[1]);
                BatchData.write(
                        BatchData.history(session, Long.parseLong(arguments[2]), keys, heavy), folder.resolve("history"));
                BatchData.write(BatchData.entities(session, keys, keys, heavy), folder.resolve("entities"));
            }
            case "job" -> job(session, started, arguments);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        session.stop();
    }

    private static void job(SparkSession session, double started, String[] arguments) throws Exception {
        long begin = System.nanoTime();
        if (!arguments[1].isEmpty()) {
            run(session, arguments[1]);
        }
        double warmUp = seconds(begin);
        if (Integer.getInteger("bench.redis-port") != 0) {
            try (var redis = new BareRedis(Integer.getInteger("bench.redis-port"))) {
                redis.call("FLUSHALL");
            }
        }
        System.gc();
        try (var recording = new Recording(Configuration.getConfiguration("profile"))) {
            var file = System.getProperty("bench.jfr");
            if (file != null) {
                recording.setDestination(Path.of(file));
                recording.start();
            }
            long self = ProcessHandle.current().pid();
            long redis = Long.getLong("bench.redis");
            double compiler = ProcessUse.cpuMicros(self, COMPILER);
            double collector = ProcessUse.cpuMicros(self, COLLECTOR);
            double cpu = ProcessUse.cpuMicros(self);
            double redisCpu = redis == 0 ? 0 : ProcessUse.cpuMicros(redis);
            begin = System.nanoTime();
            var outcome = run(session, arguments[2]);
            System.out.printf(
                    Locale.ROOT,
                    "measured started=%.3f warm-up=%.3f work=%.3f cpu=%.3f compiler=%.3f collector=%.3f redis-cpu=%.3f peak=%.0f written=%d%n",
                    started,
                    warmUp,
                    seconds(begin),
                    (ProcessUse.cpuMicros(self) - cpu) / 1e6,
                    (ProcessUse.cpuMicros(self, COMPILER) - compiler) / 1e6,
                    (ProcessUse.cpuMicros(self, COLLECTOR) - collector) / 1e6,
                    redis == 0 ? 0 : (ProcessUse.cpuMicros(redis) - redisCpu) / 1e6,
                    ProcessUse.peakMegabytes(self),
                    outcome.getRowsWritten());
        }
    }

    private static JobProgress run(SparkSession session, String spec) throws IOException {
        var outcome = new JobRun(
                        session, JobSpec.parseFrom(Base64.getDecoder().decode(spec)), "", Clock.systemUTC())
                .run();
        if (outcome.getState() != JobProgress.State.DONE) {
            throw new IllegalStateException(outcome.getState() + ": " + outcome.getError());
        }
        return outcome;
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
