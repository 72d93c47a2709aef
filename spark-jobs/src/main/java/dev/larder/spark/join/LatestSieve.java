package dev.larder.spark.join;

import dev.larder.row.Expiry;
import dev.larder.spark.shuffle.Latest;
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
 * @param mayTie whether some entity row is joined to a row that has the times of another
 */
record LatestSieve(Broadcast<KeyFilter> joined, boolean mayTie) implements Sieve {
    private static final int DEPTH = 2;

    /** How many events the results of all tasks hold together, if there are cores enough: 128 MB. */
    private static final int RESULTS = 1 << 24;

    /** 2<sup>64</sup> over the golden ratio. In a product with it the upper bits depend on all bits of the other factor. */
    private static final long SCATTER = 0x9e37_79b9_7f4a_7c15L;

    /**
     * @param rows hash and other hash of the key, when the row becomes visible, event time, none of them null; if ties are watched for,
     *     the created time too
     * @param maxAgeMicros of their table
     * @param watched whether for ties
     */
    static LatestSieve of(
            JavaRDD<InternalRow> rows, long maxAgeMicros, Broadcast<EntityTimes> entities, boolean watched) {
        var times = entities.value();
        var context = JavaSparkContext.fromSparkContext(rows.context());
        var latest = new LatestTimes(times.size(), watched);
        if (rows.getNumPartitions() > 0) {
            int results = Math.max(
                    context.defaultParallelism(), RESULTS / LatestTimes.width(watched) / Math.max(1, times.size()));
            latest = rows.coalesce(results)
                    .mapPartitions(new FirstPass(entities, watched))
                    .treeReduce(LatestTimes::merge, DEPTH);
        }
        var events = latest.events();
        times.carryForward(events);
        var joining = new Joining(maxAgeMicros, times, events, latest);
        times.forEach(joining);
        return new LatestSieve(context.broadcast(joining.joined), joining.tied);
    }

    /** Notes the rows that are joined. */
    private static final class Joining implements EntityTimes.Visitor {
        private final long maxAgeMicros;
        private final EntityTimes times;
        private final long[] events;
        private final LatestTimes latest;
        private final KeyFilter joined;
        private boolean tied;

        Joining(long maxAgeMicros, EntityTimes times, long[] events, LatestTimes latest) {
            this.maxAgeMicros = maxAgeMicros;
            this.times = times;
            this.events = events;
            this.latest = latest;
            joined = new KeyFilter(Math.max(2, times.size()));
        }

        @Override
        public void visit(long hash, int position) {
            // What an earlier position has and a later one inherits is as near there at least as here.
            if (Expiry.isInside(events[position], maxAgeMicros, times.time(position))) {
                joined.add(mixed(hash, events[position]));
                tied |= latest.isTied(position, events[position]);
            }
        }
    }

    @Override
    public boolean passes(long hash, long visibleFrom, long event) {
        return joined.value().mayContain(mixed(hash, event));
    }

    private static long mixed(long hash, long event) {
        long mixed = (hash ^ event) * SCATTER;
        return mixed ^ mixed >>> 32;
    }

    private record FirstPass(Broadcast<EntityTimes> entities, boolean watched)
            implements FlatMapFunction<Iterator<InternalRow>, LatestTimes> {
        /** So many keys are looked up one right after the other: then the processor waits for memory once for many of them. */
        private static final int AT_ONCE = 128;

        private static final int COLUMNS = 4;

        @Override
        public Iterator<LatestTimes> call(Iterator<InternalRow> rows) {
            var times = entities.value();
            var latest = new LatestTimes(times.size(), watched);
            var taken = new long[COLUMNS * AT_ONCE];
            var created = new long[watched ? AT_ONCE : 0];
            var slots = new int[AT_ONCE];
            while (rows.hasNext()) {
                int count = take(rows, taken, created);
                for (int i = 0; i < count; i++) {
                    slots[i] = times.slot(taken[COLUMNS * i], taken[COLUMNS * i + 1]);
                }
                for (int i = 0; i < count; i++) {
                    int position = times.first(slots[i], taken[COLUMNS * i + 2]);
                    if (position == EntityTimes.NONE) {
                        continue;
                    }
                    if (watched) {
                        latest.offer(position, taken[COLUMNS * i + 3], created[i]);
                    } else {
                        latest.offer(position, taken[COLUMNS * i + 3]);
                    }
                }
            }
            return List.of(latest).iterator();
        }

        private int take(Iterator<InternalRow> rows, long[] taken, long[] created) {
            int count = 0;
            while (count < AT_ONCE && rows.hasNext()) {
                var row = rows.next();
                for (int column = 0; column < COLUMNS; column++) {
                    taken[COLUMNS * count + column] = row.getLong(column);
                }
                if (watched) {
                    created[count] = row.isNullAt(COLUMNS) ? Latest.NOT_CREATED : row.getLong(COLUMNS);
                }
                count++;
            }
            return count;
        }
    }
}
