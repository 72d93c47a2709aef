import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What a process uses, as Linux counts it. */
final class ProcessUse {
    private static final double MICROS_PER_TICK = 1e6 / 100;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+([0-9]+) kB");
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+([0-9]+) kB");

    private ProcessUse() {}

    /** CPU time of all its threads since its start, in user and system mode; in steps of 10 ms. */
    static double cpuMicros(long pid) throws IOException {
        return ticks(read(pid, "stat")) * MICROS_PER_TICK;
    }

    private static long ticks(String stat) {
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
    }

    /** CPU time of those of its threads that live and whose names begin so. */
    static double cpuMicros(long pid, List<String> names) throws IOException {
        double sum = 0;
        try (var threads = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads) {
                sum += ticks(thread, names) * MICROS_PER_TICK;
            }
        }
        return sum;
    }

    private static long ticks(Path thread, List<String> names) {
        try {
            var name = Files.readString(thread.resolve("comm"));
            return names.stream().anyMatch(name::startsWith) ? ticks(Files.readString(thread.resolve("stat"))) : 0;
        } catch (IOException e) {
            // It has ended since the threads were listed.
            return 0;
        }
    }

    static double residentMegabytes(long pid) throws IOException {
        return megabytes(pid, RESIDENT);
    }

    /** The most that was ever resident. */
    static double peakMegabytes(long pid) throws IOException {
        return megabytes(pid, PEAK);
    }

    private static double megabytes(long pid, Pattern pattern) throws IOException {
        var matcher = pattern.matcher(read(pid, "status"));
        if (!matcher.find()) {
            throw new IOException("process " + pid + " has ended");
        }
        return Long.parseLong(matcher.group(1)) / 1024.0;
    }

    private static String read(long pid, String file) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(pid), file));
    }
}
