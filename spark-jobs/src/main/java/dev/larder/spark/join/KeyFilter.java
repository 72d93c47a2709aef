package dev.larder.spark.join;

import java.io.Serializable;

/**
 * A set of hashes that may say yes too often: a Bloom filter of two probes, because each is likely to miss the processor's cache.
 */
final class KeyFilter implements Serializable {
    private static final long serialVersionUID = 1L;

    /** At least: then it is wrong about one in 250 other hashes. If ten times as many are added, about one in five. */
    private static final int BITS_OF_EACH = 32;

    private final int logBits;
    private final int mask;
    private final long[] words;

    /** @param expected hashes, from 2 to 2<sup>25</sup> */
    KeyFilter(int expected) {
        logBits = Long.SIZE - Long.numberOfLeadingZeros((long) BITS_OF_EACH * expected - 1);
        mask = (1 << logBits) - 1;
        words = new long[1 << logBits - 6];
    }

    void add(long hash) {
        set((int) hash & mask);
        set((int) (hash >>> logBits) & mask);
    }

    boolean mayContain(long hash) {
        return get((int) hash & mask) && get((int) (hash >>> logBits) & mask);
    }

    /** @param other of the same size */
    void addAll(KeyFilter other) {
        for (int i = 0; i < words.length; i++) {
            words[i] |= other.words[i];
        }
    }

    private void set(int bit) {
        words[bit >>> 6] |= 1L << bit;
    }

    private boolean get(int bit) {
        return (words[bit >>> 6] & 1L << bit) != 0;
    }
}
