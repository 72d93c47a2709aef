package dev.larder.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks the packaged server programs, once. They appear whole under their final name or not at all. */
record ServerPrograms(Path folder, Platform platform) {
    private static final int OWNER_MAY_EXECUTE = 0100;

    /** The folder of the PostgreSQL distribution, with {@code bin} and {@code lib}. */
    Path postgres() throws IOException {
        var archive = packaged(platform.postgresArchive(), "PostgreSQL", "QUARKUS_DATASOURCE_JDBC_URL");
        // The archive does not say its version; its size changes with it.
        var unpacked = folder.resolve("archive-" + archive.openConnection().getContentLengthLong());
        if (!Files.isDirectory(unpacked)) {
            var unfinished = folder.resolve("unpacking");
            delete(unfinished);
            try (var tar =
                    new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive.openStream())))) {
                unpack(tar, unfinished);
            }
            Files.move(unfinished, unpacked, ATOMIC_MOVE);
        }
        return unpacked;
    }

    /** The Redis server. */
    Path redis() throws IOException {
        var name = platform.redisProgram().orElse("redis-server-" + platform.os() + "-" + platform.arch());
        var program = packaged(name, "Redis", "QUARKUS_REDIS_HOSTS");
        var unpacked = folder.resolve(name);
        if (!Files.exists(unpacked)) {
            var unfinished = folder.resolve(name + ".unpacking");
            try (var content = program.openStream()) {
                Files.copy(content, unfinished, REPLACE_EXISTING);
            }
            makeExecutable(unfinished);
            Files.move(unfinished, unpacked, ATOMIC_MOVE);
        }
        return unpacked;
    }

    private URL packaged(String resource, String server, String variable) {
        var url = ServerPrograms.class.getClassLoader().getResource(resource);
        if (url == null) {
            throw new EmbeddedStartException(
                    """
                    There is no embedded %s for this platform, %s (no %s in the package).
                    Run one yourself and set %s."""
                            .formatted(server, platform, resource, variable));
        }
        return url;
    }

    private static void unpack(TarArchiveInputStream tar, Path target) throws IOException {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            var path = target.resolve(entry.getName()).normalize();
            if (!path.startsWith(target)) {
                throw new IOException("the archive points outside of itself: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(path);
            } else if (entry.isSymbolicLink()) {
                Files.createDirectories(path.getParent());
                Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            } else {
                Files.createDirectories(path.getParent());
                copy(tar, path, (entry.getMode() & OWNER_MAY_EXECUTE) != 0);
            }
        }
    }

    private static void copy(InputStream content, Path path, boolean executable) throws IOException {
        Files.copy(content, path);
        if (executable) {
            makeExecutable(path);
        }
    }

    private static void makeExecutable(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Removes a folder with all it holds, or nothing if there is none. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var found = Files.walk(folder)) {
            for (var path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
