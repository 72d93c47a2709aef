package dev.larder.definition;

import dev.larder.error.LarderException;

/** How large a definition may be. The bounds keep one bad request from costing more than a bad request. */
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
    /** Definitions in one apply request. */
    public static final int DEFINITIONS = 1_000;

    private Limits() {}

    static void checkCount(String field, String what, int count, int limit) {
        if (count > limit) {
            throw tooLarge(field, "%s has %,d %s; at most %,d are allowed.".formatted(field, count, what, limit));
        }
    }

    /** Checked when a definition is applied, not when it is made: what is stored has passed. */
    public static void checkLength(Definition definition) {
        long length = 0;
        for (var fact : definition.facts().entrySet()) {
            length += fact.getKey().length() + fact.getValue().length();
        }
        if (length > DEFINITION_LENGTH) {
            throw tooLarge(
                    definition.name(),
                    "%s has %,d characters in its names, labels, mappings and options; at most %,d are allowed."
                            .formatted(definition.name(), length, DEFINITION_LENGTH));
        }
    }

    private static LarderException tooLarge(String field, String message) {
        return LarderException.invalid("DEFINITION_TOO_LARGE", field, message);
    }
}
