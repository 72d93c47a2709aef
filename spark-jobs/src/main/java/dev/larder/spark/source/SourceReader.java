package dev.larder.spark.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.timestamp_micros;

import dev.larder.spark.table.Interval;
import dev.larder.spark.table.Source;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** Reads one source as it is, with the columns that it has. */
public final class SourceReader {
    private final Dataset<Row> rows;
    private final Source source;

    private SourceReader(Dataset<Row> rows, Source source) {
        this.rows = rows;
        this.source = source;
    }

    /** @throws SourceException if there is nothing to be read */
    public static SourceReader open(SparkSession session, Source source) {
        try {
            return new SourceReader(load(session, source), source);
        } catch (Exception e) {
            // Scala throws checked exceptions without saying so.
            throw SourceException.unreadable(source, e);
        }
    }

    /** Rows that a program has already. The source says only which columns they are read from. */
    public static SourceReader over(Dataset<Row> rows, Source source) {
        return new SourceReader(rows, source);
    }

    private static Dataset<Row> load(SparkSession session, Source source) {
        return switch (source.kind()) {
            case PARQUET -> session.read().parquet(source.location());
            case ICEBERG -> session.read().table(source.location());
            case BIGQUERY -> session.read()
                    .format("bigquery")
                    .option("table", source.location().replace(':', '.'))
                    .load();
            case GIVEN -> throw new IllegalStateException("rows that are given are not opened");
        };
    }

    public Dataset<Row> rows() {
        return rows;
    }

    /** The rows of an interval, and those without an event time; if files are partitioned by date, only of its days. */
    public Dataset<Row> rows(Interval interval) {
        var eventTime = eventTime();
        var inside = eventTime
                .geq(timestamp_micros(lit(interval.startMicros())))
                .and(eventTime.lt(timestamp_micros(lit(interval.endMicros()))));
        var pruned = source.datePartition()
                .map(partition -> {
                    var date = column(partition).try_cast("date");
                    return rows.where(date.geq(lit(day(interval.startMicros())))
                            .and(date.leq(lit(day(interval.endMicros() - 1)))));
                })
                .orElse(rows);
        return pruned.where(inside.or(eventTime.isNull()));
    }

    private static LocalDate day(long micros) {
        return LocalDate.ofInstant(java.time.Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L)), ZoneOffset.UTC);
    }

    /** The event time as a timestamp; null where a text is none. */
    public Column eventTime() {
        return time(source.eventTimestamp());
    }

    /** The time a row was written, as a timestamp. */
    public Optional<Column> createdTime() {
        return source.createdTimestamp().map(this::time);
    }

    private Column time(String name) {
        if (!has(name)) {
            throw missing(name);
        }
        var column = column(name);
        var type = type(column);
        if (type instanceof TimestampType) {
            return column;
        }
        if (type instanceof TimestampNTZType || type instanceof DateType || type instanceof StringType) {
            return column.try_cast("timestamp");
        }
        throw new SourceException(
                "%s of source %s should be a timestamp, but is %s; convert it with a field_mapping of %s, such as \"timestamp_micros(%s)\""
                        .formatted(mapped(name), source.location(), type.catalogString(), name, mapped(name)));
    }

    /** Says that there is no column of this name. */
    SourceException missing(String name) {
        return new SourceException("source %s has no column %s; it has %s. Name another one in a field_mapping of %s"
                .formatted(source.location(), name, String.join(", ", rows.columns()), name));
    }

    /** Where a column of this name is read from: a column or an SQL expression. */
    private String mapped(String name) {
        return source.fieldMapping().getOrDefault(name, name);
    }

    /** The column of this name, by the source's mapping. */
    public Column column(String name) {
        var mapped = mapped(name);
        return Arrays.asList(rows.columns()).contains(mapped) ? col(quoted(mapped)) : expr(mapped);
    }

    /**
     * Whether there is a column of this name.
     *
     * @throws SourceException if it is mapped to what is neither a column nor an expression
     */
    public boolean has(String name) {
        if (Arrays.asList(rows.columns()).contains(mapped(name))) {
            return true;
        }
        if (!source.fieldMapping().containsKey(name)) {
            return false;
        }
        try {
            type(column(name));
            return true;
        } catch (Exception e) {
            if (e instanceof AnalysisException) {
                throw new SourceException(
                        "field_mapping of %s: \"%s\" is neither a column of source %s nor an SQL expression over its columns: %s"
                                .formatted(name, mapped(name), source.location(), SourceException.firstLine(e)));
            }
            throw e;
        }
    }

    /** The type of a column of {@link #column}. */
    public DataType type(Column column) {
        return rows.select(column).schema().apply(0).dataType();
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
