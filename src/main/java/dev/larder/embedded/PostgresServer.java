package dev.larder.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A running embedded PostgreSQL. It belongs to a session of its own ({@code pg_ctl} sees to that), so a Ctrl-C at the terminal does not
 * reach it.
 */
final class PostgresServer implements AutoCloseable {
    static final String FOLDER = "larder.embedded.postgres-folder";

    /** Long, because recovery after a power failure takes as long as it takes. */
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration IMMEDIATE_STOP_LIMIT = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 3;
    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;

    private final PostgresCluster cluster;
    private final ServerProcess process;
    private final int port;

    private PostgresServer(PostgresCluster cluster, ServerProcess process, int port) {
        this.cluster = cluster;
        this.process = process;
        this.port = port;
    }

    /**
     * Starts PostgreSQL on a free port and waits until it accepts connections. Replaces a server that an earlier, killed Larder left
     * running on the same data.
     *
     * @throws EmbeddedStartException if it does not start
     */
    static PostgresServer start(DataDirectory data, Platform platform) throws IOException {
        var programs = new ServerPrograms(data.programs("postgres"), platform).postgres();
        var log = new LogFile(data.resolve("postgres.log"));
        var cluster = PostgresCluster.open(data, programs);
        replaceLeftover(cluster, data.programs("postgres"));
        log.rotate();
        for (int attempt = 1; ; attempt++) {
            int port = LoopbackPort.free();
            if (startsOn(port, cluster, log)) {
                var process = ServerProcess.of(pidFile(cluster), programs)
                        .orElseThrow(() -> PostgresCluster.failed("ended right after its start", log.tail()));
                return new PostgresServer(cluster, process, port);
            }
            // It may still be about to start, or to stop.
            replaceLeftover(cluster, data.programs("postgres"));
            if (attempt == ATTEMPTS || !LoopbackPort.isTaken(port)) {
                throw PostgresCluster.failed("does not start (" + log.path() + ")", log.tail());
            }
        }
    }

    private static boolean startsOn(int port, PostgresCluster cluster, LogFile log) throws IOException {
        var control = cluster.command(
                        "pg_ctl",
                        List.of(
                                "start",
                                "--wait",
                                "--silent",
                                "--timeout=" + START_LIMIT.toSeconds(),
                                "--pgdata=" + cluster.folder(),
                                "--log=" + log.path(),
                                "--options=" + options(port)))
                .start(log.path());
        // pg_ctl looks ten times a second; we look more often, and need it only to hear of a failure.
        Waiting.until(START_LIMIT, () -> isReady(pidFile(cluster), port) || !control.isAlive());
        // Were it to stay, a Ctrl-C would reach it, and it would stop the server on that.
        control.destroyForcibly();
        Waiting.until(START_LIMIT, () -> !control.isAlive());
        return isReady(pidFile(cluster), port);
    }

    private static String options(int port) {
        return String.join(
                " -c ",
                "-p " + port,
                "listen_addresses=" + LoopbackPort.HOST,
                "unix_socket_directories=",
                "max_connections=100",
                "log_checkpoints=off",
                // Compiling plans costs more than it saves on a registry's short queries.
                "jit=off");
    }

    private static boolean isReady(Path pidFile, int port) {
        try {
            var lines = Files.readAllLines(pidFile);
            return lines.size() > STATUS_LINE
                    && lines.get(PORT_LINE).strip().equals(Integer.toString(port))
                    && lines.get(STATUS_LINE).strip().equals("ready");
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Stops what a killed Larder left running on this cluster. Afterwards a pid file that is still there speaks of a process that is gone
     * or a stranger's, and PostgreSQL would refuse to start beside a stranger, so the file goes too.
     */
    private static void replaceLeftover(PostgresCluster cluster, Path programs) throws IOException {
        ServerProcess.of(pidFile(cluster), programs).ifPresent(leftover -> stop(cluster, leftover));
        ServerProcess.allFrom(programs).forEach(ServerProcess::kill);
        Files.deleteIfExists(pidFile(cluster));
    }

    private static Path pidFile(PostgresCluster cluster) {
        return cluster.folder().resolve("postmaster.pid");
    }

    private static void stop(PostgresCluster cluster, ServerProcess process) {
        if (!stopped(cluster, process, "fast", STOP_LIMIT)
                && !stopped(cluster, process, "immediate", IMMEDIATE_STOP_LIMIT)) {
            process.kill();
        }
    }

    private static boolean stopped(PostgresCluster cluster, ServerProcess process, String mode, Duration limit) {
        try {
            cluster.command("pg_ctl", List.of("stop", "--no-wait", "--mode=" + mode, "--pgdata=" + cluster.folder()))
                    .run("");
        } catch (IOException e) {
            return false;
        }
        return process.awaitEnd(limit);
    }

    /** What the application has to know to find it, and where it keeps its data. */
    Map<String, String> properties() throws IOException {
        return Map.of(
                EmbeddedSettings.JDBC_URL,
                "jdbc:postgresql://%s:%d/%s".formatted(LoopbackPort.HOST, port, PostgresCluster.NAME),
                "quarkus.datasource.username",
                PostgresCluster.NAME,
                "quarkus.datasource.password",
                cluster.password(),
                FOLDER,
                cluster.folder().toString());
    }

    /** Ends its sessions, writes everything down and stops; returns when the process has ended. */
    @Override
    public void close() {
        stop(cluster, process);
    }
}
