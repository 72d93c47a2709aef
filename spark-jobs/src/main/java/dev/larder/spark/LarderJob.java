package dev.larder.spark;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.larder.proto.v1.JobProgress;
import dev.larder.proto.v1.JobSpec;
import dev.larder.spark.job.JobRun;
import dev.larder.spark.online.RedisServer;
import java.time.Clock;
import java.util.Base64;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/**
 * Runs one job. Its only argument is a {@code larder.v1.JobSpec} in base64; the password of Redis is read from the environment
 * variable {@value RedisServer#PASSWORD_VARIABLE} of the driver. It prints one line with the outcome and ends the JVM with {@value
 * #DONE}, {@value #FAILED}, {@value #UNUSABLE_ARGUMENT} or {@value #SUPERSEDED}.
 */
public final class LarderJob {
    public static final int DONE = 0;
    public static final int FAILED = 1;

    /** The argument is no job specification; nothing was started. */
    public static final int UNUSABLE_ARGUMENT = 2;

    /** The same job was started again with a later epoch. */
    public static final int SUPERSEDED = 3;

    private LarderJob() {}

    public static void main(String[] arguments) {
        int code = FAILED;
        try {
            code = run(arguments);
        } catch (Throwable e) {
            // Whatever it is, a driver that lingers would be worse.
            System.err.println("larder: " + e);
        }
        if (code != DONE || !inYarnsMaster()) {
            System.exit(code);
        }
    }

    /** YARN's application master runs a driver in its own JVM, ends that itself, and calls it a failure if the driver does. */
    private static boolean inYarnsMaster() {
        return System.getProperty("spark.master", "").startsWith("yarn")
                && System.getProperty("spark.submit.deployMode", "").equals("cluster");
    }

    private static int run(String[] arguments) {
        JobSpec spec;
        try {
            spec = parse(arguments);
            JobRun.check(spec);
        } catch (IllegalArgumentException e) {
            System.err.println("larder: " + e.getMessage());
            return UNUSABLE_ARGUMENT;
        }
        var session = SparkSession.builder()
                .appName("larder " + spec.getJobId())
                .config("spark.sql.session.timeZone", "UTC")
                .getOrCreate();
        try {
            var password = System.getenv().getOrDefault(RedisServer.PASSWORD_VARIABLE, "");
            var outcome = new JobRun(session, spec, password, Clock.systemUTC()).run();
            System.out.println(line(spec, outcome));
            return code(outcome);
        } finally {
            session.stop();
        }
    }

    private static JobSpec parse(String[] arguments) {
        if (arguments.length != 1) {
            throw new IllegalArgumentException(
                    "one argument is wanted, a larder.v1.JobSpec in base64; %d are given".formatted(arguments.length));
        }
        try {
            return JobSpec.parseFrom(Base64.getDecoder().decode(arguments[0]));
        } catch (IllegalArgumentException | InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("the argument is no larder.v1.JobSpec in base64: " + e.getMessage(), e);
        }
    }

    private static int code(JobProgress outcome) {
        return switch (outcome.getState()) {
            case DONE -> DONE;
            case SUPERSEDED -> SUPERSEDED;
            default -> FAILED;
        };
    }

    private static String line(JobSpec spec, JobProgress outcome) {
        var line = "larder: job %s %s: %d rows read, %d written, %d rejected, %d older, %d too old"
                .formatted(
                        spec.getJobId(),
                        outcome.getState().name().toLowerCase(Locale.ROOT),
                        outcome.getRowsRead(),
                        outcome.getRowsWritten(),
                        outcome.getRowsRejected(),
                        outcome.getRowsOlder(),
                        outcome.getRowsTooOld());
        return outcome.getError().isEmpty() ? line : line + "; " + outcome.getError();
    }
}
