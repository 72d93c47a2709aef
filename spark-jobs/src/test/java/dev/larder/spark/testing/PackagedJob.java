package dev.larder.spark.testing;

import dev.larder.proto.v1.JobSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A job run from the jar, by spark-submit of the assembled Spark, as a process of its own. */
public final class PackagedJob implements AutoCloseable {
    /** The driver does the work. */
    public static final String ONE_PROCESS = "local[2]";

    /** A cluster on this machine, with an executor in a process of its own. */
    public static final String TWO_PROCESSES = "local-cluster[1,2,1024]";

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Process process;
    private final Path folder;

    private PackagedJob(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /** @param folder of its own, for what it leaves behind */
    public static PackagedJob start(Path folder, JobSpec spec) {
        return start(folder, ONE_PROCESS, Map.of(), argument(spec));
    }

    public static String argument(JobSpec spec) {
        return Base64.getEncoder().encodeToString(spec.toByteArray());
    }

    public static PackagedJob start(Path folder, String master, Map<String, String> environment, String... arguments) {
        var command = new ArrayList<>(List.of(
                TARGET.resolve("spark/bin/spark-submit").toString(),
                "--master",
                master,
                "--driver-memory",
                "1g",
                "--conf",
                "spark.driver.bindAddress=127.0.0.1",
                "--conf",
                "spark.driver.host=127.0.0.1",
                "--conf",
                "spark.ui.enabled=false",
                "--conf",
                "spark.local.dir=" + folder.resolve("spark"),
                "--class",
                "dev.larder.spark.LarderJob",
                TARGET.resolve("larder-spark-jobs.jar").toString()));
        command.addAll(List.of(arguments));
        try {
            Files.createDirectories(folder);
            var builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(folder.resolve("stdout").toFile())
                    .redirectError(folder.resolve("stderr").toFile());
            builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
            builder.environment().putAll(environment);
            return new PackagedJob(builder.start(), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end and gives the exit code. */
    public int exitCode() {
        try {
            if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the job does not end:\n" + errors());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    public String output() {
        return read("stdout");
    }

    public String errors() {
        return read("stderr");
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
