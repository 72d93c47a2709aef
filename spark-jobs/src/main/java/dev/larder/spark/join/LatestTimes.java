package dev.larder.spark.join;

import dev.larder.spark.shuffle.Latest;
import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;

/**
 * At each position of {@link EntityTimes} the times of the latest feature row that was offered there: its event time, and, if ties are
 * watched for, its created time too, and whether another was offered with the same two.
 */
final class LatestTimes implements Serializable {
    private static final long serialVersionUID = 1L;

    /** In place of an event time: there is no row. */
    static final long NOTHING = Long.MIN_VALUE;

    /** One number for each position, or two. */
    private final long[] times;

    private final boolean watched;
    private final BitSet tied = new BitSet();

    /** @param watched whether for ties */
    LatestTimes(int positions, boolean watched) {
        this.watched = watched;
        times = new long[positions * width(watched)];
        Arrays.fill(times, NOTHING);
    }

    /** How many numbers are held for each position. */
    static int width(boolean watched) {
        return watched ? 2 : 1;
    }

    void offer(int position, long event) {
        times[position] = Math.max(times[position], event);
    }

    /** @param created or {@link Latest#NOT_CREATED} */
    void offer(int position, long event, long created) {
        offer(position, event, created, false);
    }

    private void offer(int position, long event, long created, boolean otherTied) {
        int at = 2 * position;
        if (event < times[at] || event == times[at] && created < times[at + 1]) {
            return;
        }
        boolean same = event == times[at] && created == times[at + 1];
        if (!same) {
            times[at] = event;
            times[at + 1] = created;
        }
        // An empty set is not touched: that would be one more miss of the processor's cache for each row.
        if (same || otherTied || !tied.isEmpty()) {
            tied.set(position, same || otherTied);
        }
    }

    LatestTimes merge(LatestTimes other) {
        if (!watched) {
            for (int i = 0; i < times.length; i++) {
                offer(i, other.times[i]);
            }
            return this;
        }
        for (int i = 0; i < times.length / 2; i++) {
            if (other.times[2 * i] != NOTHING) {
                offer(i, other.times[2 * i], other.times[2 * i + 1], other.tied.get(i));
            }
        }
        return this;
    }

    /** The event times, a copy. */
    long[] events() {
        var events = new long[times.length / width(watched)];
        for (int i = 0; i < events.length; i++) {
            events[i] = times[i * width(watched)];
        }
        return events;
    }

    /** Whether a row of this event time was offered at the position, was the latest there, and had the times of another. */
    boolean isTied(int position, long event) {
        return watched && tied.get(position) && times[2 * position] == event;
    }
}
