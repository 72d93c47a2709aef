package dev.larder.spark.join;

import dev.larder.row.Expiry;
import dev.larder.spark.shuffle.RawRow;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Knows of each entity row the event time of the feature row that it is joined to, from a first pass over keys and times alone. So
 * of a history of any length about one feature row for each entity row is moved; of several with the same event time, all.
 */
final class LatestSieve implements Sieve {
    private static final long serialVersionUID = 1L;

    private static final long NOTHING = Long.MIN_VALUE;
    private static final int DEPTH = 2;

    /** How many events the results of all tasks hold together, if there are cores enough: 128 MB. */
    private static final int RESULTS = 1 << 24;

    private final Broadcast<EntityTimes> entities;

    /** For each position of the entity rows. */
    private final long[] events;

    private LatestSieve(Broadcast<EntityTimes> entities, long[] events) {
        this.entities = entities;
        this.events = events;
    }

    /**
     * @param rows {@link FeatureRow}s without features
     * @param maxAgeMicros of their table
     */
    static LatestSieve of(
            JavaRDD<InternalRow> rows,
            int keyColumns,
            boolean visibleWhenCreated,
            long maxAgeMicros,
            Broadcast<EntityTimes> entities) {
        var times = entities.value();
        var events = nothing(times);
        if (rows.getNumPartitions() > 0) {
            int results = Math.max(rows.context().defaultParallelism(), RESULTS / Math.max(1, times.size()));
            events = rows.coalesce(results)
                    .mapPartitions(new FirstPass(keyColumns, visibleWhenCreated, entities))
                    .treeReduce(LatestSieve::later, DEPTH);
            times.carryForward(events);
        }
        for (int i = 0; i < events.length; i++) {
            if (!Expiry.isInside(events[i], maxAgeMicros, times.time(i))) {
                events[i] = NOTHING;
            }
        }
        return new LatestSieve(entities, events);
    }

    @Override
    public boolean passes(UTF8String key, long hash, long visibleFrom, long event) {
        // If this entity row is joined to a later event, or is too late for this one, so are those after it.
        int position = entities.value().first(hash, RawRow.otherHash(key), visibleFrom);
        return position != EntityTimes.NONE && events[position] == event;
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

    private record FirstPass(int keyColumns, boolean visibleWhenCreated, Broadcast<EntityTimes> entities)
            implements FlatMapFunction<Iterator<InternalRow>, long[]> {
        @Override
        public Iterator<long[]> call(Iterator<InternalRow> rows) {
            var times = entities.value();
            var events = nothing(times);
            var feature = new FeatureRow(keyColumns, 0);
            while (rows.hasNext()) {
                feature.at(RawRow.bytes(rows.next()));
                if (feature.canMatch()) {
                    var key = feature.key();
                    long visibleFrom = feature.visibleFrom(visibleWhenCreated);
                    int position = times.first(RawRow.hash(key), RawRow.otherHash(key), visibleFrom);
                    if (position != EntityTimes.NONE) {
                        events[position] = Math.max(events[position], feature.event());
                    }
                }
            }
            return List.of(events).iterator();
        }
    }
}
