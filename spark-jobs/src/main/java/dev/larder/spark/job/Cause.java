package dev.larder.spark.job;

import dev.larder.spark.online.OnlineStoreException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkException;

/**
 * What really went wrong: the exception of ours that says it, or else the innermost cause; not the wrappers that Spark puts around it.
 *
 * @param line one line for people
 * @param retryable neither the definition nor the data is wrong, so the same job may succeed later
 */
record Cause(String line, boolean retryable) {
    private static final int LONGEST = 1_000;
    private static final String OURS = "dev.larder.spark.";

    /** How Spark quotes the failure of a task whose exception did not travel. */
    private static final Pattern LOST_TASK = Pattern.compile("\\([^()]*executor [^)]*\\): (?<cause>[^\\n]+)");

    /** How Spark names the file that it cannot read. */
    private static final Pattern UNREADABLE_FILE =
            Pattern.compile("FAILED_READ_FILE\\S* Encountered error while reading file (?<file>\\S+)\\. ");

    /** Failures of machines and networks. */
    private static final Set<Class<?>> PASSING = Set.of(
            OnlineStoreException.class,
            SocketException.class,
            SocketTimeoutException.class,
            UnknownHostException.class,
            OutOfMemoryError.class);

    private static final Pattern PASSING_SPARK = Pattern.compile(
            "ExecutorLostFailure|SparkContext was shut ?down|[Cc]annot call methods on a stopped SparkContext");

    static Cause of(Throwable failure) {
        var chain = chain(failure);
        var ours = chain.stream().filter(Cause::isOurs).findFirst();
        var innermost = line(ours.orElse(chain.get(chain.size() - 1)));
        var line = ours.isPresent()
                ? innermost
                : unreadableFile(chain)
                        .map(file ->
                                "cannot read file %s: %s; write it again, or take it away".formatted(file, innermost))
                        .orElse(innermost);
        return new Cause(line, chain.stream().anyMatch(Cause::passes));
    }

    private static Optional<String> unreadableFile(List<Throwable> chain) {
        return chain.stream()
                .map(cause -> UNREADABLE_FILE.matcher(String.valueOf(cause.getMessage())))
                .filter(Matcher::find)
                .map(found -> found.group("file"))
                .findFirst();
    }

    private static List<Throwable> chain(Throwable failure) {
        var chain = new ArrayList<Throwable>();
        for (var cause = failure; cause != null && !chain.contains(cause); cause = cause.getCause()) {
            chain.add(cause);
        }
        return chain;
    }

    /** Thrown by our code, which says all that is to be said. */
    private static boolean isOurs(Throwable cause) {
        return cause.getClass().getName().startsWith(OURS)
                || cause.getStackTrace().length > 0
                        && cause.getStackTrace()[0].getClassName().startsWith(OURS)
                        && !(cause instanceof SparkException);
    }

    private static boolean passes(Throwable cause) {
        return PASSING.stream().anyMatch(type -> type.isInstance(cause))
                || PASSING_SPARK.matcher(String.valueOf(cause.getMessage())).find();
    }

    private static String line(Throwable cause) {
        var message = String.valueOf(cause.getMessage());
        if (cause instanceof SparkException) {
            var lost = LOST_TASK.matcher(message);
            if (lost.find()) {
                return shortened(lost.group("cause"));
            }
        }
        // Those of bad arguments say it all too; of others the class is half of the message.
        boolean speaks = isOurs(cause) || cause instanceof IllegalArgumentException && cause.getMessage() != null;
        return shortened(speaks ? message : cause.getClass().getSimpleName() + ": " + message);
    }

    private static String shortened(String message) {
        var line = message.lines().findFirst().orElse("").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
