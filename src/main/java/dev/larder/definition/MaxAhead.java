package dev.larder.definition;

import dev.larder.error.LarderException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The label {@value #LABEL} of a feature table: how long after now the event time of a row may be. Rows further ahead are refused;
 * without the label they are taken.
 */
public final class MaxAhead {
    public static final String LABEL = "max_ahead";

    /** A {@code google.protobuf.Duration} in JSON that is not negative. */
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(?:\\.(\\d{1,6})0{0,3})?s");

    private static final int MICROS_DIGITS = 6;

    private MaxAhead() {}

    /**
     * @return empty: there is no such label
     * @throws LarderException INVALID_ARGUMENT if it is no duration
     */
    public static Optional<Duration> of(Map<String, String> labels) {
        return Optional.ofNullable(labels.get(LABEL)).map(MaxAhead::parse);
    }

    private static Duration parse(String text) {
        var match = DURATION.matcher(text);
        if (match.matches()) {
            var fraction = match.group(2) == null ? "" : match.group(2);
            long micros = Long.parseLong(fraction + "0".repeat(MICROS_DIGITS - fraction.length()));
            var duration = Duration.ofSeconds(Long.parseLong(match.group(1))).plusNanos(micros * 1_000);
            if (duration.compareTo(Limits.LONGEST_DURATION) <= 0) {
                return duration;
            }
        }
        throw LarderException.invalid(
                "INVALID_LABEL",
                "labels." + LABEL,
                ("The label %s is \"%s\"; it must be a number of seconds such as \"3600s\" or \"0.5s\","
                                + " not finer than a microsecond and not above 10,000 years.")
                        .formatted(LABEL, text.length() > 60 ? text.substring(0, 60) + "..." : text));
    }
}
