package dev.larder.spark.source;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedExtractValue;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.LambdaFunction;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.UnresolvedNamedLambdaVariable;
import org.apache.spark.sql.catalyst.expressions.UserDefinedExpression;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.classic.ExpressionUtils;
import scala.jdk.javaapi.CollectionConverters;

/**
 * An SQL expression of a field mapping: a pure function of its row. It may use the columns of the source, operators, and the {@link
 * PureFunctions}; nothing that gives another value tomorrow, reads anything else, or runs code.
 *
 * @param columns of the source that it is computed from
 */
record MappingExpression(Column column, Set<String> columns) {
    /** Spark puts these into the place of the text before it reads the expression, the environment's among them. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{");

    private static final Pattern SPECIAL_TIME = Pattern.compile("\\s*(now|today|tomorrow|yesterday)\\b.*");
    private static final Pattern SPECIAL_LITERAL = Pattern.compile(
            "\\b(date|timestamp|timestamp_ltz|timestamp_ntz)\\s*r?(['\"])\\s*(now|today|tomorrow|yesterday)\\b");
    private static final Pattern OF_THE_MOMENT = Pattern.compile("(Current|Local|Now|Session)\\w*");

    /** Says why a text is not such an expression. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String reason) {
            super(reason);
        }
    }

    static MappingExpression parse(SparkSession session, String text, Collection<String> available)
            throws RefusedException {
        if (VARIABLE.matcher(text).find()) {
            throw new RefusedException("it uses ${…}, a variable from outside of the row");
        }
        if (SPECIAL_LITERAL.matcher(text.toLowerCase(Locale.ROOT)).find()) {
            throw new RefusedException("it depends on the time at which it is computed");
        }
        Expression parsed;
        try {
            parsed = session.sessionState().sqlParser().parseExpression(text);
        } catch (Exception e) {
            // Scala throws checked exceptions without saying so.
            throw new RefusedException(SourceException.firstLine(e));
        }
        var variables = new TreeSet<String>();
        all(parsed).forEach(node -> {
            if (node instanceof LambdaFunction lambda) {
                for (NamedExpression argument : CollectionConverters.asJava(lambda.arguments())) {
                    variables.add(argument.name());
                }
            }
        });
        var columns = new LinkedHashSet<String>();
        for (Expression node : all(parsed)) {
            column(node, available, variables).ifPresent(columns::add);
            requirePureNode(node);
        }
        return new MappingExpression(ExpressionUtils.column(parsed), columns);
    }

    /** The column of the source that a node names. */
    private static Optional<String> column(Expression node, Collection<String> available, Set<String> variables)
            throws RefusedException {
        String name;
        if (node instanceof UnresolvedAttribute attribute) {
            name = attribute.nameParts().head();
        } else if (node instanceof UnresolvedNamedLambdaVariable variable) {
            name = variable.nameParts().head();
            if (variables.contains(name)) {
                return Optional.empty();
            }
        } else {
            return Optional.empty();
        }
        if (!available.contains(name)) {
            throw new RefusedException("there is no column `%s`".formatted(name));
        }
        return Optional.of(name);
    }

    private static void requirePureNode(Expression node) throws RefusedException {
        if (node instanceof UnresolvedFunction function) {
            var name = String.join(".", CollectionConverters.asJava(function.nameParts()));
            if (!PureFunctions.has(name)) {
                throw new RefusedException(
                        "function %s is not one of those that depend on nothing but their arguments (docs/spark.md has a list)"
                                .formatted(name));
            }
            if (function.arguments().isEmpty() && PureFunctions.isOfTheMomentWithoutArguments(name)) {
                throw new RefusedException(
                        "%s() without an argument is the time at which it is computed".formatted(name));
            }
            return;
        }
        if (node instanceof SubqueryExpression || node instanceof WindowExpression) {
            throw new RefusedException("it reads other rows");
        }
        boolean unresolved = node.getClass().getPackageName().equals("org.apache.spark.sql.catalyst.analysis");
        boolean known = node instanceof UnresolvedAttribute || node instanceof UnresolvedExtractValue;
        if (unresolved && !known) {
            throw new RefusedException("it uses what is no column, operator or function: " + node);
        }
    }

    /**
     * Looks at what became of it in these rows.
     *
     * @throws RefusedException if it has no meaning there, or is no pure function after all
     */
    void requirePure(Dataset<Row> rows) throws RefusedException {
        Expression analyzed;
        try {
            analyzed = ((org.apache.spark.sql.classic.Dataset<Row>) rows.select(column.as("value")))
                    .queryExecution()
                    .analyzed()
                    .expressions()
                    .head();
        } catch (Exception e) {
            throw new RefusedException(SourceException.firstLine(e));
        }
        if (!analyzed.deterministic()) {
            throw new RefusedException("it gives another value each time");
        }
        for (Expression node : all(analyzed)) {
            if (node instanceof UserDefinedExpression) {
                throw new RefusedException("it runs a function of somebody's own");
            }
            if (OF_THE_MOMENT.matcher(node.getClass().getSimpleName()).matches() || isSpecialTime(node)) {
                throw new RefusedException("it depends on the time at which it is computed, or on the session");
            }
        }
    }

    /** Spark reads the text "now" as a time, even if it is put together from parts. */
    private static boolean isSpecialTime(Expression node) {
        return node instanceof Cast cast
                && cast.child().foldable()
                && cast.child().resolved()
                && SPECIAL_TIME
                        .matcher(String.valueOf(cast.child().eval(null)).toLowerCase(Locale.ROOT))
                        .matches();
    }

    private static List<Expression> all(Expression root) {
        var nodes = new java.util.ArrayList<Expression>();
        nodes.add(root);
        for (int i = 0; i < nodes.size(); i++) {
            var node = nodes.get(i);
            nodes.addAll(CollectionConverters.asJava(node.children()));
        }
        return nodes;
    }
}
