package dev.larder.serving;

import dev.larder.definition.Feature;
import dev.larder.definition.ValueType;
import dev.larder.registry.TableChanges;
import dev.larder.row.RowField;
import dev.larder.row.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A feature table as reading and writing rows needs it.
 *
 * @param field of the hash under an entity's key that holds the table's row
 * @param keyHash at the front of the keys
 * @param entities in ascending order, as keys are made of them
 * @param entityTypes of the entities, in the same order
 * @param features by name
 * @param maxAgeMicros zero: rows never grow too old
 */
record ServedTable(
        String project,
        String name,
        byte[] field,
        int keyHash,
        List<String> entities,
        List<ValueType> entityTypes,
        Map<String, ServedFeature> features,
        long maxAgeMicros) {

    /** A feature with its id in stored rows and the layout of its values there. */
    record ServedFeature(int id, ValueType type, ValueLayout layout) {}

    static ServedTable of(TableChanges.Table table) {
        var registered = table.registered();
        var entitySet = registered.entitySet();
        var features = new HashMap<String, ServedFeature>();
        for (Feature feature : registered.table().features()) {
            var id = registered.featureIds().get(feature.name());
            var layout = ValueLayout.valueOf(feature.valueType().name());
            features.put(feature.name(), new ServedFeature(id, feature.valueType(), layout));
        }
        return new ServedTable(
                registered.project(),
                registered.table().name(),
                RowField.encode(registered.number()),
                entitySet.keyHash(),
                entitySet.entities(),
                entitySet.entities().stream().map(table.entityTypes()::get).toList(),
                Map.copyOf(features),
                registered.table().maxAge().toNanos() / 1_000);
    }
}
