package dev.larder.spark.join;

import dev.larder.spark.shuffle.RawRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.types.UTF8String;

/** A view of an entity row: (time, key, all columns). */
final class EntityRow {
    /** Where its own columns begin. */
    static final int COLUMNS = 2;

    private final UnsafeRow row;
    private final UnsafeRow key;

    EntityRow(int keyColumns, int columns) {
        row = new UnsafeRow(COLUMNS + columns);
        key = new UnsafeRow(keyColumns);
    }

    EntityRow at(UTF8String bytes) {
        RawRow.pointTo(row, bytes);
        return this;
    }

    /** Whether it can match: neither its time nor a part of its key is null. */
    boolean canMatch() {
        if (row.isNullAt(0)) {
            return false;
        }
        RawRow.pointTo(key, key());
        return !key.anyNull();
    }

    long time() {
        return row.getLong(0);
    }

    /** The bytes of the key: Spark finds any value of variable length as it finds a string. */
    UTF8String key() {
        return row.getUTF8String(1);
    }

    UnsafeRow row() {
        return row;
    }
}
