package dev.larder.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path folder;

    @Test
    void itIsCreatedAndSaysWhoHoldsIt() throws IOException {
        try (var data = DataDirectory.open(folder.resolve("a/b"))) {
            var pid = Files.readString(data.resolve("larder.lock"));
            assertEquals(ProcessHandle.current().pid() + "\n", pid);
        }
    }

    @Test
    void itCanBeHeldAgainAfterClose() {
        DataDirectory.open(folder).close();
        DataDirectory.open(folder).close();
    }

    @Test
    void aRefusedSecondHoldLeavesTheFirstInPlace() {
        try (var first = DataDirectory.open(folder)) {
            assertThrows(EmbeddedStartException.class, () -> DataDirectory.open(folder));
            assertThrows(EmbeddedStartException.class, () -> DataDirectory.open(first.resolve(".")));
        }
    }

    @Test
    void bothServersCanAskForTheirProgramsAtTheSameMoment() throws Exception {
        var redis = Executors.newSingleThreadExecutor();
        try {
            for (int start = 0; start < 300; start++) {
                try (var data = DataDirectory.open(folder.resolve("first-start-" + start))) {
                    var together = new CyclicBarrier(2);
                    var ofRedis = redis.submit(() -> {
                        together.await();
                        return data.programs("redis");
                    });
                    together.await();
                    assertEquals(data.resolve("bin/postgres"), data.programs("postgres"));
                    assertEquals(data.resolve("bin/redis"), ofRedis.get());
                }
            }
        } finally {
            redis.shutdown();
        }
    }

    @Test
    void aFolderThatCannotBeCreatedIsNamedWithTheFix() throws IOException {
        var file = Files.createFile(folder.resolve("file"));
        var failure = assertThrows(EmbeddedStartException.class, () -> DataDirectory.open(file.resolve("data")));
        assertTrue(failure.getMessage().startsWith("The data directory " + file + "/data cannot be written by user "));
        assertTrue(failure.getMessage().endsWith("Set LARDER_EMBEDDED_DATA_DIR to a folder that can be."));
    }
}
