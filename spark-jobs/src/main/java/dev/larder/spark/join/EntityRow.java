package dev.larder.spark.join;

import dev.larder.spark.shuffle.RawRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.types.UTF8String;

/** A view of an entity row: (time, the key's hash, key, all columns). */
final class EntityRow {
    /** Where its own columns begin. */
    static final int COLUMNS = 3;

    private final UnsafeRow row;

    EntityRow(int columns) {
        row = new UnsafeRow(COLUMNS + columns);
    }

    EntityRow at(UTF8String bytes) {
        RawRow.pointTo(row, bytes);
        return this;
    }

    /** Whether it can match: neither its time nor a part of its key is null. */
    boolean canMatch() {
        return !row.isNullAt(0) && !row.isNullAt(1);
    }

    long time() {
        return row.getLong(0);
    }

    long hash() {
        return row.getLong(1);
    }

    /** The bytes of the key: Spark finds any value of variable length as it finds a string. */
    UTF8String key() {
        return row.getUTF8String(2);
    }

    UnsafeRow row() {
        return row;
    }
}
