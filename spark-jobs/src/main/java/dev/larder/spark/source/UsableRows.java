package dev.larder.spark.source;

import dev.larder.spark.shuffle.PartitionCounter;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Lets the rows through that have no reason not to, and counts.
 *
 * @param nowMicros later event times, which stand in the first column, are of the future
 */
record UsableRows(int reasonColumn, long nowMicros, PartitionCounter counter)
        implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {
    @Override
    public Iterator<InternalRow> call(Iterator<InternalRow> rows) {
        var counts = new long[BatchRows.Count.values().length];
        return new Iterator<>() {
            private InternalRow next;
            private boolean counted;

            @Override
            public boolean hasNext() {
                while (next == null && rows.hasNext()) {
                    var row = rows.next();
                    counts[BatchRows.Count.READ.ordinal()]++;
                    if (row.getUTF8String(reasonColumn).numBytes() == 0) {
                        next = row;
                        if (row.getLong(0) > nowMicros) {
                            counts[BatchRows.Count.AHEAD.ordinal()]++;
                        }
                    } else {
                        counts[BatchRows.Count.REJECTED.ordinal()]++;
                    }
                }
                if (next == null && !counted) {
                    counted = true;
                    counter.add(new PartitionCounter.PartitionCounts(TaskContext.getPartitionId(), counts));
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
        };
    }
}
