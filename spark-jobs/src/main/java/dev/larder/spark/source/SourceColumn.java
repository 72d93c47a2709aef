package dev.larder.spark.source;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.TryEval;
import org.apache.spark.sql.classic.ExpressionUtils;

/**
 * What is read under a name: a column of the source, or an expression over its columns.
 *
 * @param columns of the source that are needed for it
 * @param value null also where the expression fails
 * @param fails true where the expression fails, as 1/0 does; empty: it is a column and cannot
 */
public record SourceColumn(String name, Set<String> columns, Column value, Optional<Column> fails) {
    private static final String VALUE = "value";

    static SourceColumn plain(String name, String column) {
        return new SourceColumn(name, Set.of(column), SourceReader.quotedColumn(column), Optional.empty());
    }

    static SourceColumn computed(String name, MappingExpression expression) {
        // A struct, because only that tells an expression that fails from one that gives null.
        var tried = ExpressionUtils.column(new TryEval(
                ExpressionUtils.expression(struct(expression.column().as(VALUE)))));
        return new SourceColumn(name, expression.columns(), tried.getField(VALUE), Optional.of(tried.isNull()));
    }

    /** A column that is not there: null. */
    static SourceColumn absent(String name) {
        return new SourceColumn(name, Set.of(), lit(null), Optional.empty());
    }
}
