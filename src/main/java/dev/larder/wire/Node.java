package dev.larder.wire;

import dev.larder.error.LarderException;
import java.util.List;
import java.util.Optional;

/** A piece of a YAML or JSON document that remembers where it stands. Lines and columns count from 1. */
sealed interface Node {
    Place place();

    default boolean isNull() {
        return this instanceof Scalar scalar && scalar.text() == null;
    }

    record Place(int line, int column) {
        /** An INVALID_ARGUMENT that begins with this place. */
        LarderException error(String reason, String field, String message) {
            return LarderException.invalid(reason, field, "line %d, column %d: %s".formatted(line, column, message));
        }
    }

    /** @param text as it was written, without quotes; null for a null */
    record Scalar(String text, Place place) implements Node {}

    record Sequence(List<Node> items, Place place) implements Node {}

    record Mapping(List<Entry> entries, Place place) implements Node {
        /** The value of a key; empty if it is not there or null. */
        Optional<Node> get(String key) {
            return entries.stream()
                    .filter(entry -> entry.key().equals(key))
                    .map(Entry::value)
                    .filter(value -> !value.isNull())
                    .findFirst();
        }
    }

    /** @param place of the key */
    record Entry(String key, Node value, Place place) {}
}
