package dev.larder.registry.db;

import dev.larder.definition.Feature;
import dev.larder.definition.ValueType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/** One element of a feature table's JSON column of features. */
@RegisterForReflection
record StoredFeature(int id, String name, ValueType type, Map<String, String> labels) {
    static StoredFeature of(Feature feature, int id) {
        return new StoredFeature(id, feature.name(), feature.valueType(), feature.labels());
    }

    Feature toFeature() {
        return new Feature(name, type, labels);
    }
}
