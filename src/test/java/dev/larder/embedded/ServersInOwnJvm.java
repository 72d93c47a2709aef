package dev.larder.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * A process that embeds servers, for tests that end such a process. Its application writes a probe, and when it is stopped it still needs
 * both servers.
 */
final class ServersInOwnJvm {
    static final String READY = "ready";
    static final String STOPPED = "application stopped";

    private ServersInOwnJvm() {}

    public static void main(String... args) throws IOException, SQLException, InterruptedException {
        var servers = new EmbeddedServers(new EmbeddedSettings(Path.of(args[0]), true, true));
        var stopSequence = StopSequence.of(servers, () -> true);
        servers.start();
        var probe = new StoredProbe(servers.properties());
        probe.write();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                probe.check();
                System.out.println(STOPPED);
            } catch (IOException | SQLException e) {
                System.out.println(e);
            } finally {
                stopSequence.applicationStopped();
            }
        }));
        System.out.println(READY);
        Thread.currentThread().join();
    }
}
