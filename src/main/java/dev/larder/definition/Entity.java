package dev.larder.definition;

import dev.larder.error.LarderException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What features are about: the key by which rows are stored and asked for, such as a driver's id. */
public record Entity(String name, ValueType valueType, String description, Map<String, String> labels)
        implements Definition {
    public Entity {
        if (name.isEmpty()) {
            throw LarderException.invalid("EMPTY_NAME", "name", "Entity name must be provided");
        }
        labels = Labels.checked("Entity", "labels", labels);
        Names.resource("name", "entity", name);
        if (valueType == null) {
            throw LarderException.invalid(
                    "INVALID_VALUE_TYPE", "value_type", "Entity %s needs a value_type, such as INT64.".formatted(name));
        }
    }

    @Override
    public SortedMap<String, String> facts() {
        var facts = new TreeMap<String, String>();
        facts.put("value_type", valueType.name());
        if (!description.isEmpty()) {
            facts.put("description", description);
        }
        Labels.addFacts(facts, "", labels);
        return facts;
    }
}
