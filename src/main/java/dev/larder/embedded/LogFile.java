package dev.larder.embedded;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The log of an embedded server. */
record LogFile(Path path) {
    private static final long ROTATE_AT_BYTES = 10_000_000;
    private static final int TAIL_BYTES = 4_000;
    private static final int TAIL_LINES = 12;

    /** Sets a long log aside as {@code <name>.1}, to be done while no server writes to it. */
    void rotate() throws IOException {
        if (Files.exists(path) && Files.size(path) > ROTATE_AT_BYTES) {
            Files.move(path, path.resolveSibling(path.getFileName() + ".1"), REPLACE_EXISTING);
        }
    }

    /** The last lines, indented, for an error message. */
    String tail() {
        try (var file = new RandomAccessFile(path.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - TAIL_BYTES));
            var bytes = new byte[(int) Math.min(TAIL_BYTES, file.length())];
            file.readFully(bytes);
            return lastLines(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return "  (no log: " + e.getMessage() + ")";
        }
    }

    static String lastLines(String text) {
        var lines = text.lines().filter(line -> !line.isBlank()).toList();
        return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()).stream()
                .map("  "::concat)
                .collect(Collectors.joining("\n"));
    }
}
