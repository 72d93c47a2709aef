package dev.larder.spark.shuffle;

import dev.larder.row.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;

/** Takes values out of Spark's rows in the classes that the online row is written from. */
public final class ColumnReader {
    private ColumnReader() {}

    /**
     * Of the many NaNs there are it gives one, so that equal values have equal bytes.
     *
     * @return null if the value is, or an element of it: no row of the online store holds such a list
     */
    public static Object read(SpecializedGetters row, int column, ValueLayout type) {
        if (row.isNullAt(column)) {
            return null;
        }
        return switch (type) {
            case BYTES -> row.getBinary(column);
            case STRING -> row.getUTF8String(column).toString();
            case INT32 -> row.getInt(column);
            case INT64 -> row.getLong(column);
            case DOUBLE -> Double.longBitsToDouble(Double.doubleToLongBits(row.getDouble(column)));
            case FLOAT -> Float.intBitsToFloat(Float.floatToIntBits(row.getFloat(column)));
            case BOOL -> row.getBoolean(column);
            case BYTES_LIST -> list(row, column, ValueLayout.BYTES);
            case STRING_LIST -> list(row, column, ValueLayout.STRING);
            case INT32_LIST -> list(row, column, ValueLayout.INT32);
            case INT64_LIST -> list(row, column, ValueLayout.INT64);
            case DOUBLE_LIST -> list(row, column, ValueLayout.DOUBLE);
            case FLOAT_LIST -> list(row, column, ValueLayout.FLOAT);
            case BOOL_LIST -> list(row, column, ValueLayout.BOOL);
        };
    }

    private static List<Object> list(SpecializedGetters row, int column, ValueLayout element) {
        var array = row.getArray(column);
        var list = new ArrayList<Object>(array.numElements());
        for (int i = 0; i < array.numElements(); i++) {
            if (array.isNullAt(i)) {
                return null;
            }
            list.add(read(array, i, element));
        }
        return list;
    }
}
