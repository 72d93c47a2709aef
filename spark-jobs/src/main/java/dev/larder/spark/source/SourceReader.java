package dev.larder.spark.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.udf;

import dev.larder.spark.table.Interval;
import dev.larder.spark.table.Source;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;

/** Reads one source by the names that its field mapping gives to columns and expressions. */
public final class SourceReader {
    private final SparkSession session;
    private final Source source;
    private final RawSource raw;
    private final Map<String, Optional<SourceColumn>> resolved = new LinkedHashMap<>();

    private SourceReader(SparkSession session, Source source, RawSource raw) {
        this.session = session;
        this.source = source;
        this.raw = raw;
    }

    /**
     * @param interval of whose days files are read, if they are partitioned by date; empty: of all
     * @throws SourceException if there is nothing to be read
     */
    public static SourceReader open(SparkSession session, Source source, Optional<Interval> interval) {
        try {
            return new SourceReader(session, source, load(session, source, interval));
        } catch (SourceException e) {
            throw e;
        } catch (Exception e) {
            // Scala throws checked exceptions without saying so.
            throw SourceException.unreadable(source, e);
        }
    }

    /** Rows that a program has already. The source says only which columns they are read from. */
    public static SourceReader over(Dataset<Row> rows, Source source) {
        return new SourceReader(rows.sparkSession(), source, new RawSource.Loaded(rows));
    }

    private static RawSource load(SparkSession session, Source source, Optional<Interval> interval) throws Exception {
        return switch (source.kind()) {
            case PARQUET -> ParquetSource.open(
                    (org.apache.spark.sql.classic.SparkSession) session,
                    source.location(),
                    partitions -> source.datePartition()
                            .map(name -> source.fieldMapping().getOrDefault(name, name))
                            .filter(partitions::containsKey)
                            .flatMap(column -> interval.map(days -> PartitionDates.mayHold(
                                    partitions.get(column), day(days.startMicros()), day(days.endMicros() - 1))))
                            .orElse(true));
            case ICEBERG -> new RawSource.Loaded(session.read().table(source.location()));
            case BIGQUERY -> new RawSource.Loaded(session.read()
                    .format("bigquery")
                    .option("table", source.location().replace(':', '.'))
                    .load());
            case GIVEN -> throw new IllegalStateException("rows that are given are not opened");
        };
    }

    private static LocalDate day(long micros) {
        return LocalDate.ofInstant(Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L)), ZoneOffset.UTC);
    }

    public Source source() {
        return source;
    }

    /** The columns of the source, before any mapping. */
    public List<String> columns() {
        return raw.columns();
    }

    /** Source column to how many files lack it. */
    public Map<String, Long> lacking(Collection<SourceColumn> columns) {
        return raw.lacking(sourceColumns(columns));
    }

    /**
     * What is read under a name: by the source's mapping, or the column of this name. Empty if there is no such column.
     *
     * @throws SourceException if it is mapped to what is neither a column nor an expression that may be used
     */
    public Optional<SourceColumn> find(String name) {
        var known = resolved.get(name);
        if (known == null) {
            known = resolve(name);
            resolved.put(name, known);
        }
        return known;
    }

    /** A column of the source under its own name, whatever is mapped. */
    public SourceColumn column(String name) {
        return SourceColumn.plain(name, name);
    }

    private Optional<SourceColumn> resolve(String name) {
        var mapped = source.fieldMapping().getOrDefault(name, name);
        if (raw.columns().contains(mapped)) {
            return Optional.of(SourceColumn.plain(name, mapped));
        }
        if (!source.fieldMapping().containsKey(name)) {
            return Optional.empty();
        }
        try {
            var expression = MappingExpression.parse(session, mapped, raw.columns());
            expression.requirePure(raw.parts(expression.columns()).get(0));
            return Optional.of(SourceColumn.computed(name, expression));
        } catch (MappingExpression.RefusedException e) {
            throw new SourceException(
                    "field_mapping of %s: \"%s\" is neither a column of source %s nor an SQL expression over its columns that may be used: %s; it has %s"
                            .formatted(
                                    name, mapped, source.location(), e.getMessage(), String.join(", ", raw.columns())));
        }
    }

    /** The rows in parts, each with all source columns that these are read from. */
    public List<SourcePart> parts(Collection<SourceColumn> columns) {
        return raw.parts(sourceColumns(columns)).stream().map(SourcePart::new).toList();
    }

    private static LinkedHashSet<String> sourceColumns(Collection<SourceColumn> columns) {
        var names = new LinkedHashSet<String>();
        columns.forEach(column -> names.addAll(column.columns()));
        return names;
    }

    /**
     * Whether a row is of an interval: those without an event time are, too.
     *
     * @param datePartition the column that {@link Source#datePartition} names, unless the names of folders have said enough
     */
    static Column inside(Interval interval, Column eventTime, Optional<Column> datePartition) {
        var inside = eventTime
                .geq(timestamp_micros(lit(interval.startMicros())))
                .and(eventTime.lt(timestamp_micros(lit(interval.endMicros()))))
                .or(eventTime.isNull());
        return datePartition.map(inside::and).orElse(inside);
    }

    /** Whether a row's date partition is among the days of an interval; also if nobody can tell. */
    static Column ofDays(Interval interval, SourcePart part, SourceColumn partition) {
        var from = day(interval.startMicros());
        var to = day(interval.endMicros() - 1);
        var value = partition.value();
        if (part.type(partition) instanceof DateType) {
            return value.isNull().or(value.geq(lit(from)).and(value.leq(lit(to))));
        }
        return udf(new MayHold(from, to), DataTypes.BooleanType).apply(value.cast("string"));
    }

    private record MayHold(LocalDate from, LocalDate to) implements UDF1<String, Boolean> {
        @Override
        public Boolean call(String text) {
            return PartitionDates.mayHold(text, from, to);
        }
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    static Column quotedColumn(String name) {
        return col(quoted(name));
    }
}
