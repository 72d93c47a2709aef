package dev.larder.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddedServersTest {
    private final Path data = EmbeddedServersResource.emptyDataDirectory("servers");
    private EmbeddedServers servers = new EmbeddedServers(new EmbeddedSettings(data, true, true));

    @AfterEach
    void stop() {
        servers.close();
    }

    private void restart() {
        servers.close();
        servers = new EmbeddedServers(new EmbeddedSettings(data, true, true));
        servers.start();
    }

    @Test
    void dataOutlivesARestart() throws Exception {
        servers.start();
        new StoredProbe(servers.properties()).write();
        restart();
        new StoredProbe(servers.properties()).check();
    }

    @Test
    void nothingRunsAfterClose() {
        servers.start();
        assertFalse(ServerProcess.allFrom(data.resolve("bin")).isEmpty());
        servers.close();
        assertEquals(List.of(), ServerProcess.allFrom(data.resolve("bin")));
    }

    @Test
    void writesAreDurableAndOnlyThisMachineIsServed() throws Exception {
        servers.start();
        var probe = new StoredProbe(servers.properties());
        probe.setting("SHOW fsync", "on");
        probe.setting("SHOW full_page_writes", "on");
        probe.setting("SHOW synchronous_commit", "on");
        probe.setting("SHOW listen_addresses", "127.0.0.1");
        probe.setting("SHOW server_encoding", "UTF8");
        probe.redis("CONFIG GET bind", "*2\r\n$4\r\nbind\r\n$9\r\n127.0.0.1\r\n");
        probe.redis("CONFIG GET appendfsync", "*2\r\n$11\r\nappendfsync\r\n$8\r\neverysec\r\n");
    }

    @Test
    void postgresWantsThePasswordThatOnlyTheOwnerCanRead() throws Exception {
        servers.start();
        var permissions = Files.getPosixFilePermissions(data.resolve("postgres.password"));
        assertEquals("rw-------", PosixFilePermissions.toString(permissions));
        var url = servers.properties().get("quarkus.datasource.jdbc.url");
        var refusal = assertThrows(SQLException.class, () -> DriverManager.getConnection(url, "larder", "guess")
                .close());
        assertEquals("28P01", refusal.getSQLState());
    }

    @Test
    void aStrangerWithAReusedPidIsLeftAlone() throws Exception {
        servers.start();
        new StoredProbe(servers.properties()).write();
        servers.close();
        var stranger = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(data.resolve("postgres/postmaster.pid"), stranger.pid() + "\n" + data + "/postgres\n");
            Files.writeString(data.resolve("redis/redis.pid"), stranger.pid() + "\n");
            restart();
            assertTrue(stranger.isAlive());
            new StoredProbe(servers.properties()).check();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void aPidFileOfAGoneProcessDoesNotBlockTheStart() throws Exception {
        servers.start();
        new StoredProbe(servers.properties()).write();
        ServerProcess.allFrom(data.resolve("bin")).forEach(ServerProcess::kill);
        assertTrue(Files.exists(data.resolve("postgres/postmaster.pid")));
        restart();
        new StoredProbe(servers.properties()).check();
    }

    @Test
    void aHalfCreatedClusterIsCreatedAnew() throws Exception {
        Files.createDirectories(data.resolve("postgres.creating/base"));
        Files.writeString(data.resolve("postgres.creating/PG_VERSION"), "17");
        servers.start();
        new StoredProbe(servers.properties()).write();
        assertFalse(Files.exists(data.resolve("postgres.creating")));
    }

    @Test
    void aSecondLarderOnTheSameDataIsRefused() {
        servers.start();
        try (var second = new EmbeddedServers(new EmbeddedSettings(data, true, true))) {
            var refusal = assertThrows(EmbeddedStartException.class, second::start);
            var pid = ProcessHandle.current().pid();
            assertEquals(
                    """
                    The data directory %s is in use by another Larder, process %d.
                    Set LARDER_EMBEDDED_DATA_DIR to another folder or stop process %d."""
                            .formatted(data, pid, pid),
                    refusal.getMessage());
        }
    }

    @Test
    void aBrokenClusterIsReportedInThePostgresOwnWordsAndRedisIsStopped() throws Exception {
        servers.start();
        servers.close();
        Files.writeString(data.resolve("postgres/PG_VERSION"), "9.6\n");
        var failure = assertThrows(EmbeddedStartException.class, servers::start);
        assertTrue(failure.getMessage().contains("initialized by PostgreSQL version 9.6"), failure.getMessage());
        assertTrue(failure.getMessage().contains("QUARKUS_DATASOURCE_JDBC_URL"), failure.getMessage());
        assertEquals(List.of(), ServerProcess.allFrom(data.resolve("bin")));
    }

    @Test
    void onlyWhatIsNotConfiguredIsStarted() {
        servers = new EmbeddedServers(new EmbeddedSettings(data, false, true));
        servers.start();
        assertEquals(
                Map.of(
                        "quarkus.redis.hosts", servers.properties().get("quarkus.redis.hosts"),
                        "larder.embedded.redis-folder", data.resolve("redis").toString()),
                servers.properties());
        assertFalse(Files.exists(data.resolve("postgres")));
    }

    @Test
    void nothingIsTouchedWhenBothAreConfigured() {
        var untouched = data.resolve("untouched");
        try (var none = new EmbeddedServers(new EmbeddedSettings(untouched, false, false))) {
            none.start();
            assertEquals(Map.of(), none.properties());
            assertFalse(Files.exists(untouched));
        }
    }
}
