package dev.larder.embedded;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Gives a Quarkus test an empty PostgreSQL and an empty Redis, started by the very classes that start them for users. */
public final class EmbeddedServersResource implements QuarkusTestResourceLifecycleManager {
    private final EmbeddedServers servers;

    /** For the application under test. */
    public EmbeddedServersResource() {
        this("application");
    }

    /** For a test that needs servers of its own, in a data directory of this name. */
    public EmbeddedServersResource(String name) {
        servers = new EmbeddedServers(new EmbeddedSettings(emptyDataDirectory(name), true, true));
    }

    @Override
    public Map<String, String> start() {
        servers.start();
        return servers.properties();
    }

    @Override
    public void stop() {
        servers.close();
    }

    /** A data directory for a test. Only the unpacked programs of an earlier run are kept in it, to save their unpacking. */
    static Path emptyDataDirectory(String name) {
        var folder = Path.of("target", "embedded", name).toAbsolutePath();
        var programs = folder.resolve("bin");
        ServerProcess.allFrom(programs).forEach(ServerProcess::kill);
        try {
            Files.createDirectories(folder);
            try (var children = Files.list(folder)) {
                for (var child : children.filter(path -> !path.equals(programs)).toList()) {
                    ServerPrograms.delete(child);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }
}
