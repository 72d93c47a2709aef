package dev.larder.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A program of a server distribution, run in an environment that holds none of the application's secrets. */
record Command(List<String> line) {
    private static final Set<String> PASSED_ON = Set.of(
            "PATH", "HOME", "TMPDIR", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH");

    Command {
        line = List.copyOf(line);
    }

    /** What a finished program said and whether it was content. */
    record Outcome(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    /** Runs to the end; {@code input} becomes its standard input, both its outputs become {@link Outcome#output()}. */
    Outcome run(String input) throws IOException {
        var process = builder().redirectErrorStream(true).start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended without reading. Its exit code and its output say why.
        }
        try {
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output.strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroy();
            throw new IOException("interrupted while " + line.get(0) + " ran", e);
        }
    }

    /** Starts without waiting; what it says is appended to the file. */
    Process start(Path log) throws IOException {
        return builder()
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private ProcessBuilder builder() {
        var builder = new ProcessBuilder(line);
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(PASSED_ON);
        environment.put("LC_ALL", "C");
        return builder;
    }
}
