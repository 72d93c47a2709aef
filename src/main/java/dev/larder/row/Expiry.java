package dev.larder.row;

/** When the key of an entity may go: when the last of its rows has grown too old. All times in microseconds. */
public final class Expiry {
    /** The key must stay for ever. */
    public static final long NEVER = Long.MAX_VALUE;

    private Expiry() {}

    /**
     * When a row has grown too old, as microseconds since 1970.
     *
     * @param maxAgeMicros zero: never
     */
    public static long of(long eventTimeMicros, long maxAgeMicros) {
        if (maxAgeMicros == 0) {
            return NEVER;
        }
        long sum = eventTimeMicros + maxAgeMicros;
        // A sum beyond the range of a long is a time that never comes.
        return sum < eventTimeMicros ? NEVER : sum;
    }

    /** Whether a row of this event time is inside its max age, seen from a moment. Exactly as old as max age is inside. */
    public static boolean isInside(long eventTimeMicros, long maxAgeMicros, long atMicros) {
        return atMicros <= of(eventTimeMicros, maxAgeMicros);
    }
}
