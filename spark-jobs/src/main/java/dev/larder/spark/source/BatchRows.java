package dev.larder.spark.source;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.larder.row.ValueLayout;
import dev.larder.spark.shuffle.PartitionCounter;
import dev.larder.spark.table.FeatureTable;
import dev.larder.spark.table.Interval;
import dev.larder.spark.table.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;

/**
 * The rows of an interval of a source, in the columns and types of a feature table, each with what is wrong with it. A row is
 * wrong if an entity or the event time is null, if a value cannot be read as the type it should have, if a list holds a null, or
 * if it fails an expectation. Features may be null.
 */
public final class BatchRows {
    /** The event time, a timestamp. */
    public static final String EVENT_TIME = "event_timestamp";

    /** The time a row was written, a timestamp; null if the source has none. */
    public static final String CREATED_TIME = "created_timestamp";

    /** What is wrong with a row; empty: nothing. */
    public static final String REASON = "_reason";

    private static final String RAW = "_source";

    private final FeatureTable table;
    private final Dataset<Row> judged;

    private BatchRows(FeatureTable table, Dataset<Row> judged) {
        this.table = table;
        this.judged = judged;
    }

    /** @throws SourceException if the source has not what the table needs */
    public static BatchRows read(
            org.apache.spark.sql.SparkSession session, FeatureTable table, Source source, Interval interval) {
        var reader = SourceReader.open(session, source);
        return of(reader.rows(interval), reader, table);
    }

    /**
     * Rows that a program has already, whatever their times. Their columns have the names of the table's, and {@value #EVENT_TIME}
     * and, if there is one, {@value #CREATED_TIME}.
     *
     * @throws SourceException if they have not what the table needs
     */
    public static BatchRows of(Dataset<Row> rows, FeatureTable table) {
        var created =
                Optional.of(CREATED_TIME).filter(name -> List.of(rows.columns()).contains(name));
        var source = new Source(Source.Kind.GIVEN, "of the program", EVENT_TIME, created, Optional.empty(), Map.of());
        return of(rows, SourceReader.over(rows, source), table);
    }

    private static BatchRows of(Dataset<Row> rows, SourceReader reader, FeatureTable table) {
        var raw = new ArrayList<Column>();
        var typed = new ArrayList<Column>();
        var checks = new ArrayList<Column>();
        typed.add(reader.eventTime().as(EVENT_TIME));
        typed.add(reader.createdTime()
                .orElseGet(() -> lit(null).cast("timestamp"))
                .as(CREATED_TIME));
        checks.add(when(reader.eventTime().isNull(), lit("the event time is null")));
        table.entities().forEach(entity -> {
            add(reader, entity.name(), entity.type(), raw, typed, checks);
            checks.add(when(reader.column(entity.name()).isNull(), lit("entity %s is null".formatted(entity.name()))));
        });
        table.features().forEach(feature -> add(reader, feature.name(), feature.type(), raw, typed, checks));
        raw.add(reader.eventTime().as(EVENT_TIME));
        typed.add(struct(raw.toArray(Column[]::new)).as(RAW));
        typed.add(concat_ws("; ", checks.toArray(Column[]::new)).as(REASON));
        var judged = rows.select(typed.toArray(Column[]::new));
        var expectations = Expectations.of(table.labels(), List.of(judged.columns()));
        if (!expectations.isEmpty()) {
            var reasons = new ArrayList<Column>();
            reasons.add(when(col(REASON).notEqual(""), col(REASON)));
            expectations.forEach(expectation ->
                    reasons.add(when(not(coalesce(expectation.met(), lit(false))), lit(expectation.reason()))));
            judged = judged.withColumn(REASON, concat_ws("; ", reasons.toArray(Column[]::new)));
        }
        return new BatchRows(table, judged);
    }

    private static void add(
            SourceReader reader,
            String name,
            ValueLayout type,
            List<Column> raw,
            List<Column> typed,
            List<Column> checks) {
        if (!reader.has(name)) {
            throw reader.missing(name);
        }
        var wanted = ColumnTypes.of(type);
        var column = reader.column(name);
        var given = reader.type(column);
        raw.add(column.as(name));
        var converted = column;
        if (!ColumnTypes.same(given, wanted)) {
            if (ColumnTypes.isText(wanted)) {
                throw new SourceException(
                        "%s should be of %s type, but is %s instead; convert it with a field_mapping of %s, or change its type"
                                .formatted(name, wanted.catalogString(), given.catalogString(), name));
            }
            converted = column.try_cast(wanted);
            checks.add(when(
                    column.isNotNull().and(converted.isNull()),
                    lit("%s cannot be read as %s".formatted(name, type.name()))));
        }
        if (type.isList()) {
            checks.add(when(exists(column, Column::isNull), lit("%s holds a null".formatted(name))));
        }
        typed.add(converted.as(name));
    }

    public FeatureTable table() {
        return table;
    }

    /** All rows: event time, created time, entities, features, reason. */
    public Dataset<Row> all() {
        return judged.drop(RAW);
    }

    /** What {@link #usable} counts; the order is that of the counter. */
    public enum Count {
        READ,
        REJECTED
    }

    /**
     * The rows that can be used: event time, created time, entities, features.
     *
     * @param counter counts by {@link Count} as the rows are used
     */
    public Dataset<Row> usable(PartitionCounter counter) {
        var all = all();
        int reason = all.schema().fieldIndex(REASON);
        var counted = all.queryExecution().toRdd().toJavaRDD().mapPartitions(new UsableRows(reason, counter));
        return ((SparkSession) all.sparkSession())
                .internalCreateDataFrame(counted.rdd(), all.schema(), false)
                .drop(REASON);
    }

    /** The other rows, as they are in the source: entities, features, event time, reason. */
    public Dataset<Row> rejected() {
        return judged.where(col(REASON).notEqual("")).select(col(RAW + ".*"), col(REASON));
    }
}
