package dev.larder.definition;

import static dev.larder.definition.Refusal.assertInvalid;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FeatureTest {
    @Test
    void itKeepsWhatItWasGiven() {
        var feature = new Feature("trip_cost", ValueType.FLOAT_LIST, Map.of("unit", "EUR"));
        assertEquals("trip_cost", feature.name());
        assertEquals(ValueType.FLOAT_LIST, feature.valueType());
        assertEquals(Map.of("unit", "EUR"), feature.labels());
        assertThrows(UnsupportedOperationException.class, () -> feature.labels().clear());
    }

    @Test
    void aDashInItsNameIsRefused() {
        assertInvalid(
                "INVALID_NAME",
                "features.name",
                "invalid value for Feature resource, trip-cost: argument must only contain alphanumeric characters and underscores.",
                () -> new Feature("trip-cost", ValueType.DOUBLE, Map.of()));
    }

    @Test
    void anEmptyNameIsRefused() {
        assertInvalid(
                "INVALID_NAME",
                "features.name",
                "invalid value for Feature resource, : argument must only contain alphanumeric characters and underscores.",
                () -> new Feature("", ValueType.DOUBLE, Map.of()));
    }

    @Test
    void anEmptyLabelKeyIsRefused() {
        assertInvalid(
                "EMPTY_LABEL_KEY",
                "features.trip_cost.labels",
                "Features cannot have labels with empty key.",
                () -> new Feature("trip_cost", ValueType.DOUBLE, Map.of("", "EUR")));
    }

    @Test
    void moreThan256LabelsAreRefused() {
        assertInvalid(
                "DEFINITION_TOO_LARGE",
                "features.trip_cost.labels",
                "features.trip_cost.labels has 257 entries; at most 256 are allowed.",
                () -> new Feature("trip_cost", ValueType.DOUBLE, EntityTest.labels(257)));
    }

    @Test
    void itsValueTypeMustBeGiven() {
        assertInvalid(
                "INVALID_VALUE_TYPE",
                "features.trip_cost.value_type",
                "Feature trip_cost needs a value_type, such as DOUBLE.",
                () -> new Feature("trip_cost", null, Map.of()));
    }
}
