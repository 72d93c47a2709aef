package dev.larder.spark.online;

import dev.larder.row.Expiry;
import dev.larder.row.RowKey;
import dev.larder.row.RowWriter;
import dev.larder.spark.shuffle.ColumnReader;
import dev.larder.spark.shuffle.FeatureWriter;
import dev.larder.spark.shuffle.Latest;
import dev.larder.spark.shuffle.PartitionCounter;
import dev.larder.spark.table.EntityColumn;
import dev.larder.spark.table.FeatureColumn;
import dev.larder.spark.table.FeatureTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Turns rows, given as (event time, created time, sorted entities, features, reason), into {@link EncodedRow}s. Rows with a reason, and rows too old at a moment, are counted and left out.
 *
 * @param counter counts by {@link Count}
 */
record RowEncoder(FeatureTable table, long nowMicros, PartitionCounter counter)
        implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {
    private static final int FIRST_ENTITY = 2;

    /** What is counted; the order is that of the counter. */
    enum Count {
        READ,
        REJECTED,
        TOO_OLD,
        /** Taken, and of the future. */
        AHEAD
    }

    @Override
    public Iterator<InternalRow> call(Iterator<InternalRow> rows) {
        return new Encoding(this, rows);
    }

    private static final class Encoding implements Iterator<InternalRow> {
        private final RowEncoder encoder;
        private final Iterator<InternalRow> rows;
        private final List<EntityColumn> entities;
        private final FeatureWriter features;
        private final RowWriter writer = new RowWriter();
        private final SpecificInternalRow encoded = EncodedRow.blank();
        private final long[] counts = new long[Count.values().length];
        private final int reasonColumn;
        private boolean counted;
        private InternalRow next;

        Encoding(RowEncoder encoder, Iterator<InternalRow> rows) {
            this.encoder = encoder;
            this.rows = rows;
            entities = encoder.table.sortedEntities();
            int column = FIRST_ENTITY + entities.size();
            var columns = new HashMap<Integer, FeatureColumn>();
            for (FeatureColumn feature : encoder.table.features()) {
                columns.put(column++, feature);
            }
            features = FeatureWriter.of(columns);
            reasonColumn = column;
        }

        @Override
        public boolean hasNext() {
            while (next == null && rows.hasNext()) {
                next = encode(rows.next());
            }
            if (next == null && !counted) {
                counted = true;
                encoder.counter.add(new PartitionCounter.PartitionCounts(TaskContext.getPartitionId(), counts));
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

        private InternalRow encode(InternalRow row) {
            counts[Count.READ.ordinal()]++;
            if (row.getUTF8String(reasonColumn).numBytes() > 0) {
                counts[Count.REJECTED.ordinal()]++;
                return null;
            }
            long event = row.getLong(0);
            if (!Expiry.isInside(event, encoder.table.maxAgeMicros(), encoder.nowMicros)) {
                counts[Count.TOO_OLD.ordinal()]++;
                return null;
            }
            if (event > encoder.nowMicros) {
                counts[Count.AHEAD.ordinal()]++;
            }
            long created = row.isNullAt(1) ? Latest.NOT_CREATED : row.getLong(1);
            int column = FIRST_ENTITY;
            var values = new ArrayList<Object>(entities.size());
            for (EntityColumn entity : entities) {
                values.add(ColumnReader.read(row, column++, entity.type()));
            }
            var key = UTF8String.fromBytes(RowKey.encode(encoder.table.keyHash(), values));
            return EncodedRow.fill(
                    encoded, event, created, key, UTF8String.fromBytes(features.write(writer, event, row)));
        }
    }
}
