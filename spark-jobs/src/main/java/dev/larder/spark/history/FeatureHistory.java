package dev.larder.spark.history;

import dev.larder.spark.offline.OfflineStore;
import dev.larder.spark.source.BatchRows;
import dev.larder.spark.source.SourceException;
import dev.larder.spark.table.FeatureTable;
import dev.larder.spark.table.Source;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * All rows of a feature table that its features are joined from.
 *
 * @param rows columns {@value BatchRows#EVENT_TIME}, {@value BatchRows#CREATED_TIME}, entities, features
 * @param read what was read of a batch source; empty: the offline store has only rows that can be used
 */
public record FeatureHistory(FeatureTable table, Dataset<Row> rows, Optional<BatchRows> read) {
    /**
     * The history that lies in a batch source, without the rows that ingestion would reject.
     *
     * @param asked names of features; others may be missing
     * @throws SourceException if the source has not the columns and types of the table
     */
    public static FeatureHistory read(
            SparkSession session, FeatureTable table, Source source, List<String> asked, Instant now) {
        var read = BatchRows.history(session, table, source, asked, now);
        return new FeatureHistory(table, read.usable(), Optional.of(read));
    }

    /**
     * The history that lies in a snapshot of the offline store.
     *
     * @param asked names of features; others may be missing
     * @throws SchemaException if one that is asked for is missing
     */
    public static FeatureHistory read(OfflineStore store, FeatureTable table, long snapshot, List<String> asked) {
        var rows = store.read(table, snapshot);
        var present = List.of(rows.columns());
        var missing = asked.stream().filter(name -> !present.contains(name)).toList();
        if (!missing.isEmpty()) {
            throw new SchemaException(
                    ("%s are missing for feature table %s. Snapshot %d of the offline store has %s; ingest the table into it again, or name"
                                    + " a later snapshot")
                            .formatted(String.join(", ", missing), table.name(), snapshot, String.join(", ", present)));
        }
        return new FeatureHistory(table, rows, Optional.empty());
    }
}
