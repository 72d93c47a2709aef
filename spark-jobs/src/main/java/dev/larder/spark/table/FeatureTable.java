package dev.larder.spark.table;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A feature table, as far as a job needs it.
 *
 * @param number the one that the registry gave: the table's field in the online store
 * @param keyHash stands for the project and the entity names at the front of the online key
 * @param maxAgeMicros rows older than this are not used; 0: rows never grow too old
 */
public record FeatureTable(
        String project,
        String name,
        int number,
        int keyHash,
        List<EntityColumn> entities,
        List<FeatureColumn> features,
        long maxAgeMicros,
        Map<String, String> labels)
        implements Serializable {
    public FeatureTable {
        entities = new ArrayList<>(entities);
        features = new ArrayList<>(features);
        labels = new HashMap<>(labels);
    }

    /** The same table with only those of its features that are among these, each named {@code table:feature}. */
    public FeatureTable withOnly(Collection<String> asked) {
        var kept = features.stream()
                .filter(feature -> asked.contains(name + ":" + feature.name()))
                .toList();
        return new FeatureTable(project, name, number, keyHash, entities, kept, maxAgeMicros, labels);
    }

    /** The entities in the order in which their values stand in the online key. */
    public List<EntityColumn> sortedEntities() {
        return entities.stream()
                .sorted(Comparator.comparing(EntityColumn::name))
                .toList();
    }
}
