package dev.larder.spark.join;

import dev.larder.spark.shuffle.RawRow;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The common form of entity rows and feature rows on their way through the shuffle: grouped and sorted, all rows of a key come
 * together, in the order in which they became visible. The row itself travels as its bytes: an {@link EntityRow} or a {@link
 * FeatureRow}.
 */
final class SlimRow {
    /** Hash of the key, or of the key and its slice of time. */
    static final String GROUP = "group";

    /** A {@link SortKey}. */
    static final String SORT_KEY = "sort_key";

    static final StructType SCHEMA = new StructType(new StructField[] {
        DataTypes.createStructField(GROUP, DataTypes.LongType, false),
        DataTypes.createStructField(SORT_KEY, DataTypes.LongType, false),
        DataTypes.createStructField("table", DataTypes.IntegerType, false),
        DataTypes.createStructField("row", DataTypes.StringType, false)
    });

    /** In place of a table's index: this is an entity row. */
    static final int ENTITY = -1;

    /** Above any table's index. */
    private static final int TIED = 1 << 30;

    /** So far from 1970, some 70 000 years, times are told apart. */
    private static final long LAST_MICROS = Long.MAX_VALUE / 4;

    private SlimRow() {}

    static SpecificInternalRow blank() {
        return RawRow.blank(SCHEMA);
    }

    static InternalRow fill(SpecificInternalRow slim, long group, long sortKey, int table, UTF8String row) {
        slim.setLong(0, group);
        slim.setLong(1, sortKey);
        slim.setInt(2, table);
        slim.update(3, row);
        return slim;
    }

    static long sortKey(InternalRow slim) {
        return slim.getLong(1);
    }

    /** In place of a table's index: of the feature row stands in another group one with the same times and other values. */
    static int tied(int table) {
        return table | TIED;
    }

    static boolean isTied(InternalRow slim) {
        int table = slim.getInt(2);
        return table != ENTITY && (table & TIED) != 0;
    }

    static int table(InternalRow slim) {
        int table = slim.getInt(2);
        return table == ENTITY ? table : table & ~TIED;
    }

    static UTF8String row(InternalRow slim) {
        return slim.getUTF8String(3);
    }

    /** When a row becomes visible, twice the microseconds since 1970. */
    static long featureMoment(long micros) {
        return 2 * Math.max(-LAST_MICROS, Math.min(LAST_MICROS, micros));
    }

    /** The moment of an entity row: one later, so that it sees feature rows of its own time. */
    static long entityMoment(long micros) {
        return featureMoment(micros) + 1;
    }
}
