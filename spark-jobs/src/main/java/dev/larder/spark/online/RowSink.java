package dev.larder.spark.online;

import dev.larder.row.Expiry;
import dev.larder.row.RowField;
import dev.larder.row.RowScript;
import dev.larder.spark.shuffle.Latest;
import dev.larder.spark.shuffle.PartitionCounter;
import dev.larder.spark.shuffle.RawRow;
import dev.larder.spark.table.FeatureTable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Writes {@link EncodedRow}s, grouped by key, to Redis: of each key the latest row.
 *
 * @param counter counts by {@link Count}
 */
record RowSink(RedisServer redis, FeatureTable table, PartitionCounter counter)
        implements VoidFunction<Iterator<InternalRow>> {
    /** What is counted; the order is that of the counter. */
    enum Count {
        WRITTEN,
        OLDER,
        UNWRITABLE,
        /** Of the keys, not of the rows: rows with the same times and other values competed for it. */
        TIED
    }

    @Override
    public void call(Iterator<InternalRow> rows) {
        if (!rows.hasNext()) {
            return;
        }
        var counts = new long[Count.values().length];
        try (var pipeline = new RowPipeline(redis, RowField.encode(table.number()))) {
            new Writing(this, pipeline, counts).write(rows);
        }
        counter.add(new PartitionCounter.PartitionCounts(TaskContext.getPartitionId(), counts));
    }

    private static final class Writing {
        private final RowSink sink;
        private final RowPipeline pipeline;
        private final long[] counts;

        /** The keys of the present group, and the latest row of each. More than one only if two have the same hash. */
        private final List<UTF8String> keys = new ArrayList<>();

        private final List<Latest> latest = new ArrayList<>();
        private long group;

        Writing(RowSink sink, RowPipeline pipeline, long[] counts) {
            this.sink = sink;
            this.pipeline = pipeline;
            this.counts = counts;
        }

        void write(Iterator<InternalRow> rows) {
            while (rows.hasNext()) {
                var row = rows.next();
                if (EncodedRow.group(row) != group) {
                    endGroup();
                    group = EncodedRow.group(row);
                }
                var key = EncodedRow.key(row);
                int position = keys.indexOf(key);
                if (position < 0) {
                    position = keys.size();
                    keys.add(key.copy());
                    if (latest.size() == position) {
                        latest.add(new Latest(RawRow::hash));
                    }
                } else {
                    counts[Count.OLDER.ordinal()]++;
                }
                latest.get(position).offer(EncodedRow.event(row), EncodedRow.created(row), EncodedRow.value(row));
            }
            endGroup();
            count(pipeline.flush());
        }

        private void endGroup() {
            for (int i = 0; i < keys.size(); i++) {
                var row = latest.get(i);
                if (row.isTied()) {
                    counts[Count.TIED.ordinal()]++;
                }
                var expiry = RowScript.expiryArgument(Expiry.of(row.event(), sink.table.maxAgeMicros()));
                count(pipeline.put(keys.get(i).getBytes(), row.payload().copy().getBytes(), expiry));
                row.clear();
            }
            keys.clear();
        }

        private void count(RowPipeline.Written written) {
            counts[Count.WRITTEN.ordinal()] += written.stored();
            counts[Count.OLDER.ordinal()] += written.older();
            counts[Count.UNWRITABLE.ordinal()] += written.unwritable();
        }
    }
}
