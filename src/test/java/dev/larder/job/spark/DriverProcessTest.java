package dev.larder.job.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverProcessTest {
    @TempDir
    private Path folder;

    @Test
    void aProcessIsFoundAgainUntilItEnds() throws Exception {
        var child = new ProcessBuilder("sleep", "60").start();
        try {
            DriverProcess.of(3, child).writeTo(folder);
            var found = DriverProcess.in(folder).orElseThrow();
            assertEquals(3, found.epoch());
            assertEquals(child.pid(), found.handle().orElseThrow().pid());
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertEquals(Optional.empty(), DriverProcess.in(folder).orElseThrow().handle());
    }

    @Test
    void anotherProcessWithTheSameNumberIsNotTakenForIt() throws Exception {
        var me = ProcessHandle.current();
        var started = me.info().startInstant().map(time -> time.minus(Duration.ofMinutes(5)));
        new DriverProcess(1, me.pid(), started).writeTo(folder);
        assertEquals(Optional.empty(), DriverProcess.in(folder).orElseThrow().handle());
    }

    @Test
    void aDamagedFileIsNoProcess() throws Exception {
        assertTrue(DriverProcess.in(folder).isEmpty());
        Files.writeString(folder.resolve("process"), "1\nhalf");
        assertTrue(DriverProcess.in(folder).isEmpty());
    }
}
