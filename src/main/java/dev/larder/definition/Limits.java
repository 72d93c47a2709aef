package dev.larder.definition;

import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import java.time.Duration;

/** What any definition must keep to. The bounds keep one bad request from costing more than a bad request. */
public final class Limits {
    /** Characters of the name of anything. */
    public static final int NAME_LENGTH = 255;
    /** Entities of one feature table. */
    public static final int ENTITIES = 32;
    /** Features of one feature table. */
    public static final int FEATURES = 10_000;
    /** Labels of one entity, feature or feature table. */
    public static final int LABELS = 256;
    /** Characters of all names, labels, mappings and options of one definition together. */
    public static final int DEFINITION_LENGTH = 1 << 20;
    /** Ten thousand years, the most that a {@code google.protobuf.Duration} holds. */
    public static final Duration LONGEST_DURATION = Duration.ofSeconds(315_576_000_000L);
    /** Definitions in one apply request. */
    public static final int DEFINITIONS = 1_000;

    private static final String TOO_LARGE = "DEFINITION_TOO_LARGE";

    private Limits() {}

    static void checkCount(String field, int count, int limit) {
        if (count > limit) {
            throw LarderException.invalid(
                    TOO_LARGE, field, "%s has %,d entries; at most %,d are allowed.".formatted(field, count, limit));
        }
    }

    /** Checked when a definition is applied, not when it is made: what is stored has passed, and to read it must be cheap. */
    public static void check(Definition definition) {
        long length = 0;
        for (var fact : definition.facts().entrySet()) {
            length += fact.getKey().length() + fact.getValue().length();
            if (!isStorable(fact.getKey()) || !isStorable(fact.getValue())) {
                throw LarderException.invalid(
                        "INVALID_TEXT",
                        fact.getKey(),
                        "%s must be Unicode text without the character NUL.".formatted(fact.getKey()));
            }
        }
        if (length > DEFINITION_LENGTH) {
            throw LarderException.of(
                    ErrorCode.INVALID_ARGUMENT,
                    TOO_LARGE,
                    "%s has %,d characters in its names, labels, mappings and options; at most %,d are allowed."
                            .formatted(definition.name(), length, DEFINITION_LENGTH));
        }
    }

    /** Half a surrogate pair has no UTF-8, and PostgreSQL keeps no NUL. */
    private static boolean isStorable(String text) {
        return text.codePoints()
                .noneMatch(character -> character == 0 || Character.getType(character) == Character.SURROGATE);
    }
}
