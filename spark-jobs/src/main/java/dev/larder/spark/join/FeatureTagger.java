package dev.larder.spark.join;

import dev.larder.spark.shuffle.Latest;
import dev.larder.spark.shuffle.RawRow;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.ToLongFunction;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Turns feature rows of one table, given as {@link FeatureRow}s, into {@link SlimRow}s. Of a heavy key the latest
 * rows of this partition are given to every later slice of the key too.
 */
record FeatureTagger(int table, TieKey tieKey, boolean visibleWhenCreated, SortKey sortKey, Broadcast<KeySlices> slices)
        implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {
    @Override
    public Iterator<InternalRow> call(Iterator<InternalRow> rows) {
        return new Tagging(this, rows);
    }

    private record Slice(UTF8String key, long hash, int number) {
        Slice at(int otherNumber) {
            return new Slice(key, hash, otherNumber);
        }
    }

    private static final class Tagging implements Iterator<InternalRow> {
        private final FeatureTagger tagger;
        private final Iterator<InternalRow> rows;
        private final KeySlices slices;
        private final SpecificInternalRow slim = SlimRow.blank();
        private final FeatureRow feature;
        private final ToLongFunction<UTF8String> tieKeys;
        private final Map<Slice, Latest> heavy = new HashMap<>();
        private Queue<Runnable> inherited;
        private InternalRow next;

        Tagging(FeatureTagger tagger, Iterator<InternalRow> rows) {
            this.tagger = tagger;
            this.rows = rows;
            this.feature = new FeatureRow(tagger.tieKey.columns());
            this.tieKeys = tagger.tieKey.reader();
            this.slices = tagger.slices.value();
        }

        @Override
        public boolean hasNext() {
            while (next == null && rows.hasNext()) {
                next = tag(RawRow.bytes(rows.next()));
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

        private InternalRow tag(UTF8String bytes) {
            feature.at(bytes);
            long hash = feature.hash();
            long moment = moment();
            long group = hash;
            if (slices.count(hash) > 1) {
                int slice = slices.slice(hash, moment);
                group = KeySlices.group(hash, slice);
                heavy.computeIfAbsent(new Slice(feature.key().copy(), hash, slice), unseen -> new Latest(tieKeys))
                        .offer(feature.event(), feature.created(), bytes);
            }
            return fill(group, moment, tagger.table, bytes);
        }

        /** When the present row becomes visible. */
        private long moment() {
            return SlimRow.featureMoment(feature.visibleFrom(tagger.visibleWhenCreated));
        }

        private InternalRow fill(long group, long moment, int table, UTF8String bytes) {
            return SlimRow.fill(slim, group, tagger.sortKey.of(group, moment), table, bytes);
        }

        /** What each slice inherits from those before it; each element fills the slim row. */
        private Queue<Runnable> inheritance() {
            var fills = new ArrayDeque<Runnable>();
            heavy.keySet().stream().map(slice -> slice.at(0)).distinct().forEach(first -> {
                long hash = first.hash();
                var latest = new Latest(tieKeys);
                for (int slice = 1; slice < slices.count(hash); slice++) {
                    var before = heavy.get(first.at(slice - 1));
                    if (before != null) {
                        latest = later(latest, before);
                    }
                    if (latest.isPresent()) {
                        var heir = latest;
                        long group = KeySlices.group(hash, slice);
                        fills.add(() -> {
                            feature.at(heir.payload());
                            int table = heir.isTied() ? SlimRow.tied(tagger.table) : tagger.table;
                            fill(group, moment(), table, heir.payload());
                        });
                    }
                }
            });
            return fills;
        }

        private Latest later(Latest one, Latest other) {
            var later = new Latest(tieKeys);
            later.offer(one);
            later.offer(other);
            return later;
        }
    }
}
