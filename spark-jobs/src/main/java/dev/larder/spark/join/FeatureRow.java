package dev.larder.spark.join;

import dev.larder.spark.shuffle.Latest;
import dev.larder.spark.shuffle.RawRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.types.UTF8String;

/** A view of a feature row: (event time, created time, the key's hash, key, features). */
final class FeatureRow {
    /** Where its features begin. */
    static final int FEATURES = 4;

    private final UnsafeRow row;

    FeatureRow(int features) {
        row = new UnsafeRow(FEATURES + features);
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
