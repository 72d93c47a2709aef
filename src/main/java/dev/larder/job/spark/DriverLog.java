package dev.larder.job.spark;

import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import dev.larder.job.JobRunner.JobLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What a Spark driver writes. */
final class DriverLog {
    private static final String FILE = "driver.log";
    private static final int LAST_WORDS_BYTES = 16_384;
    private static final int LONGEST_WORDS = 500;
    private static final Pattern TROUBLE = Pattern.compile(".*(Exception|Error|ERROR|Caused by|failed|not found).*");
    private static final Pattern FRAME = Pattern.compile("\\s+(at |\\.\\.\\. \\d+ more).*");

    private DriverLog() {}

    static Path in(Path folder) {
        return folder.resolve(FILE);
    }

    static JobLog tail(Path folder, int maxBytes) {
        var file = in(folder);
        if (Files.notExists(file)) {
            return new JobLog("", false);
        }
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            long begin = Math.max(0, log.length() - maxBytes);
            var bytes = new byte[(int) (log.length() - begin)];
            log.seek(begin);
            log.readFully(bytes);
            var text = new String(bytes, StandardCharsets.UTF_8);
            // The first line may be half of one.
            return new JobLog(begin == 0 ? text : text.substring(text.indexOf('\n') + 1), begin > 0);
        } catch (IOException e) {
            throw LarderException.of(
                    ErrorCode.UNAVAILABLE, "LOG_UNREADABLE", "The log %s cannot be read.".formatted(file), e);
        }
    }

    /** The last line that tells of trouble, or the last at all. */
    static String lastWords(Path folder) {
        var lines = tail(folder, LAST_WORDS_BYTES)
                .text()
                .lines()
                .filter(line -> !line.isBlank() && !FRAME.matcher(line).matches())
                .toList();
        var last = lines.stream()
                .filter(line -> TROUBLE.matcher(line).matches())
                .reduce((one, other) -> other)
                .orElse(lines.isEmpty() ? "" : lines.get(lines.size() - 1))
                .strip();
        return last.length() <= LONGEST_WORDS ? last : last.substring(0, LONGEST_WORDS) + "...";
    }
}
