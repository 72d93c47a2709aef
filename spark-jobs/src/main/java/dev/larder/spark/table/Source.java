package dev.larder.spark.table;

import java.util.Map;
import java.util.Optional;

/**
 * Where rows are read from.
 *
 * @param location of files: a folder or file; of Iceberg: the table's name; of BigQuery: {@code project:dataset.table}
 * @param eventTimestamp the column of the event time
 * @param createdTimestamp the column of the time a row was written
 * @param datePartition the column by whose date files are partitioned
 * @param fieldMapping name of a column to the source's column, or the SQL expression, that it is read from
 */
public record Source(
        Kind kind,
        String location,
        String eventTimestamp,
        Optional<String> createdTimestamp,
        Optional<String> datePartition,
        Map<String, String> fieldMapping) {
    public enum Kind {
        PARQUET,
        ICEBERG,
        BIGQUERY,
        /** Rows that a program has already. */
        GIVEN
    }

    public Source {
        fieldMapping = Map.copyOf(fieldMapping);
    }

    /** Parquet files whose columns have the names of the table's. */
    public static Source parquet(String location, String eventTimestamp) {
        return new Source(Kind.PARQUET, location, eventTimestamp, Optional.empty(), Optional.empty(), Map.of());
    }
}
