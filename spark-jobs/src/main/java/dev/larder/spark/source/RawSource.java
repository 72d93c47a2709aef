package dev.larder.spark.source;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** What lies at a location, as it is there. */
sealed interface RawSource permits ParquetSource, RawSource.Loaded {
    /** All columns that some of it has. */
    List<String> columns();

    /**
     * The rows in these columns, which are some of {@link #columns}: one part, or several if they have different types in different
     * files. A column that a file lacks is null there.
     *
     * @throws SourceException if Spark cannot read one of them
     */
    List<Dataset<Row>> parts(Collection<String> columns);

    /** Column to how many files lack it; only those that some have. */
    Map<String, Long> lacking(Collection<String> columns);

    /** Rows that Spark, or a program, has as a whole. */
    record Loaded(Dataset<Row> rows) implements RawSource {
        @Override
        public List<String> columns() {
            return Arrays.asList(rows.columns());
        }

        @Override
        public List<Dataset<Row>> parts(Collection<String> columns) {
            return List.of(rows.select(columns.stream()
                    .map(name -> functions.col(SourceReader.quoted(name)))
                    .toArray(Column[]::new)));
        }

        @Override
        public Map<String, Long> lacking(Collection<String> columns) {
            return Map.of();
        }
    }
}
