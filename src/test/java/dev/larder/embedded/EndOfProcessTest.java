package dev.larder.embedded;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndOfProcessTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path data = EmbeddedServersResource.emptyDataDirectory("process");
    private final Path output = data.resolve("output");
    private Process process;

    @AfterEach
    void end() {
        process.destroyForcibly();
        ServerProcess.allFrom(data.resolve("bin")).forEach(ServerProcess::kill);
    }

    @Test
    void serversOfAKilledProcessAreReplacedAndNothingIsLost() throws Exception {
        startProcess();
        var orphans = running();
        process.destroyForcibly().waitFor();
        assertTrue(orphans.stream().allMatch(ServerProcess::isAlive));
        try (var servers = new EmbeddedServers(new EmbeddedSettings(data, true, true))) {
            servers.start();
            assertTrue(orphans.stream().noneMatch(ServerProcess::isAlive));
            new StoredProbe(servers.properties()).check();
        }
    }

    @Test
    void aSecondProcessIsRefusedWithThePidOfTheFirst() throws Exception {
        startProcess();
        try (var second = new EmbeddedServers(new EmbeddedSettings(data, true, true))) {
            second.start();
        } catch (EmbeddedStartException e) {
            assertTrue(e.getMessage().contains("process " + process.pid() + "."), e.getMessage());
            return;
        }
        throw new AssertionError("the second start was not refused");
    }

    @Test
    void terminationStopsTheApplicationThenTheServers() throws Exception {
        startProcess();
        process.destroy();
        assertStoppedInOrder();
    }

    @Test
    void interruptOfTheWholeProcessGroupStopsTheApplicationThenTheServers() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setsid")), "setsid makes the process group");
        // A test run in the background may ignore interrupts, and its children would too.
        startProcess("setsid", "env", "--default-signal=INT");
        assertEquals(
                0,
                new ProcessBuilder("kill", "-INT", "--", "-" + process.pid())
                        .start()
                        .waitFor());
        assertStoppedInOrder();
    }

    private void assertStoppedInOrder() throws IOException {
        await().atMost(LIMIT).until(() -> !process.isAlive());
        assertEquals(List.of(ServersInOwnJvm.READY, ServersInOwnJvm.STOPPED), Files.readAllLines(output));
        assertEquals(List.of(), running());
        assertTrue(new LogFile(data.resolve("postgres.log")).tail().contains("database system is shut down"));
        assertTrue(new LogFile(data.resolve("redis.log")).tail().contains("Redis is now ready to exit"));
    }

    private List<ServerProcess> running() {
        return ServerProcess.allFrom(data.resolve("bin"));
    }

    private void startProcess(String... before) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classPath = Stream.of(System.getProperty("surefire.test.class.path"), System.getProperty("java.class.path"))
                .filter(path -> path != null)
                .findFirst()
                .orElseThrow();
        var line = new ArrayList<>(List.of(before));
        line.addAll(List.of(java, "-cp", classPath, ServersInOwnJvm.class.getName(), data.toString()));
        process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(new File(output.toString()))
                .start();
        await().atMost(LIMIT)
                .until(() -> !process.isAlive() || Files.readString(output).contains(ServersInOwnJvm.READY));
        assertEquals(ServersInOwnJvm.READY + "\n", Files.readString(output));
    }
}
