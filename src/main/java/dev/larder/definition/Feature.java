package dev.larder.definition;

import dev.larder.error.LarderException;
import java.util.Map;

/** One value that a feature table keeps for each entity row. */
public record Feature(String name, ValueType valueType, Map<String, String> labels) {
    public Feature {
        Names.resource("features.name", "Feature", name);
        labels = Labels.checked("Features", "features.%s.labels".formatted(name), labels);
        if (valueType == null) {
            throw LarderException.invalid(
                    "INVALID_VALUE_TYPE",
                    "features.%s.value_type".formatted(name),
                    "Feature %s needs a value_type, such as DOUBLE.".formatted(name));
        }
    }

    void addFacts(Map<String, String> facts) {
        var prefix = "features." + name + ".";
        facts.put(prefix + "value_type", valueType.name());
        Labels.addFacts(facts, prefix, labels);
    }
}
