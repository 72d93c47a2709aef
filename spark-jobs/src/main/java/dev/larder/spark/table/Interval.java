package dev.larder.spark.table;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Event times from start up to, and without, end, in microseconds since 1970. */
public record Interval(long startMicros, long endMicros) {
    public Interval {
        if (startMicros >= endMicros) {
            throw new IllegalArgumentException("the interval ends at %s, not after its start at %s"
                    .formatted(instant(endMicros), instant(startMicros)));
        }
    }

    public static Interval of(Instant start, Instant end) {
        return new Interval(micros(start), micros(end));
    }

    public Instant start() {
        return instant(startMicros);
    }

    public Instant end() {
        return instant(endMicros);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** Microseconds since 1970, of any year that an instant of Spark can have. */
    public static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }
}
