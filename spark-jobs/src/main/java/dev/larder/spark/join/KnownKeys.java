package dev.larder.spark.join;

/**
 * Which keys the entity rows have, as far as a filter of a few megabytes can tell. Gives up where it sorts out next to nothing.
 * Not for several threads.
 */
final class KnownKeys {
    private static final int TRIAL = 20_000;
    private static final double WORTHWHILE = 0.95;

    private final KeyFilter filter;
    private int asked;
    private int found;
    private boolean asking = true;

    KnownKeys(KeyFilter filter) {
        this.filter = filter;
    }

    /** @return false: no entity row has a key with this hash */
    boolean mayContain(long hash) {
        if (!asking) {
            return true;
        }
        boolean contained = filter.mayContain(hash);
        if (asked < TRIAL) {
            asked++;
            found += contained ? 1 : 0;
            asking = asked < TRIAL || found < WORTHWHILE * TRIAL;
        }
        return contained;
    }
}
