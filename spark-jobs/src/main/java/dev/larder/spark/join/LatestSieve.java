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
 * Knows of each entity row the event time of the feature row that it is joined to, from a first pass over keys and times alone. So
 * of a history of any length about one feature row for each entity row is moved; of several with the same event time, all.
 *
 * @param events for each position of the entity rows, microseconds since 1970
 */
record LatestSieve(Broadcast<EntityTimes> entities, Broadcast<long[]> events) implements Sieve {
    private static final long NOTHING = Long.MIN_VALUE;
    private static final int DEPTH = 2;

    /** How many events the results of all tasks hold together, if there are cores enough: 128 MB. */
    private static final int RESULTS = 1 << 24;

    /**
     * @param rows as the arguments of {@link #passes}
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
        for (int i = 0; i < events.length; i++) {
            if (!Expiry.isInside(events[i], maxAgeMicros, times.time(i))) {
                events[i] = NOTHING;
            }
        }
        return new LatestSieve(entities, context.broadcast(events));
    }

    @Override
    public boolean passes(long hash, long otherHash, long visibleFrom, long event) {
        // If this entity row is joined to a later event, or is too late for this one, so are those after it.
        int position = entities.value().first(hash, otherHash, visibleFrom);
        return position != EntityTimes.NONE && events.value()[position] == event;
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
        @Override
        public Iterator<long[]> call(Iterator<InternalRow> rows) {
            var times = entities.value();
            var events = nothing(times);
            while (rows.hasNext()) {
                var row = rows.next();
                int position = times.first(row.getLong(0), row.getLong(1), row.getLong(2));
                if (position != EntityTimes.NONE) {
                    events[position] = Math.max(events[position], row.getLong(3));
                }
            }
            return List.of(events).iterator();
        }
    }
}
