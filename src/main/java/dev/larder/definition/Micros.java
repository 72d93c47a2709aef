package dev.larder.definition;

import java.time.Duration;
import java.time.Instant;

/** Times and durations as whole microseconds, as rows count them. Nothing that a definition or a row may say overflows. */
public final class Micros {
    private static final long PER_SECOND = 1_000_000;
    private static final int NANOS = 1_000;

    private Micros() {}

    /** Not by way of nanoseconds: a long holds 292 years of them. */
    public static long of(Duration duration) {
        return Math.addExact(Math.multiplyExact(duration.getSeconds(), PER_SECOND), duration.getNano() / NANOS);
    }

    /** Since 1970. */
    public static long of(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), PER_SECOND), time.getNano() / NANOS);
    }
}
