package dev.larder.spark.join;

import dev.larder.row.Expiry;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Knows of each key the event times of the feature rows that some entity row is joined to, from a first pass over keys and times
 * alone. So of a history of any length about one feature row for each entity row is moved; of several with the same event time,
 * all.
 *
 * @param joined key and event time as one hash
 */
record LatestSieve(Broadcast<KeyFilter> joined) implements Sieve {
    private static final long NOTHING = Long.MIN_VALUE;
    private static final int DEPTH = 2;

    /** How many events the results of all tasks hold together, if there are cores enough: 128 MB. */
    private static final int RESULTS = 1 << 24;

    /** 2<sup>64</sup> over the golden ratio. In a product with it the upper bits depend on all bits of the other factor. */
    private static final long SCATTER = 0x9e37_79b9_7f4a_7c15L;

    /**
     * @param rows hash and other hash of the key, when the row becomes visible, event time; none of them null
     * @param maxAgeMicros of their table
     */
    static LatestSieve of(JavaRDD<InternalRow> rows, long maxAgeMicros, Broadcast<EntityTimes> entities) {
        var times = entities.value();
        var context = JavaSparkContext.fromSparkContext(rows.context());
        var events = nothing(times);
        if (rows.getNumPartitions() > 0) {
            int results = Math.max(context.defaultParallelism(), RESULTS / Math.max(1, times.size()));
            events = rows.coalesce(results)
                    .mapPartitions(new FirstPass(entities))
                    .treeReduce(LatestSieve::later, DEPTH);
            times.carryForward(events);
        }
        var joined = new KeyFilter(Math.max(2, times.size()));
        var latest = events;
        times.forEach((hash, position) -> {
            if (Expiry.isInside(latest[position], maxAgeMicros, times.time(position))) {
                joined.add(mixed(hash, latest[position]));
            }
        });
        return new LatestSieve(context.broadcast(joined));
    }

    @Override
    public boolean passes(long hash, long visibleFrom, long event) {
        return joined.value().mayContain(mixed(hash, event));
    }

    private static long mixed(long hash, long event) {
        long mixed = (hash ^ event) * SCATTER;
        return mixed ^ mixed >>> 32;
    }

    private static long[] nothing(EntityTimes times) {
        var events = new long[times.size()];
        Arrays.fill(events, NOTHING);
        return events;
    }

    private static long[] later(long[] one, long[] other) {
        for (int i = 0; i < one.length; i++) {
            one[i] = Math.max(one[i], other[i]);
        }
        return one;
    }

    private record FirstPass(Broadcast<EntityTimes> entities)
            implements FlatMapFunction<Iterator<InternalRow>, long[]> {
        /** So many keys are looked up one right after the other: then the processor waits for memory once for many of them. */
        private static final int AT_ONCE = 128;

        private static final int COLUMNS = 4;

        @Override
        public Iterator<long[]> call(Iterator<InternalRow> rows) {
            var times = entities.value();
            var events = nothing(times);
            var taken = new long[COLUMNS * AT_ONCE];
            var slots = new int[AT_ONCE];
            while (rows.hasNext()) {
                int count = take(rows, taken);
                for (int i = 0; i < count; i++) {
                    slots[i] = times.slot(taken[COLUMNS * i], taken[COLUMNS * i + 1]);
                }
                for (int i = 0; i < count; i++) {
                    int position = times.first(slots[i], taken[COLUMNS * i + 2]);
                    if (position != EntityTimes.NONE) {
                        events[position] = Math.max(events[position], taken[COLUMNS * i + 3]);
                    }
                }
            }
            return List.of(events).iterator();
        }

        private static int take(Iterator<InternalRow> rows, long[] taken) {
            int count = 0;
            while (count < AT_ONCE && rows.hasNext()) {
                var row = rows.next();
                for (int column = 0; column < COLUMNS; column++) {
                    taken[COLUMNS * count + column] = row.getLong(column);
                }
                count++;
            }
            return count;
        }
    }
}
