package dev.larder.definition;

import dev.larder.error.LarderException;

/** A feature as requests name it: {@code table:feature}. */
public record FeatureReference(String table, String feature) {
    /** Where requests name features, for errors. */
    public static final String FIELD = "features";

    public FeatureReference {
        if (table.isEmpty() || feature.isEmpty()) {
            throw LarderException.invalid(
                    "INVALID_FEATURE_REFERENCE",
                    FIELD,
                    "A feature reference needs a table and a feature, but is \"%s:%s\"; write it as table:feature."
                            .formatted(table, feature));
        }
    }

    public static FeatureReference parse(String reference) {
        int colon = reference.indexOf(':');
        if (colon < 0) {
            throw LarderException.invalid(
                    "INVALID_FEATURE_REFERENCE",
                    FIELD,
                    "The feature reference \"%s\" names no table; write it as table:feature.".formatted(reference));
        }
        return new FeatureReference(reference.substring(0, colon), reference.substring(colon + 1));
    }

    @Override
    public String toString() {
        return table + ":" + feature;
    }
}
