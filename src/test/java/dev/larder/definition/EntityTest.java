package dev.larder.definition;

import static dev.larder.definition.Refusal.assertInvalid;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EntityTest {
    private static final Entity DRIVER =
            new Entity("driver_id", ValueType.INT64, "Who drives", Map.of("team", "rides", "area", "berlin"));

    static Map<String, String> labels(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "key" + i, i -> "value"));
    }

    @Test
    void itsFactsAreAllThatItSaysButItsName() {
        assertEquals(
                Map.of(
                        "value_type", "INT64",
                        "description", "Who drives",
                        "labels.team", "rides",
                        "labels.area", "berlin"),
                DRIVER.facts());
    }

    @Test
    void anEmptyDescriptionIsNoFact() {
        assertEquals(Map.of("value_type", "STRING"), new Entity("driver_id", ValueType.STRING, "", Map.of()).facts());
    }

    @Test
    void itsFactsChangeWithEachOfItsParts() {
        for (Entity changed : List.of(
                new Entity("driver_id", ValueType.INT32, "Who drives", DRIVER.labels()),
                new Entity("driver_id", ValueType.INT64, "Who rides", DRIVER.labels()),
                new Entity("driver_id", ValueType.INT64, "Who drives", Map.of("team", "rides")),
                new Entity("driver_id", ValueType.INT64, "Who drives", Map.of("team", "food", "area", "berlin")),
                new Entity("driver_id", ValueType.INT64, "Who drives", Map.of("team", "rides", "zone", "berlin")))) {
            assertNotEquals(DRIVER.facts(), changed.facts(), changed::toString);
        }
    }

    @Test
    void itsNameIsNoFact() {
        assertEquals(DRIVER.facts(), new Entity("other", ValueType.INT64, "Who drives", DRIVER.labels()).facts());
    }

    @Test
    void itDoesNotShareItsLabelsWithTheCaller() {
        var labels = new HashMap<>(Map.of("team", "rides"));
        var entity = new Entity("driver_id", ValueType.INT64, "", labels);
        labels.put("team", "food");
        assertEquals(Map.of("team", "rides"), entity.labels());
        assertThrows(UnsupportedOperationException.class, () -> entity.labels().put("a", "b"));
    }

    @Test
    void itsNameMustBeGiven() {
        assertInvalid(
                "EMPTY_NAME",
                "name",
                "Entity name must be provided",
                () -> new Entity("", ValueType.INT64, "", Map.of()));
    }

    @Test
    void aDashInItsNameIsRefused() {
        assertInvalid(
                "INVALID_NAME",
                "name",
                "invalid value for entity resource, dash-entity: argument must only contain alphanumeric characters and underscores.",
                () -> new Entity("dash-entity", ValueType.INT64, "", Map.of()));
    }

    @Test
    void anEmptyLabelKeyIsRefused() {
        assertInvalid(
                "EMPTY_LABEL_KEY",
                "labels",
                "Entity cannot have labels with empty key.",
                () -> new Entity("driver_id", ValueType.INT64, "", Map.of("", "rides")));
    }

    @Test
    void itsValueTypeMustBeGiven() {
        assertInvalid(
                "INVALID_VALUE_TYPE",
                "value_type",
                "Entity driver_id needs a value_type, such as INT64.",
                () -> new Entity("driver_id", null, "", Map.of()));
    }

    @Test
    void itMayHave256Labels() {
        assertEquals(
                256,
                new Entity("driver_id", ValueType.INT64, "", labels(256))
                        .labels()
                        .size());
        assertInvalid(
                "DEFINITION_TOO_LARGE",
                "labels",
                "labels has 257 entries; at most 256 are allowed.",
                () -> new Entity("driver_id", ValueType.INT64, "", labels(257)));
    }

    @Test
    void itMaySayAMillionCharacters() {
        int room = Limits.DEFINITION_LENGTH - "value_type".length() - "INT64".length() - "description".length();
        Limits.check(new Entity("driver_id", ValueType.INT64, "d".repeat(room), Map.of()));
        assertInvalid(
                "DEFINITION_TOO_LARGE",
                "driver_id has 1,048,577 characters in its names, labels, mappings and options; at most 1,048,576 are allowed.",
                () -> Limits.check(new Entity("driver_id", ValueType.INT64, "d".repeat(room + 1), Map.of())));
    }

    @Test
    void textThatCannotBeStoredIsRefused() {
        assertInvalid(
                "INVALID_TEXT",
                "description",
                "description must be Unicode text without the character NUL.",
                () -> Limits.check(new Entity("driver_id", ValueType.INT64, "a\u0000b", Map.of())));
        assertInvalid(
                "INVALID_TEXT",
                "labels.team",
                "labels.team must be Unicode text without the character NUL.",
                () -> Limits.check(new Entity("driver_id", ValueType.INT64, "", Map.of("team", "half of \uD83D"))));
        assertInvalid(
                "INVALID_TEXT",
                "labels.\uDE00",
                "labels.\uDE00 must be Unicode text without the character NUL.",
                () -> Limits.check(new Entity("driver_id", ValueType.INT64, "", Map.of("\uDE00", "rides"))));
    }

    @Test
    void anyOtherTextIsKept() {
        var text = "tab\t, line\n, Ünïcödé, 😀, \uFFFF";
        assertEquals(text, new Entity("driver_id", ValueType.INT64, text, Map.of()).description());
    }
}
