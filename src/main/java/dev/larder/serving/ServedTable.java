package dev.larder.serving;

import dev.larder.definition.Feature;
import dev.larder.definition.FeatureTable;
import dev.larder.definition.Micros;
import dev.larder.definition.ValueType;
import dev.larder.error.LarderException;
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
 * @param eventTimeColumn where its batch source has the event times
 * @param bounds of its rows' event times
 */
record ServedTable(
        String project,
        String name,
        byte[] field,
        int keyHash,
        List<String> entities,
        List<ValueType> entityTypes,
        Map<String, ServedFeature> features,
        String eventTimeColumn,
        Bounds bounds) {

    /** A feature with its id in stored rows and the layout of its values there. */
    record ServedFeature(int id, ValueType type, ValueLayout layout) {}

    /**
     * Which event times are taken and served.
     *
     * @param maxAgeMicros zero: rows never grow too old
     * @param maxAheadMicros how long after now a row may be; {@link #NO_LIMIT}: as long as it likes
     */
    record Bounds(long maxAgeMicros, long maxAheadMicros) {
        static final long NO_LIMIT = Long.MAX_VALUE;

        static Bounds of(FeatureTable table) {
            return new Bounds(
                    Micros.of(table.maxAge()), table.maxAhead().map(Micros::of).orElse(NO_LIMIT));
        }
    }

    long maxAgeMicros() {
        return bounds.maxAgeMicros();
    }

    /** @throws LarderException if it cannot be served: the text says what is wrong with it */
    static ServedTable of(TableChanges.Table table) {
        var registered = table.registered();
        var entitySet = registered.entitySet();
        var features = new HashMap<String, ServedFeature>();
        for (Feature feature : registered.table().features()) {
            var id = registered.featureIds().get(feature.name());
            require(id != null, "features." + feature.name(), "feature %s has no number.".formatted(feature.name()));
            var layout = ValueLayout.valueOf(feature.valueType().name());
            features.put(feature.name(), new ServedFeature(id, feature.valueType(), layout));
        }
        for (String entity : entitySet.entities()) {
            var known = table.entityTypes().containsKey(entity);
            require(known, "entities." + entity, "entity %s is not registered.".formatted(entity));
        }
        return new ServedTable(
                registered.project(),
                registered.table().name(),
                RowField.encode(registered.number()),
                entitySet.keyHash(),
                entitySet.entities(),
                entitySet.entities().stream().map(table.entityTypes()::get).toList(),
                Map.copyOf(features),
                registered.table().batchSource().columns().eventTimestamp(),
                Bounds.of(registered.table()));
    }

    private static void require(boolean right, String field, String mistake) {
        if (!right) {
            throw LarderException.invalid("INCOMPLETE_DEFINITION", field, mistake);
        }
    }
}
