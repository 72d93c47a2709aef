package dev.larder.spark.online;

import dev.larder.spark.shuffle.RawRow;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** A row of the online store on its way through the shuffle: sorted by group, all rows of a key come together. */
final class EncodedRow {
    /** Hash of the key. */
    static final String GROUP = "group";

    static final StructType SCHEMA = new StructType(new StructField[] {
        DataTypes.createStructField(GROUP, DataTypes.LongType, false),
        DataTypes.createStructField("event", DataTypes.LongType, false),
        DataTypes.createStructField("created", DataTypes.LongType, false),
        DataTypes.createStructField("key", DataTypes.StringType, false),
        DataTypes.createStructField("value", DataTypes.StringType, false)
    });

    private EncodedRow() {}

    static SpecificInternalRow blank() {
        return RawRow.blank(SCHEMA);
    }

    static InternalRow fill(SpecificInternalRow row, long event, long created, UTF8String key, UTF8String value) {
        row.setLong(0, RawRow.hash(key));
        row.setLong(1, event);
        row.setLong(2, created);
        row.update(3, key);
        row.update(4, value);
        return row;
    }

    static long group(InternalRow row) {
        return row.getLong(0);
    }

    static long event(InternalRow row) {
        return row.getLong(1);
    }

    static long created(InternalRow row) {
        return row.getLong(2);
    }

    static UTF8String key(InternalRow row) {
        return row.getUTF8String(3);
    }

    static UTF8String value(InternalRow row) {
        return row.getUTF8String(4);
    }
}
