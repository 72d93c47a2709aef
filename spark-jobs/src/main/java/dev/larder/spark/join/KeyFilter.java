package dev.larder.spark.join;

import java.io.Serializable;

/**
 * A set of hashes that may say yes too often: a Bloom filter of two probes, because each is likely to miss the processor's cache.
 */
final class KeyFilter implements Serializable {
    private static final long serialVersionUID = 1L;

    /** 4 MB: a million hashes with next to no false positives, ten million with a fifth. */
    private static final int LOG_BITS = 25;

    private static final int MASK = (1 << LOG_BITS) - 1;

    private final long[] words = new long[1 << LOG_BITS - 6];

    void add(long hash) {
        set((int) hash & MASK);
        set((int) (hash >>> LOG_BITS) & MASK);
    }

    boolean mayContain(long hash) {
        return get((int) hash & MASK) && get((int) (hash >>> LOG_BITS) & MASK);
    }

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
