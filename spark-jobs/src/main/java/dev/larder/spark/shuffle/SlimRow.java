package dev.larder.spark.shuffle;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The common form of entity rows and feature rows on their way through the shuffle: sorted by group and moment, all rows of a key
 * come together, in the order in which they became visible. Key and payload are the bytes of rows of their own; they are declared
 * as strings, which Spark hands out as views where it copies binary values.
 */
public final class SlimRow {
    /** Hash of the key, or of the key and its slice of time. */
    public static final String GROUP = "group";

    /** When the row becomes visible, twice its microseconds; entity rows one later, so that they see feature rows of their own time. */
    public static final String MOMENT = "moment";

    public static final StructType SCHEMA = new StructType(new StructField[] {
        DataTypes.createStructField(GROUP, DataTypes.LongType, false),
        DataTypes.createStructField(MOMENT, DataTypes.LongType, false),
        DataTypes.createStructField("table", DataTypes.IntegerType, false),
        DataTypes.createStructField("event", DataTypes.LongType, false),
        DataTypes.createStructField("created", DataTypes.LongType, false),
        DataTypes.createStructField("key", DataTypes.StringType, false),
        DataTypes.createStructField("payload", DataTypes.StringType, false)
    });

    /** In place of a table's index: this is an entity row. */
    public static final int ENTITY = -1;

    /** In place of the created timestamp: there is none. */
    public static final long NOT_CREATED = Long.MIN_VALUE;

    /** The key of an entity row that matches nothing: a part of its key, or its time, is null. */
    public static final UTF8String NO_KEY = UTF8String.EMPTY_UTF8;

    private static final long SEED = 42;
    private static final long LAST_MICROS = Long.MAX_VALUE / 2;

    private SlimRow() {}

    /** A row to be filled again and again by {@link #fill}. */
    public static SpecificInternalRow blank() {
        var types = new DataType[SCHEMA.length()];
        for (int i = 0; i < types.length; i++) {
            types[i] = SCHEMA.fields()[i].dataType();
        }
        return new SpecificInternalRow(
                CollectionConverters.asScala(List.of(types)).toSeq());
    }

    public static InternalRow fill(
            SpecificInternalRow row,
            long group,
            long moment,
            int table,
            long event,
            long created,
            UTF8String key,
            UTF8String payload) {
        row.setLong(0, group);
        row.setLong(1, moment);
        row.setInt(2, table);
        row.setLong(3, event);
        row.setLong(4, created);
        row.update(5, key);
        row.update(6, payload);
        return row;
    }

    public static long group(InternalRow row) {
        return row.getLong(0);
    }

    public static int table(InternalRow row) {
        return row.getInt(2);
    }

    public static long event(InternalRow row) {
        return row.getLong(3);
    }

    public static long created(InternalRow row) {
        return row.getLong(4);
    }

    public static UTF8String key(InternalRow row) {
        return row.getUTF8String(5);
    }

    public static UTF8String payload(InternalRow row) {
        return row.getUTF8String(6);
    }

    /** The bytes of a row, without a copy: valid as long as the row is. */
    public static UTF8String bytes(InternalRow row) {
        var unsafe = (UnsafeRow) row;
        return UTF8String.fromAddress(unsafe.getBaseObject(), unsafe.getBaseOffset(), unsafe.getSizeInBytes());
    }

    /** Equal for equal bytes. */
    public static long hash(UTF8String bytes) {
        return XXH64.hashUTF8String(bytes, SEED);
    }

    /** The moment of a feature row that becomes visible at this time, in microseconds since 1970. */
    public static long featureMoment(long micros) {
        return 2 * Math.max(-LAST_MICROS, Math.min(LAST_MICROS, micros));
    }

    /** The moment of an entity row of this time, in microseconds since 1970. */
    public static long entityMoment(long micros) {
        return featureMoment(micros) + 1;
    }
}
