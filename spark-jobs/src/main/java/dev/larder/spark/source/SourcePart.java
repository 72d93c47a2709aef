package dev.larder.spark.source;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Rows of a source that have the same columns in the same types. */
public record SourcePart(Dataset<Row> rows) {
    /** The type of a column in this part. */
    public DataType type(SourceColumn column) {
        if (column.columns().isEmpty() && column.fails().isEmpty()) {
            return DataTypes.NullType;
        }
        // Asked of Spark only where it must find out: each question takes it as long as there are columns.
        return column.fails().isPresent()
                ? rows.select(column.value()).schema().apply(0).dataType()
                : rows.schema().apply(column.columns().iterator().next()).dataType();
    }
}
