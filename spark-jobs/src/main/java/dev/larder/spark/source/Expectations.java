package dev.larder.spark.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;

/**
 * What the label {@value #LABEL} of a table expects of its rows: JSON as Great Expectations writes it. Known are {@code
 * expect_column_values_to_not_be_null} and {@code expect_column_values_to_be_between}, whose ends are inside and may be left out;
 * a null is neither above nor below.
 */
public final class Expectations {
    public static final String LABEL = "_expectations";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Expectations() {}

    /**
     * @param met false or null where a row fails it
     * @param reason what is wrong with such a row
     */
    record Expectation(Column met, String reason) {}

    /**
     * @param columns those that something can be expected of
     * @throws SourceException if the label cannot be understood
     */
    static List<Expectation> of(Map<String, String> labels, List<String> columns) {
        var expectations = new ArrayList<Expectation>();
        var label = labels.get(LABEL);
        if (label != null) {
            parsed(label).path("expectations").forEach(node -> expectations.add(expectation(node, columns)));
        }
        return expectations;
    }

    private static JsonNode parsed(String label) {
        try {
            return JSON.readTree(label);
        } catch (JsonProcessingException e) {
            throw new SourceException("label %s is no JSON: %s".formatted(LABEL, e.getOriginalMessage()));
        }
    }

    private static Expectation expectation(JsonNode node, List<String> columns) {
        var type = node.path("expectation_type").asText();
        var arguments = node.path("kwargs");
        var name = arguments.path("column").asText();
        if (name.isEmpty()) {
            throw new SourceException("label %s: %s names no column".formatted(LABEL, type));
        }
        if (!columns.contains(name)) {
            throw new SourceException(
                    "label %s: %s names column %s, which is neither an entity nor a feature of the table"
                            .formatted(LABEL, type, name));
        }
        var column = col(SourceReader.quoted(name));
        return switch (type) {
            case "expect_column_values_to_not_be_null" -> new Expectation(column.isNotNull(), name + " is null");
            case "expect_column_values_to_be_between" -> between(
                    name, column, arguments.path("min_value"), arguments.path("max_value"));
            default -> throw new SourceException(
                    "label %s: unknown expectation %s; known are expect_column_values_to_not_be_null and expect_column_values_to_be_between"
                            .formatted(LABEL, type));
        };
    }

    private static Expectation between(String name, Column column, JsonNode min, JsonNode max) {
        var met = lit(true);
        var reason = new StringBuilder(name).append(" is not");
        if (!isAbsent(min)) {
            met = met.and(column.geq(number(min)));
            reason.append(" at least ").append(min.asText());
        }
        if (!isAbsent(max)) {
            met = met.and(column.leq(number(max)));
            reason.append(isAbsent(min) ? " at most " : " and at most ").append(max.asText());
        }
        return new Expectation(column.isNull().or(met), reason.toString());
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static Column number(JsonNode node) {
        if (!node.isNumber()) {
            throw new SourceException("label %s: %s is no number".formatted(LABEL, node));
        }
        return node.isIntegralNumber() ? lit(node.longValue()) : lit(node.doubleValue());
    }
}
