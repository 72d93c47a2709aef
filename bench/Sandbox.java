import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;

/** A temporary folder and the processes that run in it. Both are gone when it is closed, or when this JVM ends, however it ends. */
final class Sandbox implements AutoCloseable {
    private static final int STOP_SECONDS = 40;

    private final Path folder;
    private final ArrayDeque<ProcessHandle> processes = new ArrayDeque<>();
    private final Thread hook = new Thread(this::end);
    private boolean ended;

    Sandbox() throws IOException {
        folder = Files.createTempDirectory("larder-bench");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    Path resolve(String name) {
        return folder.resolve(name);
    }

    /** Starts a program that is ended with the sandbox; the last one first. Its output goes to a file of this name. */
    synchronized Process start(String output, ProcessBuilder builder) throws IOException {
        if (ended) {
            throw new IOException("the sandbox is closed");
        }
        var process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(resolve(output).toFile()))
                .start();
        processes.push(process.toHandle());
        return process;
    }

    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private synchronized void end() {
        if (!ended) {
            ended = true;
            processes.forEach(ProcessHandle::destroy);
            processes.forEach(Sandbox::stop);
            // What an application left behind that had to be killed.
            ProcessHandle.allProcesses().filter(this::runsFromHere).forEach(Sandbox::stop);
            delete(folder);
        }
    }

    private boolean runsFromHere(ProcessHandle process) {
        return process.info().command().filter(program -> Path.of(program).startsWith(folder)).isPresent();
    }

    /** Asks it to stop; kills it when it does not. */
    static void stop(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port that is free now. */
    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
