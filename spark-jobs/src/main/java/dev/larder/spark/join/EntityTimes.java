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

    /** An open hash table: the two hashes of a key, where its times end, and how many they are; 0: the slot is free. */
    private final long[] hashes;

    private final int[] ends;
    private final int[] sizes;
    private final int mask;

    /** Key by key, those of a key ascending. */
    private final long[] times;

    /** @param rows of {@link #WIDTH} numbers each, one after the other; no more than 2<sup>28</sup> */
    EntityTimes(long[] rows) {
        int count = rows.length / WIDTH;
        int capacity = 4 * Integer.highestOneBit(Math.max(1, count));
        hashes = new long[2 * capacity];
        ends = new int[capacity];
        sizes = new int[capacity];
        mask = capacity - 1;
        times = new long[count];
        for (int i = 0; i < rows.length; i += WIDTH) {
            int slot = slot(rows[i], rows[i + 1]);
            hashes[2 * slot] = rows[i];
            hashes[2 * slot + 1] = rows[i + 1];
            sizes[slot]++;
        }
        int begin = 0;
        for (int slot = 0; slot < capacity; slot++) {
            ends[slot] = begin;
            begin += sizes[slot];
        }
        for (int i = 0; i < rows.length; i += WIDTH) {
            times[ends[slot(rows[i], rows[i + 1])]++] = rows[i + 2];
        }
        for (int slot = 0; slot < capacity; slot++) {
            if (sizes[slot] > 1) {
                Arrays.sort(times, ends[slot] - sizes[slot], ends[slot]);
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

    /** The position of the first entity row of a key that is not earlier than a time, or {@link #NONE}. */
    int first(long hash, long otherHash, long time) {
        int slot = slot(hash, otherHash);
        int end = ends[slot];
        int low = end - sizes[slot];
        int high = end;
        while (low < high) {
            int middle = low + high >>> 1;
            if (times[middle] < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < end ? low : NONE;
    }

    /** Raises each value to the largest before it of the same key. There is one for each position. */
    void carryForward(long[] values) {
        for (int slot = 0; slot <= mask; slot++) {
            for (int i = ends[slot] - sizes[slot] + 1; i < ends[slot]; i++) {
                values[i] = Math.max(values[i], values[i - 1]);
            }
        }
    }

    /** The slot of a key, or the free one where it would be. */
    private int slot(long hash, long otherHash) {
        int slot = (int) hash & mask;
        while (sizes[slot] > 0 && (hashes[2 * slot] != hash || hashes[2 * slot + 1] != otherHash)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
