package dev.larder.spark.source;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rint;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.larder.row.ValueCast;
import dev.larder.row.ValueLayout;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StringType;

/**
 * The rule of {@link ValueCast} in the expressions of Spark.
 *
 * @param of gives the value, or null where it does not survive
 * @param total every value survives
 */
record TypeCast(UnaryOperator<Column> of, boolean total) {
    private static final Set<DataType> INTEGERS =
            Set.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);
    private static final Set<DataType> FLOATING = Set.of(DataTypes.FloatType, DataTypes.DoubleType);
    private static final TypeCast SAME = new TypeCast(column -> column, true);
    private static final double BEYOND_LONG = 0x1p63;

    /** Empty if no value of the one type can be read as the other. */
    static Optional<TypeCast> between(DataType given, ValueLayout wanted) {
        if (ColumnTypes.same(given, ColumnTypes.of(wanted))) {
            return Optional.of(SAME);
        }
        if (given instanceof NullType) {
            return Optional.of(total(column -> lit(null).cast(ColumnTypes.of(wanted))));
        }
        if (wanted.isList()) {
            return given instanceof ArrayType list
                    ? between(list.elementType(), wanted.element()).map(TypeCast::ofElements)
                    : Optional.empty();
        }
        return Optional.ofNullable(
                switch (wanted) {
                    case INT32, INT64 -> toInteger(given, wanted);
                    case DOUBLE, FLOAT -> toFloating(given, wanted);
                    case BOOL -> toBoolean(given);
                    case BYTES -> given instanceof StringType ? total(column -> column.cast("binary")) : null;
                    default -> null;
                });
    }

    private static TypeCast total(UnaryOperator<Column> of) {
        return new TypeCast(of, true);
    }

    private static TypeCast partial(UnaryOperator<Column> of) {
        return new TypeCast(of, false);
    }

    private static TypeCast ofElements(TypeCast element) {
        UnaryOperator<Column> elements = list -> transform(list, element.of::apply);
        return element.total
                ? total(elements)
                : partial(list -> when(exists(elements.apply(list), Column::isNull), lit(null))
                        .otherwise(elements.apply(list)));
    }

    private static TypeCast toInteger(DataType given, ValueLayout wanted) {
        var type = ColumnTypes.of(wanted);
        if (given instanceof BooleanType) {
            return total(column -> column.cast(type));
        }
        if (INTEGERS.contains(given)) {
            boolean narrower = wanted == ValueLayout.INT32 && given.equals(DataTypes.LongType);
            return narrower ? partial(column -> column.try_cast(type)) : total(column -> column.cast(type));
        }
        if (FLOATING.contains(given)) {
            double end = wanted == ValueLayout.INT32 ? -(double) Integer.MIN_VALUE : BEYOND_LONG;
            return partial(column -> when(
                    column.equalTo(rint(column)).and(column.geq(-end)).and(column.lt(end)), column.try_cast(type)));
        }
        if (given instanceof DecimalType) {
            return partial(column -> when(floor(column).equalTo(column), column.try_cast(type)));
        }
        return given instanceof StringType ? byValue(wanted) : null;
    }

    private static TypeCast toFloating(DataType given, ValueLayout wanted) {
        var type = ColumnTypes.of(wanted);
        if (given instanceof BooleanType) {
            return total(column -> column.cast("int").cast(type));
        }
        if (given.equals(DataTypes.FloatType)) {
            return total(column -> column.cast(type));
        }
        if (given.equals(DataTypes.DoubleType)) {
            var infinity = lit(Double.POSITIVE_INFINITY);
            return partial(column ->
                    when(abs(column.cast(type)).lt(infinity).or(abs(column).geq(infinity)), column.cast(type)));
        }
        if (INTEGERS.contains(given)) {
            int exact = wanted == ValueLayout.DOUBLE ? Integer.BYTES : Short.BYTES;
            return given.defaultSize() <= exact
                    ? total(column -> column.cast(type))
                    // The largest longs become 2^63, which Spark turns back into the largest long.
                    : partial(column -> when(
                            column.cast(type)
                                    .lt(BEYOND_LONG)
                                    .and(column.cast(type).try_cast("bigint").equalTo(column)),
                            column.cast(type)));
        }
        if (given instanceof DecimalType decimal) {
            return decimal.scale() == 0 ? byValue(wanted) : total(column -> column.cast(type));
        }
        return given instanceof StringType ? byValue(wanted) : null;
    }

    private static TypeCast toBoolean(DataType given) {
        if (INTEGERS.contains(given) || FLOATING.contains(given) || given instanceof DecimalType) {
            return partial(column -> when(column.equalTo(lit(0)), lit(false)).when(column.equalTo(lit(1)), lit(true)));
        }
        return given instanceof StringType ? byValue(ValueLayout.BOOL) : null;
    }

    private static TypeCast byValue(ValueLayout wanted) {
        var cast = udf(new OfValue(wanted), ColumnTypes.of(wanted));
        return partial(cast::apply);
    }

    private record OfValue(ValueLayout wanted) implements UDF1<Object, Object> {
        @Override
        public Object call(Object value) {
            return value == null ? null : ValueCast.cast(wanted, value);
        }
    }
}
