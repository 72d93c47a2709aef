package dev.larder.spark.join;

import dev.larder.spark.shuffle.Latest;
import dev.larder.spark.shuffle.SlimRow;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Turns feature rows of one table, given as (event time, created time, key, features), into {@link SlimRow}s. Rows of keys that no
 * entity row has are left out, as far as that is known. Of a heavy key the latest rows of this partition are given to every
 * later slice of the key too.
 */
record FeatureTagger(
        int table,
        int keyColumns,
        int featureColumns,
        boolean visibleWhenCreated,
        Broadcast<EntityDigest> digest,
        int entitySet,
        Broadcast<KeySlices> slices)
        implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {
    @Override
    public Iterator<InternalRow> call(Iterator<InternalRow> rows) {
        return new Tagging(this, rows);
    }

    /** When a row with these times becomes visible, microseconds since 1970. */
    static long visibleFrom(boolean visibleWhenCreated, long event, long created) {
        return visibleWhenCreated ? Math.max(event, created) : event;
    }

    private record Slice(UTF8String key, int number) {}

    private static final class Tagging implements Iterator<InternalRow> {
        private final FeatureTagger tagger;
        private final Iterator<InternalRow> rows;
        private final KeySlices slices;
        private final KnownKeys knownKeys;
        private final SpecificInternalRow slim = SlimRow.blank();
        private final Map<Slice, Latest> heavy = new HashMap<>();
        private Queue<Runnable> inherited;
        private InternalRow next;

        Tagging(FeatureTagger tagger, Iterator<InternalRow> rows) {
            this.tagger = tagger;
            this.rows = rows;
            this.slices = tagger.slices.value();
            this.knownKeys = tagger.digest.value().knownKeys(tagger.entitySet);
        }

        @Override
        public boolean hasNext() {
            while (next == null && rows.hasNext()) {
                next = tag(rows.next());
            }
            if (next == null) {
                if (inherited == null) {
                    inherited = inheritance();
                }
                var fill = inherited.poll();
                if (fill != null) {
                    fill.run();
                    next = slim;
                }
            }
            return next != null;
        }

        @Override
        public InternalRow next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            var row = next;
            next = null;
            return row;
        }

        private InternalRow tag(InternalRow row) {
            var key = row.getStruct(2, tagger.keyColumns);
            if (row.isNullAt(0) || key.anyNull()) {
                return null;
            }
            var keyBytes = SlimRow.bytes(key);
            long hash = SlimRow.hash(keyBytes);
            if (!knownKeys.mayContain(hash)) {
                return null;
            }
            long event = row.getLong(0);
            long created = row.isNullAt(1) ? SlimRow.NOT_CREATED : row.getLong(1);
            long moment = SlimRow.featureMoment(visibleFrom(tagger.visibleWhenCreated, event, created));
            var payload = SlimRow.bytes(row.getStruct(3, tagger.featureColumns));
            long group = hash;
            if (slices.count(hash) > 1) {
                int slice = slices.slice(hash, moment);
                group = KeySlices.group(hash, slice);
                heavy.computeIfAbsent(new Slice(keyBytes.copy(), slice), unseen -> new Latest())
                        .offer(event, created, payload);
            }
            return SlimRow.fill(slim, group, moment, tagger.table, event, created, keyBytes, payload);
        }

        /** What each slice inherits from those before it; each element fills the slim row. */
        private Queue<Runnable> inheritance() {
            var fills = new ArrayDeque<Runnable>();
            heavy.keySet().stream().map(Slice::key).distinct().forEach(key -> {
                long hash = SlimRow.hash(key);
                var latest = new Latest();
                for (int slice = 1; slice < slices.count(hash); slice++) {
                    var before = heavy.get(new Slice(key, slice - 1));
                    if (before != null) {
                        latest = later(latest, before);
                    }
                    if (latest.isPresent()) {
                        var heir = latest;
                        long group = KeySlices.group(hash, slice);
                        fills.add(() -> SlimRow.fill(
                                slim,
                                group,
                                SlimRow.featureMoment(
                                        visibleFrom(tagger.visibleWhenCreated, heir.event(), heir.created())),
                                tagger.table,
                                heir.event(),
                                heir.created(),
                                key,
                                heir.payload()));
                    }
                }
            });
            return fills;
        }

        private static Latest later(Latest one, Latest other) {
            var later = new Latest();
            for (var latest : new Latest[] {one, other}) {
                if (latest.isPresent()) {
                    later.offer(latest.event(), latest.created(), latest.payload());
                }
            }
            return later;
        }
    }
}
