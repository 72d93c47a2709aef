package dev.larder.spark.join;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The times of all entity rows, key by key. A key is known by two hashes, 128 bits together: the chance that any two of
 * 10<sup>9</sup> keys have both in common is about 10<sup>-21</sup>.
 */
final class EntityTimes implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Numbers of an entity row: the two hashes of its key, and its time in microseconds since 1970. */
    static final int WIDTH = 3;

    /** There is no such entity row. */
    static final int NONE = -1;

    /**
     * An open hash table, laid out so that most keys cost one miss of the processor's cache. Of each key: its two hashes, its
     * last time, and how many times it has (high half; 0: the slot is free) before which position they end (low half).
     */
    private final long[] slots;

    private static final int SLOT = 4;
    private final int mask;

    /** Key by key, those of a key ascending. */
    private final long[] times;

    /** @param rows of {@link #WIDTH} numbers each, one after the other; no more than 2<sup>26</sup> */
    EntityTimes(long[] rows) {
        int count = rows.length / WIDTH;
        int capacity = 4 * Integer.highestOneBit(Math.max(1, count));
        slots = new long[SLOT * capacity];
        mask = capacity - 1;
        times = new long[count];
        for (int i = 0; i < rows.length; i += WIDTH) {
            int slot = slot(rows[i], rows[i + 1]);
            slots[slot] = rows[i];
            slots[slot + 1] = rows[i + 1];
            slots[slot + 3] += 1L << Integer.SIZE;
        }
        int begin = 0;
        for (int slot = 0; slot < slots.length; slot += SLOT) {
            slots[slot + 3] |= begin;
            begin += size(slot);
        }
        for (int i = 0; i < rows.length; i += WIDTH) {
            int slot = slot(rows[i], rows[i + 1]);
            times[end(slot)] = rows[i + 2];
            slots[slot + 3]++;
        }
        for (int slot = 0; slot < slots.length; slot += SLOT) {
            if (size(slot) > 0) {
                Arrays.sort(times, end(slot) - size(slot), end(slot));
                slots[slot + 2] = times[end(slot) - 1];
            }
        }
    }

    /** How many positions there are. */
    int size() {
        return times.length;
    }

    /** The time at a position. */
    long time(int position) {
        return times[position];
    }

    /**
     * The position of the first entity row of a key that is not earlier than a time, or {@link #NONE}.
     *
     * @param slot of the key
     */
    int first(int slot, long time) {
        int size = size(slot);
        if (size == 0 || slots[slot + 2] < time) {
            return NONE;
        }
        int high = end(slot) - 1;
        int low = high - size + 1;
        while (low < high) {
            int middle = low + high >>> 1;
            if (times[middle] < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** What is told every position together with the hash of its key. */
    interface Visitor {
        void visit(long hash, int position);
    }

    void forEach(Visitor visitor) {
        for (int slot = 0; slot < slots.length; slot += SLOT) {
            for (int i = end(slot) - size(slot); i < end(slot); i++) {
                visitor.visit(slots[slot], i);
            }
        }
    }

    /** Raises each value to the largest before it of the same key. There is one for each position. */
    void carryForward(long[] values) {
        for (int slot = 0; slot < slots.length; slot += SLOT) {
            for (int i = end(slot) - size(slot) + 1; i < end(slot); i++) {
                values[i] = Math.max(values[i], values[i - 1]);
            }
        }
    }

    /** Where the slot of a key begins, or the free one in which it would be. */
    int slot(long hash, long otherHash) {
        int slot = (int) hash & mask;
        while (size(SLOT * slot) > 0 && (slots[SLOT * slot] != hash || slots[SLOT * slot + 1] != otherHash)) {
            slot = slot + 1 & mask;
        }
        return SLOT * slot;
    }

    private int size(int slot) {
        return (int) (slots[slot + 3] >>> Integer.SIZE);
    }

    private int end(int slot) {
        return (int) slots[slot + 3];
    }
}
