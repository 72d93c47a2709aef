package dev.larder.spark.join;

import org.apache.spark.util.sketch.BloomFilter;

/**
 * Which keys the entity rows have, as far as a filter of a few megabytes can tell. Gives up where it sorts out next to nothing.
 * Not for several threads.
 */
final class KnownKeys {
    private static final int TRIAL = 20_000;
    private static final double WORTHWHILE = 0.95;

    private final BloomFilter filter;
    private int asked;
    private int found;
    private boolean asking;

    KnownKeys(BloomFilter filter) {
        this.filter = filter;
        // A filter with more than every other bit set says yes to too much.
        this.asking = filter.cardinality() < filter.bitSize() / 2;
    }

    /** @return false: no entity row has a key with this hash */
    boolean mayContain(long hash) {
        if (!asking) {
            return true;
        }
        boolean contained = filter.mightContainLong(hash);
        if (asked < TRIAL) {
            asked++;
            found += contained ? 1 : 0;
            asking = asked < TRIAL || found < WORTHWHILE * TRIAL;
        }
        return contained;
    }
}
