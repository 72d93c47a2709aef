package dev.larder.spark.join;

import dev.larder.spark.shuffle.Latest;
import dev.larder.spark.shuffle.RawRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.types.UTF8String;

/** A view of a feature row: (event time, created time, key, features). */
final class FeatureRow {
    /** Where its features begin. */
    static final int FEATURES = 3;

    private final UnsafeRow row;
    private final UnsafeRow key;

    FeatureRow(int keyColumns, int features) {
        row = new UnsafeRow(FEATURES + features);
        key = new UnsafeRow(keyColumns);
    }

    FeatureRow at(UTF8String bytes) {
        RawRow.pointTo(row, bytes);
        return this;
    }

    /** Whether it can match: neither its event time nor a part of its key is null. */
    boolean canMatch() {
        if (row.isNullAt(0)) {
            return false;
        }
        RawRow.pointTo(key, key());
        return !key.anyNull();
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

    /** The bytes of the key: Spark finds any value of variable length as it finds a string. */
    UTF8String key() {
        return row.getUTF8String(2);
    }

    UnsafeRow row() {
        return row;
    }
}
