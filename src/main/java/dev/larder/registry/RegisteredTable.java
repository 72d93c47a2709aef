package dev.larder.registry;

import dev.larder.definition.EntitySet;
import dev.larder.definition.Feature;
import dev.larder.definition.FeatureTable;
import java.time.Instant;
import java.util.Map;

/**
 * A feature table as the registry keeps it.
 *
 * @param number names the table's rows in the online store. Given once: a table that is revived or changes its entities gets
 *     another, so rows of before can never be mistaken for rows of now
 * @param featureIds name of each feature to its id within the table. Given once: a feature that changes its type, or comes
 *     back after it was removed, gets another, so stale bytes can never be read as another type
 * @param lastFeatureId the highest feature id ever given in this table
 * @param revision zero when created, one more with each effective change
 */
public record RegisteredTable(
        String project,
        FeatureTable table,
        int number,
        Map<String, Integer> featureIds,
        int lastFeatureId,
        long revision,
        boolean deleted,
        Instant createdAt,
        Instant updatedAt) {

    /** Differs between any two states of the table, past ones and those before a deletion among them. */
    public String version() {
        return number + "-" + revision;
    }

    /** The id of a feature of this name and this type, or null if the table has none such. */
    Integer featureIdOf(Feature feature) {
        return table.features().stream()
                .filter(known -> known.name().equals(feature.name()) && known.valueType() == feature.valueType())
                .map(known -> featureIds.get(known.name()))
                .findFirst()
                .orElse(null);
    }

    RegisteredTable deletedAt(Instant now) {
        return new RegisteredTable(project, table, number, featureIds, lastFeatureId, 0, true, createdAt, now);
    }

    public EntitySet entitySet() {
        return new EntitySet(project, table.entities());
    }
}
