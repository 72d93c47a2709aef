package dev.larder.spark.join;

import dev.larder.spark.shuffle.RawRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Takes {@link FeatureRow}s that hold all features of the table, those that are asked for first, and leaves, in place of the others, the
 * {@link TieKey}.
 *
 * @param asked types of the features that are asked for
 * @param whole of the rows as they come
 */
record TieKeys(List<DataType> asked, TieKey.Computed whole)
        implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {
    TieKeys {
        asked = new ArrayList<>(asked);
    }

    @Override
    public Iterator<InternalRow> call(Iterator<InternalRow> rows) {
        var kept = new ArrayList<>(FeatureRow.HEAD);
        kept.addAll(asked);
        int tieKey = kept.size();
        kept.add(DataTypes.LongType);
        var types = kept.toArray(DataType[]::new);
        var narrow = UnsafeProjection.create(types);
        var values = new GenericInternalRow(types.length);
        var tieKeys = whole.reader();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public InternalRow next() {
                var row = rows.next();
                for (int i = 0; i < tieKey; i++) {
                    values.update(i, row.isNullAt(i) ? null : row.get(i, types[i]));
                }
                values.setLong(tieKey, tieKeys.applyAsLong(RawRow.bytes(row)));
                return narrow.apply(values);
            }
        };
    }
}
