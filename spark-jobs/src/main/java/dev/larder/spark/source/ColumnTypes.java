package dev.larder.spark.source;

import dev.larder.row.ValueLayout;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** How the types of entities and features are called in Spark. */
public final class ColumnTypes {
    private ColumnTypes() {}

    public static DataType of(ValueLayout type) {
        return switch (type) {
            case BYTES -> DataTypes.BinaryType;
            case STRING -> DataTypes.StringType;
            case INT32 -> DataTypes.IntegerType;
            case INT64 -> DataTypes.LongType;
            case DOUBLE -> DataTypes.DoubleType;
            case FLOAT -> DataTypes.FloatType;
            case BOOL -> DataTypes.BooleanType;
            case BYTES_LIST -> DataTypes.createArrayType(DataTypes.BinaryType);
            case STRING_LIST -> DataTypes.createArrayType(DataTypes.StringType);
            case INT32_LIST -> DataTypes.createArrayType(DataTypes.IntegerType);
            case INT64_LIST -> DataTypes.createArrayType(DataTypes.LongType);
            case DOUBLE_LIST -> DataTypes.createArrayType(DataTypes.DoubleType);
            case FLOAT_LIST -> DataTypes.createArrayType(DataTypes.FloatType);
            case BOOL_LIST -> DataTypes.createArrayType(DataTypes.BooleanType);
        };
    }

    /** Whether two types are the same but for what may be null in them. */
    static boolean same(DataType one, DataType other) {
        return one.catalogString().equals(other.catalogString());
    }

    static boolean isText(DataType type) {
        return DataTypes.StringType.equals(type)
                || type instanceof ArrayType list && DataTypes.StringType.equals(list.elementType());
    }
}
