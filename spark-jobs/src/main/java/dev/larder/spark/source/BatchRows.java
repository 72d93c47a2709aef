package dev.larder.spark.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;

import dev.larder.spark.shuffle.PartitionCounter;
import dev.larder.spark.table.FeatureTable;
import dev.larder.spark.table.Interval;
import dev.larder.spark.table.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;

/**
 * The rows of a source in the columns and types of a feature table, each with what is wrong with it: the one reading of a batch source,
 * for both stores and for training sets. A row is wrong if an entity or the event time is null or cannot be read, if a value does not survive the
 * cast to its type, if a list holds a null, if it fails an expectation, or if it is further ahead of now than the table allows. Features
 * may be null.
 */
public final class BatchRows {
    /** The event time, a timestamp. */
    public static final String EVENT_TIME = "event_timestamp";

    /** The time a row was written, a timestamp; null if the source has none. */
    public static final String CREATED_TIME = "created_timestamp";

    /** What is wrong with a row of {@link #all}; empty: nothing. No feature can have this name. */
    public static final String REASON = "#reason";

    private static final String BETWEEN_REASONS = "; ";
    private static final int REASONS_KEPT = 100;

    private final FeatureTable table;
    private final List<JudgedPart> parts;
    private final Map<String, Long> lacking;

    private BatchRows(FeatureTable table, List<JudgedPart> parts, Map<String, Long> lacking) {
        this.table = table;
        this.parts = parts;
        this.lacking = lacking;
    }

    /**
     * The rows of an interval, and those without an event time; if a date partition column is named, only of its days.
     *
     * @param now rows too far ahead of this moment are wrong, if the table says how far
     * @throws SourceException if the source has not what the table needs
     */
    public static BatchRows read(
            org.apache.spark.sql.SparkSession session,
            FeatureTable table,
            Source source,
            Interval interval,
            Instant now) {
        var reader = SourceReader.open(session, source, Optional.of(interval));
        return of(reader, TableColumns.all(reader, table), Optional.of(interval), now);
    }

    /**
     * All rows, whatever their times.
     *
     * @param asked features that the source must have; another one may be missing, and is null then
     * @throws SourceException if the source has not what the table needs
     */
    public static BatchRows history(
            org.apache.spark.sql.SparkSession session,
            FeatureTable table,
            Source source,
            List<String> asked,
            Instant now) {
        var reader = SourceReader.open(session, source, Optional.empty());
        return of(reader, TableColumns.asked(reader, table, asked), Optional.empty(), now);
    }

    /**
     * Rows that a program has already, whatever their times. Their columns have the names of the table's, and {@value #EVENT_TIME}
     * and, if there is one, {@value #CREATED_TIME}.
     *
     * @throws SourceException if they have not what the table needs
     */
    public static BatchRows of(Dataset<Row> rows, FeatureTable table, Instant now) {
        var created =
                Optional.of(CREATED_TIME).filter(name -> List.of(rows.columns()).contains(name));
        var source = new Source(Source.Kind.GIVEN, "of the program", EVENT_TIME, created, Optional.empty(), Map.of());
        var reader = SourceReader.over(rows, source);
        return of(reader, TableColumns.all(reader, table), Optional.empty(), now);
    }

    private static BatchRows of(SourceReader reader, TableColumns columns, Optional<Interval> interval, Instant now) {
        var parts = reader.parts(columns.everything()).stream()
                .map(part -> JudgedPart.of(columns, part, interval, now))
                .toList();
        return new BatchRows(columns.table(), parts, reader.lacking(columns.everything()));
    }

    public FeatureTable table() {
        return table;
    }

    /** {@code table: column} to how many files of the source lack the column. */
    public Map<String, Long> lacking() {
        return lacking.entrySet().stream()
                .collect(Collectors.toMap(entry -> table.name() + ": " + entry.getKey(), Map.Entry::getValue));
    }

    /** All rows: event time, created time, entities, features, reason. */
    public Dataset<Row> all() {
        return parts.stream().map(JudgedPart::rows).reduce(Dataset::union).orElseThrow();
    }

    /**
     * The rows that can be used: event time, created time, entities, features. Of a row whose values cannot be wrong, those that nobody looks at
     * are not read.
     */
    public Dataset<Row> usable() {
        return parts.stream()
                .map(JudgedPart::usable)
                .reduce(Dataset::union)
                .orElseThrow()
                .drop(REASON);
    }

    /** What {@link #usable(PartitionCounter, Instant)} counts; the order is that of the counter. */
    public enum Count {
        READ,
        REJECTED,
        /** Usable, and of the future. */
        AHEAD
    }

    /**
     * The same.
     *
     * @param counter counts by {@link Count} as the rows are used
     * @param now later rows are of the future
     */
    public Dataset<Row> usable(PartitionCounter counter, Instant now) {
        var all = all();
        var usable = new UsableRows(all.schema().fieldIndex(REASON), Interval.micros(now), counter);
        var counted = all.queryExecution().toRdd().toJavaRDD().mapPartitions(usable);
        return ((SparkSession) all.sparkSession())
                .internalCreateDataFrame(counted.rdd(), all.schema(), false)
                .drop(REASON);
    }

    /**
     * The other rows, as they are in the source: entities, features, times, what their mappings are computed from, and {@code _reason} (with
     * further underscores if a column is called that).
     */
    public Dataset<Row> rejected() {
        return JudgedPart.rejected(parts);
    }

    /**
     * Reason to how many rows it is true of; a row may have several. Reads the source. There may be a hundred different ones at most; what is
     * beyond is counted as "other reasons".
     */
    public SortedMap<String, Long> reasons() {
        var counts = new TreeMap<String, Long>();
        var wrong = parts.stream().map(JudgedPart::wrong).reduce(Dataset::union).orElseThrow();
        for (Row row : wrong.groupBy(col(REASON)).count().collectAsList()) {
            for (String reason : row.getString(0).split(BETWEEN_REASONS)) {
                boolean kept = counts.containsKey(reason) || counts.size() < REASONS_KEPT;
                counts.merge(kept ? reason : "other reasons", row.getLong(1), Long::sum);
            }
        }
        return counts;
    }

    static Column joined(List<Column> reasons) {
        return concat_ws(BETWEEN_REASONS, reasons.toArray(Column[]::new));
    }
}
