package dev.larder.spark.join;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;

/** The key of a row, in the forms that the join wants. */
final class KeyColumns {
    private static final long SEED = 1;
    private static final long OTHER_SEED = 2;

    private KeyColumns() {}

    /** A struct whose bytes are equal for equal keys. */
    static Column key(Dataset<Row> rows, List<String> entities) {
        return struct(entities.stream().map(name -> canonical(rows, name)).toArray(Column[]::new));
    }

    /** A hash, 64 bits; null: a part of the key is null, which matches nothing. */
    static Column hash(Dataset<Row> rows, List<String> entities) {
        return when(isComplete(entities), xxhash64(hashed(SEED, rows, entities)));
    }

    /** Another hash: two keys that have both in common are the same, as far as chance goes. */
    static Column otherHash(Dataset<Row> rows, List<String> entities) {
        return when(isComplete(entities), xxhash64(hashed(OTHER_SEED, rows, entities)));
    }

    /** Whether no part of the key is null. */
    static Column isComplete(List<String> entities) {
        return entities.stream().map(name -> column(name).isNotNull()).reduce(lit(true), Column::and);
    }

    private static Column[] hashed(long seed, Dataset<Row> rows, List<String> entities) {
        var parts = new ArrayList<Column>();
        parts.add(lit(seed));
        for (String name : entities) {
            if (type(rows, name) instanceof ArrayType) {
                // The hash passes over nulls, and does not tell where one list ends and the next begins.
                parts.add(size(column(name)));
                parts.add(transform(column(name), Column::isNull));
            }
            parts.add(canonical(rows, name));
        }
        return parts.toArray(Column[]::new);
    }

    private static Column canonical(Dataset<Row> rows, String name) {
        return canonical(column(name), type(rows, name));
    }

    /** One NaN of the many, and one zero of the two. */
    private static Column canonical(Column value, DataType type) {
        if (type instanceof DoubleType || type instanceof FloatType) {
            return when(value.isNaN(), lit(Double.NaN).cast(type))
                    .when(value.equalTo(lit(0.0)), lit(0.0).cast(type))
                    .otherwise(value);
        }
        if (type instanceof ArrayType list) {
            return transform(value, element -> canonical(element, list.elementType()));
        }
        return value;
    }

    private static DataType type(Dataset<Row> rows, String column) {
        return rows.schema().apply(column).dataType();
    }

    static Column column(String name) {
        return col("`" + name.replace("`", "``") + "`");
    }
}
