package dev.larder.spark.join;

import dev.larder.spark.shuffle.RawRow;
import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Turns entity rows, given as {@link EntityRow}s, into {@link SlimRow}s. */
record EntityTagger(int columns, SortKey sortKey, Broadcast<KeySlices> slices)
        implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {
    @Override
    public Iterator<InternalRow> call(Iterator<InternalRow> rows) {
        var keySlices = slices.value();
        var slim = SlimRow.blank();
        var entity = new EntityRow(columns);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public InternalRow next() {
                return tag(RawRow.bytes(rows.next()));
            }

            private InternalRow tag(UTF8String bytes) {
                if (!entity.at(bytes).canMatch()) {
                    // Spread over all groups: there may be many of them.
                    long group = RawRow.hash(bytes);
                    return SlimRow.fill(slim, group, group, SlimRow.ENTITY, bytes);
                }
                long moment = SlimRow.entityMoment(entity.time());
                long hash = entity.hash();
                long group = keySlices.count(hash) == 1 ? hash : KeySlices.group(hash, keySlices.slice(hash, moment));
                return SlimRow.fill(slim, group, sortKey.of(group, moment), SlimRow.ENTITY, bytes);
            }
        };
    }
}
