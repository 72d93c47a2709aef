package dev.larder.spark.join;

import java.io.Serializable;

/**
 * One number that rows are sorted by, because Spark sorts by one number much faster than by two: the group's low bits above the
 * moment. The moment takes as many bits as the times of the entity rows need, so that the order of moments is exact; groups whose
 * bits are the same come together, and are told apart by their keys.
 *
 * @param first the moment of a feature row at the time of the first entity row. What was visible before is sorted as if it became
 *     visible now: which of it is the latest, its times say
 * @param last the last moment of an entity row
 */
record SortKey(long first, long last) implements Serializable {
    /** Of entity rows none of which can match anything. */
    static final SortKey NOTHING = new SortKey(0, 0);

    /** @param moment not after the last */
    long of(long group, long moment) {
        return group << momentBits() | Math.max(0, moment - first);
    }

    /** Equal for equal groups; all rows with the same come together. */
    long group(long sortKey) {
        return sortKey >> momentBits();
    }

    private int momentBits() {
        return Long.SIZE - Long.numberOfLeadingZeros(last - first);
    }
}
