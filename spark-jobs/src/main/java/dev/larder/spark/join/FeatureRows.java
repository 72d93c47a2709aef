package dev.larder.spark.join;

import dev.larder.spark.table.EntityColumn;
import dev.larder.spark.table.FeatureTable;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The history of one feature table.
 *
 * @param table its entities are columns of both the feature rows and the entity rows, with the same types in both. Its features,
 *     all of them, decide between rows with the same times
 * @param asked the features that are joined
 * @param eventTimestamp column of the event time, a timestamp; rows without one are left out
 * @param createdTimestamp column of the time a row was written, a timestamp; of two rows with the same event time the one
 *     created later counts, and a row without one was created before any other
 * @param rows must give the same rows each time it is evaluated. A feature that is not asked for may be missing: then it is null
 */
public record FeatureRows(
        FeatureTable table,
        List<String> asked,
        String eventTimestamp,
        Optional<String> createdTimestamp,
        Dataset<Row> rows) {
    public FeatureRows {
        asked = List.copyOf(asked);
    }

    String name() {
        return table.name();
    }

    List<String> entities() {
        return table.entities().stream().map(EntityColumn::name).toList();
    }

    /** The name of a feature in the output. */
    public String outputColumn(String feature) {
        return name() + "__" + feature;
    }
}
