package dev.larder.spark.join;

import dev.larder.spark.shuffle.SlimRow;
import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;

/** Turns entity rows, given as (time, key, all columns), into {@link SlimRow}s. */
record EntityTagger(int keyColumns, int columns, Broadcast<KeySlices> slices)
        implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {
    @Override
    public Iterator<InternalRow> call(Iterator<InternalRow> rows) {
        var keySlices = slices.value();
        var slim = SlimRow.blank();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public InternalRow next() {
                return tag(rows.next());
            }

            private InternalRow tag(InternalRow row) {
                var payload = SlimRow.bytes(row.getStruct(2, columns));
                var key = row.getStruct(1, keyColumns);
                if (row.isNullAt(0) || key.anyNull()) {
                    // Spread over all groups: there may be many of them.
                    return SlimRow.fill(slim, SlimRow.hash(payload), 0, SlimRow.ENTITY, 0, 0, SlimRow.NO_KEY, payload);
                }
                long time = row.getLong(0);
                long moment = SlimRow.entityMoment(time);
                var keyBytes = SlimRow.bytes(key);
                long hash = SlimRow.hash(keyBytes);
                long group = keySlices.count(hash) == 1 ? hash : KeySlices.group(hash, keySlices.slice(hash, moment));
                return SlimRow.fill(slim, group, moment, SlimRow.ENTITY, time, 0, keyBytes, payload);
            }
        };
    }
}
