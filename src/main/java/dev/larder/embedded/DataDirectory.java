package dev.larder.embedded;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The data directory, held by this process alone. The hold is a lock of the operating system, which gives it back however the process
 * ends.
 */
final class DataDirectory implements AutoCloseable {
    private static final String LOCK_FILE = "larder.lock";
    private static final int MAX_PID_BYTES = 32;

    /** Behind the pid, because on some systems nobody else can read the locked bytes. */
    private static final long LOCKED_BYTE = 1024;

    /**
     * What this process itself holds. It has to be known without opening the lock file: on POSIX systems, closing a second channel to a
     * locked file gives up the lock.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Creates the directory if need be and takes hold of it.
     *
     * @throws EmbeddedStartException if it cannot be written or another process holds it
     */
    static DataDirectory open(Path wanted) {
        try {
            Files.createDirectories(wanted);
            var path = wanted.toRealPath();
            if (!HELD_HERE.add(path)) {
                throw heldBy(path, Long.toString(ProcessHandle.current().pid()));
            }
            try {
                return new DataDirectory(path, lock(path));
            } catch (IOException | RuntimeException e) {
                HELD_HERE.remove(path);
                throw e;
            }
        } catch (IOException e) {
            throw unusable(wanted.toAbsolutePath().normalize(), e);
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        var channel = FileChannel.open(path.resolve(LOCK_FILE), CREATE, READ, WRITE);
        try {
            if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
                throw heldBy(path, readPid(channel));
            }
            channel.truncate(0);
            channel.write(
                    StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static String readPid(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(MAX_PID_BYTES);
        channel.read(bytes, 0);
        return StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip();
    }

    private static EmbeddedStartException heldBy(Path path, String pid) {
        return new EmbeddedStartException(
                """
                The data directory %s is in use by another Larder, process %s.
                Set LARDER_EMBEDDED_DATA_DIR to another folder or stop process %s."""
                        .formatted(path, pid, pid));
    }

    private static EmbeddedStartException unusable(Path path, IOException cause) {
        var reason = cause instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : cause.getClass().getSimpleName();
        return new EmbeddedStartException(
                """
                The data directory %s cannot be written by user %s: %s (%s).
                Set LARDER_EMBEDDED_DATA_DIR to a folder that can be."""
                        .formatted(path, System.getProperty("user.name"), reason, cause.getMessage()),
                cause);
    }

    /** A file or folder in this directory, which may not exist yet. */
    Path resolve(String name) {
        return path.resolve(name);
    }

    /** A folder in this directory that only its owner can enter. */
    Path privateFolder(String name) throws IOException {
        var folder = path.resolve(name);
        if (!Files.isDirectory(folder)) {
            // Both servers start at the same time: the other may create it just now.
            Files.createDirectories(folder);
        }
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        return folder;
    }

    /** The folder for the programs of one server. A process that runs a program of this folder is ours, whatever a pid file says. */
    Path programs(String server) throws IOException {
        return privateFolder(privateFolder("bin").resolve(server).toString());
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            // The operating system gives the lock back when the process ends.
        } finally {
            HELD_HERE.remove(path);
        }
    }
}
