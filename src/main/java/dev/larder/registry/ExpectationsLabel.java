package dev.larder.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.definition.Feature;
import dev.larder.definition.FeatureTable;
import dev.larder.error.LarderException;
import java.util.List;
import java.util.stream.Stream;

/** The label {@value #LABEL}, which jobs read: whether they will be able to. */
final class ExpectationsLabel {
    private static final String LABEL = "_expectations";
    private static final String NOT_NULL = "expect_column_values_to_not_be_null";
    private static final String BETWEEN = "expect_column_values_to_be_between";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ExpectationsLabel() {}

    /** @throws LarderException INVALID_ARGUMENT if it is there and cannot be understood */
    static void check(FeatureTable table) {
        var label = table.labels().get(LABEL);
        if (label == null) {
            return;
        }
        var expectations = parsed(label).path("expectations");
        if (!expectations.isArray()) {
            throw invalid("must be a JSON object with a list \"expectations\", as Great Expectations writes it");
        }
        var columns = Stream.concat(
                        table.entities().stream(), table.features().stream().map(Feature::name))
                .toList();
        expectations.forEach(expectation -> check(expectation, columns));
    }

    private static JsonNode parsed(String label) {
        try {
            return JSON.readTree(label);
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            throw invalid("is no JSON from line %d, column %d on; it must be as Great Expectations writes it"
                    .formatted(place.getLineNr(), place.getColumnNr()));
        }
    }

    private static void check(JsonNode expectation, List<String> columns) {
        var type = expectation.path("expectation_type").asText();
        if (!type.equals(NOT_NULL) && !type.equals(BETWEEN)) {
            throw invalid("has the unknown expectation \"%s\"; known are %s and %s".formatted(type, NOT_NULL, BETWEEN));
        }
        var arguments = expectation.path("kwargs");
        var column = arguments.path("column").asText();
        if (!columns.contains(column)) {
            throw invalid(
                    "has an %s of column \"%s\", which is neither an entity nor a feature of the table; name one of them in kwargs.column"
                            .formatted(type, column));
        }
        for (String bound : List.of("min_value", "max_value")) {
            var value = arguments.path(bound);
            if (!value.isMissingNode() && !value.isNull() && !value.isNumber()) {
                throw invalid("has the %s %s for column %s; it must be a number, or be left out"
                        .formatted(bound, value, column));
            }
        }
    }

    private static LarderException invalid(String what) {
        return LarderException.invalid("INVALID_LABEL", "labels." + LABEL, "The label %s %s.".formatted(LABEL, what));
    }
}
