package dev.larder.spark.join;

import dev.larder.spark.shuffle.Latest;
import dev.larder.spark.shuffle.RawRow;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** A view of a feature row: (event time, created time, the key's hash, key, features, and perhaps a {@link TieKey}). */
final class FeatureRow {
    /** The types of what stands before its features; the key as its bytes. */
    static final List<DataType> HEAD =
            List.of(DataTypes.TimestampType, DataTypes.TimestampType, DataTypes.LongType, DataTypes.StringType);

    /** Where its features begin. */
    static final int FEATURES = HEAD.size();

    private final UnsafeRow row;

    /** @param columns how many it has behind the key */
    FeatureRow(int columns) {
        row = new UnsafeRow(FEATURES + columns);
    }

    FeatureRow at(UTF8String bytes) {
        RawRow.pointTo(row, bytes);
        return this;
    }

    long event() {
        return row.getLong(0);
    }

    long created() {
        return row.isNullAt(1) ? Latest.NOT_CREATED : row.getLong(1);
    }

    /** When it becomes visible, microseconds since 1970. */
    long visibleFrom(boolean whenCreated) {
        return whenCreated ? Math.max(event(), created()) : event();
    }

    long hash() {
        return row.getLong(2);
    }

    /** The bytes of the key: Spark finds any value of variable length as it finds a string. */
    UTF8String key() {
        return row.getUTF8String(3);
    }

    UnsafeRow row() {
        return row;
    }
}
