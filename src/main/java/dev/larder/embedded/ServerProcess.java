package dev.larder.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A running server that is certainly ours: it runs a program out of our own data directory. A pid alone proves nothing, pids are reused. */
record ServerProcess(ProcessHandle handle) {
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    /** The process of which the first line of the pid file speaks, if it lives and is ours. */
    static Optional<ServerProcess> of(Path pidFile, Path programs) {
        return pid(pidFile)
                .flatMap(ProcessHandle::of)
                .filter(handle -> runsFrom(programs, handle))
                .map(ServerProcess::new);
    }

    /** Every living process that runs a program out of this folder. */
    static List<ServerProcess> allFrom(Path programs) {
        return ProcessHandle.allProcesses()
                .filter(handle -> runsFrom(programs, handle))
                .map(ServerProcess::new)
                .toList();
    }

    private static boolean runsFrom(Path programs, ProcessHandle handle) {
        return handle.isAlive()
                && handle.info()
                        .command()
                        .filter(command -> Path.of(command).startsWith(programs))
                        .isPresent();
    }

    private static Optional<Long> pid(Path pidFile) {
        try (var lines = Files.lines(pidFile)) {
            return lines.findFirst().map(String::strip).map(Long::parseLong).filter(pid -> pid > 0);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    long pid() {
        return handle.pid();
    }

    /** A process that has ended but that nobody has collected counts as dead; a JVM that is process 1 of a container collects none. */
    boolean isAlive() {
        return handle.isAlive() && handle.info().command().isPresent();
    }

    boolean awaitEnd(Duration limit) {
        return Waiting.until(limit, () -> !isAlive());
    }

    /** Asks with SIGTERM. */
    void askToStop() {
        handle.destroy();
    }

    /** Ends it without asking, the last resort. Both servers recover from that, as they would from a power failure. */
    void kill() {
        handle.destroyForcibly();
        awaitEnd(KILL_LIMIT);
    }
}
