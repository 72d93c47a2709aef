import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What a process uses, as Linux counts it. */
final class ProcessUse {
    private static final double MICROS_PER_TICK = 1e6 / 100;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+([0-9]+) kB");

    private ProcessUse() {}

    /** CPU time of all its threads since its start, in user and system mode; in steps of 10 ms. */
    static double cpuMicros(long pid) throws IOException {
        var stat = read(pid, "stat");
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) * MICROS_PER_TICK;
    }

    static double residentMegabytes(long pid) throws IOException {
        var matcher = RESIDENT.matcher(read(pid, "status"));
        if (!matcher.find()) {
            throw new IOException("process " + pid + " has ended");
        }
        return Long.parseLong(matcher.group(1)) / 1024.0;
    }

    private static String read(long pid, String file) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(pid), file));
    }
}
