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
    private static final String BIGQUERY_FORMAT = "bigquery";

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
            if (e instanceof AnalysisException || e instanceof ClassNotFoundException) {
                throw new SourceException("cannot read %s: %s".formatted(source.location(), firstLine(e)));
            }
            throw e;
        }
    }

    private static Dataset<Row> load(SparkSession session, Source source) {
        return switch (source.kind()) {
            case PARQUET -> session.read().parquet(source.location());
            case ICEBERG -> session.read().table(source.location());
            case BIGQUERY -> bigQuery(session, source.location());
        };
    }

    private static Dataset<Row> bigQuery(SparkSession session, String location) {
        try {
            return session.read()
                    .format(BIGQUERY_FORMAT)
                    .option("table", location.replace(':', '.'))
                    .load();
        } catch (Exception e) {
            if (e instanceof ClassNotFoundException
                    || String.valueOf(e.getMessage()).contains(BIGQUERY_FORMAT)) {
                throw new SourceException(
                        "cannot read %s: the BigQuery connector is not on Spark's classpath; add com.google.cloud.spark:spark-bigquery-with-dependencies_2.13 to spark.jars.packages"
                                .formatted(location));
            }
            throw e;
        }
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
            throw new SourceException("%s has no column %s; it has %s"
                    .formatted(source.location(), mapped(name), String.join(", ", rows.columns())));
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
                "%s of %s is %s and no timestamp".formatted(mapped(name), source.location(), type.catalogString()));
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

    /** Whether the column of this name can be read. */
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
                return false;
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

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse(e.getClass().getSimpleName());
    }
}
