package dev.larder.registry;

import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import java.util.Optional;

/** What a caller believes of a feature table's present state; checked under the lock of the change. */
@FunctionalInterface
public interface TablePrecondition {
    TablePrecondition NONE = (name, current) -> {};

    /** There must be no such table. */
    TablePrecondition ABSENT = (name, current) -> {
        if (current.isPresent()) {
            throw failed("Feature table %s already exists, as version %s."
                    .formatted(name, current.get().version()));
        }
    };

    /** There must be such a table. */
    TablePrecondition PRESENT = (name, current) -> {
        if (current.isEmpty()) {
            throw failed("Feature table %s does not exist.".formatted(name));
        }
    };

    /** @param current empty when the table does not exist or is deleted */
    void check(String name, Optional<RegisteredTable> current);

    /** The table must still be at this {@link RegisteredTable#version()}. */
    static TablePrecondition version(String expected) {
        return (name, current) -> {
            PRESENT.check(name, current);
            var actual = current.get().version();
            if (!actual.equals(expected)) {
                throw failed(
                        "Feature table %s is at version %s, not %s: somebody changed it. Read it again and repeat the change."
                                .formatted(name, actual, expected));
            }
        };
    }

    private static LarderException failed(String message) {
        return LarderException.of(ErrorCode.FAILED_PRECONDITION, "VERSION_MISMATCH", message);
    }
}
