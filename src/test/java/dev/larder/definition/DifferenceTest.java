package dev.larder.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.definition.Examples.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    @Test
    void itTellsWhatChangedCameAndWentInTheOrderOfThePaths() {
        assertEquals(
                List.of(
                        new Difference("a.changed", Optional.of("1"), Optional.of("2")),
                        new Difference("b.came", Optional.empty(), Optional.of("3")),
                        new Difference("c.went", Optional.of("4"), Optional.empty())),
                Difference.between(
                        new TreeMap<>(Map.of("same", "0", "a.changed", "1", "c.went", "4")),
                        new TreeMap<>(Map.of("b.came", "3", "a.changed", "2", "same", "0"))));
    }

    @Test
    void equalFactsDoNotDiffer() {
        assertEquals(
                List.of(),
                Difference.between(Examples.TABLE.facts(), new Table().build().facts()));
    }

    @Test
    void anEmptyTextIsNotNothing() {
        assertEquals(
                List.of(new Difference("labels.team", Optional.empty(), Optional.of(""))),
                Difference.between(new TreeMap<>(), new TreeMap<>(Map.of("labels.team", ""))));
    }

    @Test
    void aNewTypeOfAFeatureIsOneDifference() {
        var before = new Table()
                .features(new Feature("trip_cost", ValueType.FLOAT, Map.of()))
                .build();
        assertEquals(
                List.of(new Difference("features.trip_cost.value_type", Optional.of("FLOAT"), Optional.of("DOUBLE"))),
                Difference.between(before.facts(), Examples.TABLE.facts()));
    }
}
