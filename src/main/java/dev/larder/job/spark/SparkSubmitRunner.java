package dev.larder.job.spark;

import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import dev.larder.job.Job;
import dev.larder.job.JobReport;
import dev.larder.job.JobRunner;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.spark.launcher.SparkLauncher;
import org.jboss.logging.Logger;

/**
 * Runs each job as a Spark application of its own, started with {@code spark-submit}. What a job is to do travels as one argument, its
 * password as an environment variable; what becomes of it is read from its reports, and from its process where that is a child of this
 * machine.
 */
@ApplicationScoped
public class SparkSubmitRunner implements JobRunner {
    private static final Logger LOG = Logger.getLogger(SparkSubmitRunner.class);
    private static final String MAIN = "dev.larder.spark.LarderJob";
    private static final String PASSWORD = "LARDER_REDIS_PASSWORD";
    private static final String LOCAL = "local";
    private static final String CLUSTER = "cluster";
    private static final Duration START_GRACE = Duration.ofSeconds(10);

    private static final String LOOPBACK = "127.0.0.1";

    /** What keeps a driver that does all the work itself from being seen by other machines. */
    private static final Map<String, String> ON_LOOPBACK =
            Map.of("spark.driver.bindAddress", LOOPBACK, "spark.driver.host", LOOPBACK, "spark.ui.enabled", "false");

    /** Of a shuffle on one machine. Spark's 200 cost more to open as files than they hold. */
    private static final String LOCAL_SHUFFLE_PARTITIONS = "32";

    private final SparkSettings settings;
    private final SparkHome home;
    private final SpecWriter specs;
    private final RedisAddress redis;
    private final ReportReader reports;
    private final JobsFolder folders;
    private final Clock clock;
    private final Map<UUID, Process> children = new ConcurrentHashMap<>();
    private final Set<Long> stopping = ConcurrentHashMap.newKeySet();

    SparkSubmitRunner(
            SparkSettings settings,
            SparkHome home,
            SpecWriter specs,
            RedisAddress redis,
            ReportReader reports,
            JobsFolder folders,
            Clock clock) {
        this.settings = settings;
        this.home = home;
        this.specs = specs;
        this.redis = redis;
        this.reports = reports;
        this.folders = folders;
        this.clock = clock;
    }

    @Override
    public String owner() {
        return folders.owner();
    }

    @Override
    public void start(Job job) {
        var folder = folders.create(job);
        var launcher = launcher(job, folder);
        try {
            Files.deleteIfExists(DriverLog.in(folder));
            var process = launcher.launch();
            children.put(job.id(), process);
            process.onExit().thenRun(() -> {
                stopping.remove(process.pid());
                // A driver that was killed leaves its files.
                JobsFolder.delete(JobsFolder.scratch(folder));
            });
            DriverProcess.of(job.status().epoch(), process).writeTo(folder);
        } catch (IOException e) {
            throw LarderException.of(
                    ErrorCode.FAILED_PRECONDITION,
                    "SPARK_NOT_STARTED",
                    "spark-submit of %s cannot be started: %s".formatted(home.folder(), e.getMessage()),
                    e);
        }
    }

    private SparkLauncher launcher(Job job, Path folder) {
        var environment = new HashMap<String, String>();
        redis.password().ifPresent(password -> environment.put(PASSWORD, password));
        boolean local = settings.master().startsWith(LOCAL);
        if (local) {
            environment.put("SPARK_LOCAL_IP", LOOPBACK);
        }
        var launcher = new SparkLauncher(environment)
                .setSparkHome(home.folder().toString())
                .setMaster(settings.master())
                .setDeployMode(settings.deployMode())
                .setAppName("larder-" + job.id())
                .setConf(SparkLauncher.DRIVER_MEMORY, settings.driverMemory());
        if (local) {
            ON_LOOPBACK.forEach(launcher::setConf);
            launcher.setConf("spark.local.dir", JobsFolder.scratch(folder).toString());
            launcher.setConf("spark.sql.shuffle.partitions", LOCAL_SHUFFLE_PARTITIONS);
        }
        settings.conf().forEach(launcher::setConf);
        return launcher.setMainClass(MAIN)
                .setAppResource(home.jar())
                .addAppArgs(Base64.getEncoder().encodeToString(specs.spec(job).toByteArray()))
                .directory(folder.toFile())
                .redirectError()
                .redirectOutput(DriverLog.in(folder).toFile());
    }

    @Override
    public Map<UUID, Sighting> look(Collection<Job> jobs) {
        // First the processes: what a dead one had to report it had reported by then.
        var lives = new HashMap<UUID, Life>();
        jobs.forEach(job -> lives.put(job.id(), life(job)));
        var found = reports.read(jobs);
        var sightings = new HashMap<UUID, Sighting>();
        for (Job job : jobs) {
            var report = Optional.ofNullable(found.get(job.id()));
            var life = lives.get(job.id());
            boolean silent = life == Life.DEAD && report.map(JobReport::outcome).isEmpty();
            sightings.put(job.id(), new Sighting(life, report, silent ? DriverLog.lastWords(folders.of(job)) : ""));
        }
        return sightings;
    }

    private Life life(Job job) {
        if (!job.status().owner().equals(owner())) {
            return Life.UNKNOWN;
        }
        var driver = DriverProcess.in(folders.of(job))
                .filter(process -> process.epoch() == job.status().epoch());
        var handle = driver.flatMap(DriverProcess::handle);
        if (settings.deployMode().equals(CLUSTER)) {
            // The process only asks the cluster to start the driver. If that fails there is none; else its life says
            // nothing.
            var child = children.get(job.id());
            return handle.isEmpty() && child != null && !child.isAlive() && child.exitValue() != 0
                    ? Life.DEAD
                    : Life.UNKNOWN;
        }
        if (driver.isEmpty() && age(job).compareTo(START_GRACE) < 0) {
            // It is being started at this moment.
            return Life.UNKNOWN;
        }
        return handle.isPresent() ? Life.ALIVE : Life.DEAD;
    }

    private Duration age(Job job) {
        return job.status()
                .started()
                .map(start -> Duration.between(start, clock.instant()))
                .orElse(Duration.ZERO);
    }

    @Override
    public void stop(Job job) {
        if (job.status().owner().equals(owner())) {
            DriverProcess.in(folders.of(job))
                    .filter(process -> process.epoch() == job.status().epoch())
                    .flatMap(DriverProcess::handle)
                    .filter(handle -> stopping.add(handle.pid()))
                    .ifPresent(this::end);
        }
        reports.supersede(job);
    }

    private void end(ProcessHandle process) {
        process.destroy();
        CompletableFuture.delayedExecutor(settings.killAfter().toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    if (process.destroyForcibly()) {
                        LOG.warnf("The Spark driver with pid %d did not end by itself and was killed", process.pid());
                    }
                    stopping.remove(process.pid());
                });
    }

    @Override
    public JobLog log(Job job, int maxBytes) {
        var owner = job.status().owner();
        if (!owner.isEmpty() && !owner.equals(owner())) {
            throw LarderException.of(
                    ErrorCode.FAILED_PRECONDITION,
                    "LOG_ELSEWHERE",
                    "The log of job %s is with the replica that started it; ask that one.".formatted(job.id()));
        }
        return DriverLog.tail(folders.of(job), maxBytes);
    }

    @Override
    public void forget(Job job) {
        children.remove(job.id());
        folders.delete(job);
    }
}
