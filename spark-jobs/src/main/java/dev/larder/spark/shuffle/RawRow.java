package dev.larder.spark.shuffle;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.jdk.javaapi.CollectionConverters;

/** Rows as the bytes that Spark keeps them in. They are declared as strings, which Spark hands out as views where it copies binary values. */
public final class RawRow {
    private static final long SEED = 42;

    private RawRow() {}

    /** A row to be filled again and again. */
    public static SpecificInternalRow blank(StructType schema) {
        var types = new DataType[schema.length()];
        for (int i = 0; i < types.length; i++) {
            types[i] = schema.fields()[i].dataType();
        }
        return new SpecificInternalRow(
                CollectionConverters.asScala(List.of(types)).toSeq());
    }

    /** The bytes of a row, without a copy: valid as long as the row is. */
    public static UTF8String bytes(InternalRow row) {
        var unsafe = (UnsafeRow) row;
        return UTF8String.fromAddress(unsafe.getBaseObject(), unsafe.getBaseOffset(), unsafe.getSizeInBytes());
    }

    /** Lets a row be the one whose bytes these are, without a copy. */
    public static void pointTo(UnsafeRow row, UTF8String bytes) {
        row.pointTo(bytes.getBaseObject(), bytes.getBaseOffset(), bytes.numBytes());
    }

    /** Equal for equal bytes. */
    public static long hash(UTF8String bytes) {
        return XXH64.hashUTF8String(bytes, SEED);
    }
}
