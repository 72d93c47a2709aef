package dev.larder.job.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The process of a Spark driver, as it is remembered in a file, so that it is found again by a Larder that was started since. A number
 * of a process is given again some day, hence the time of its start.
 *
 * @param epoch of the attempt
 */
record DriverProcess(long epoch, long pid, Optional<Instant> started) {
    private static final String FILE = "process";
    /** Systems do not tell the time of a start more exactly. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    static DriverProcess of(long epoch, Process process) {
        return new DriverProcess(epoch, process.pid(), process.toHandle().info().startInstant());
    }

    static Optional<DriverProcess> in(Path folder) {
        try {
            var lines = Files.readAllLines(folder.resolve(FILE));
            return Optional.of(new DriverProcess(
                    Long.parseLong(lines.get(0)),
                    Long.parseLong(lines.get(1)),
                    lines.size() > 2 ? Optional.of(Instant.parse(lines.get(2))) : Optional.empty()));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    void writeTo(Path folder) throws IOException {
        var lines = List.of(
                Long.toString(epoch),
                Long.toString(pid),
                started.map(Instant::toString).orElse(""));
        var whole = Files.write(folder.resolve(FILE + ".new"), started.isPresent() ? lines : lines.subList(0, 2));
        Files.move(whole, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Empty if it has ended. */
    Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isTheSame);
    }

    private boolean isTheSame(ProcessHandle handle) {
        var now = handle.info().startInstant();
        return started.isEmpty()
                || now.isEmpty()
                || Duration.between(started.get(), now.get()).abs().compareTo(TOLERANCE) < 0;
    }
}
