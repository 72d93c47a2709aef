package dev.larder.definition;

import dev.larder.error.LarderException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What entities, features and feature tables are tagged with, in the order of the keys. */
final class Labels {
    private Labels() {}

    /**
     * @param owner how the text for an empty key names the owner: "Entity", "Features", "FeatureTable"
     * @param field such as {@code features.trip_cost.labels}
     */
    static Map<String, String> checked(String owner, String field, Map<String, String> labels) {
        if (labels.containsKey("")) {
            throw LarderException.invalid("EMPTY_LABEL_KEY", field, owner + " cannot have labels with empty key.");
        }
        Limits.checkCount(field, labels.size(), Limits.LABELS);
        return Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    static void addFacts(Map<String, String> facts, String prefix, Map<String, String> labels) {
        labels.forEach((key, value) -> facts.put(prefix + "labels." + key, value));
    }
}
