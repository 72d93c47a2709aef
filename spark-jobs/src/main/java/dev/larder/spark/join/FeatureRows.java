package dev.larder.spark.join;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The history of one feature table.
 *
 * @param table its name
 * @param entities columns of the key, in both the feature rows and the entity rows, with the same types in both
 * @param features columns of the features; a feature row may hold more
 * @param eventTimestamp column of the event time, a timestamp; rows without one are left out
 * @param createdTimestamp column of the time a row was written, a timestamp; of two rows with the same event time the one
 *     created later counts, and a row without one was created before any other
 * @param maxAgeMicros rows older than this are not joined; exactly as old is joined; 0: for ever
 * @param rows must give the same rows each time it is evaluated
 */
public record FeatureRows(
        String table,
        List<String> entities,
        List<String> features,
        String eventTimestamp,
        Optional<String> createdTimestamp,
        long maxAgeMicros,
        Dataset<Row> rows) {
    public FeatureRows {
        entities = List.copyOf(entities);
        features = List.copyOf(features);
    }

    /** The name of a feature in the output. */
    public String outputColumn(String feature) {
        return table + "__" + feature;
    }
}
