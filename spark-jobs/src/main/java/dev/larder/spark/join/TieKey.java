package dev.larder.spark.join;

import dev.larder.row.RowWriter;
import dev.larder.spark.shuffle.FeatureWriter;
import dev.larder.spark.shuffle.RawRow;
import java.io.Serializable;
import java.util.function.ToLongFunction;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Where the number comes from that decides between {@link FeatureRow}s with the same times. It is a hash of the row that the online
 * store has, which holds all features of the table.
 */
sealed interface TieKey extends Serializable {
    /** How many columns the rows have behind their keys. */
    int columns();

    /** Gives the number of each row; for one task. */
    ToLongFunction<UTF8String> reader();

    /** The rows hold all features of the table, or no entity row is joined to one that has the times of another. */
    record Computed(int columns, FeatureWriter features) implements TieKey {
        @Override
        public ToLongFunction<UTF8String> reader() {
            var row = new FeatureRow(columns);
            var writer = new RowWriter();
            return bytes -> {
                row.at(bytes);
                return RawRow.hash(UTF8String.fromBytes(features.write(writer, row.event(), row.row())));
            };
        }
    }

    /** It stands behind the features that are asked for, where {@link TieKeys} put it. */
    record Carried(int columns) implements TieKey {
        @Override
        public ToLongFunction<UTF8String> reader() {
            var row = new FeatureRow(columns);
            int last = FeatureRow.FEATURES + columns - 1;
            return bytes -> row.at(bytes).row().getLong(last);
        }
    }
}
