package dev.larder.spark.job;

import java.util.regex.Pattern;
import org.apache.spark.SparkException;

/** What really went wrong, in one line: the innermost cause, not the wrappers that Spark puts around it. */
final class Cause {
    private static final int LONGEST = 1_000;

    /** How Spark quotes the failure of a task whose exception did not travel. */
    private static final Pattern LOST_TASK = Pattern.compile("\\(executor [^)]*\\): (?<cause>[^\\n]+)");

    private Cause() {}

    static String of(Throwable failure) {
        var innermost = failure;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        var message = String.valueOf(innermost.getMessage());
        if (innermost instanceof SparkException) {
            var lost = LOST_TASK.matcher(message);
            if (lost.find()) {
                return line(lost.group("cause"));
            }
        }
        // Our own exceptions, and those of bad arguments, say it all; of others the class is half of the message.
        boolean speaks = innermost.getClass().getName().startsWith("dev.larder.")
                || innermost instanceof IllegalArgumentException && innermost.getMessage() != null;
        return line(speaks ? message : innermost.getClass().getSimpleName() + ": " + message);
    }

    private static String line(String message) {
        var line = message.lines().findFirst().orElse("").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
