package dev.larder.spark.source;

import dev.larder.spark.table.FeatureTable;
import dev.larder.spark.table.Source;
import java.io.FileNotFoundException;
import java.util.List;
import org.apache.spark.sql.types.DataType;

/** A source cannot be read, or has not the columns and types that are asked of it. The message says which, and the way out. */
public final class SourceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SourceException(String message) {
        super(message);
    }

    private SourceException(String message, Exception cause) {
        super(message, cause);
    }

    /** Says which columns there are not. It begins as Feast 0.9 says it. */
    static SourceException missing(FeatureTable table, Source source, List<String> missing, List<String> present) {
        return new SourceException(
                "%s are missing for feature table %s. Source %s has %s; name the right column in a field_mapping of %s, or write it"
                        .formatted(
                                String.join(", ", missing),
                                table.name(),
                                source.location(),
                                String.join(", ", present),
                                missing.get(0)));
    }

    static SourceException noDatePartition(FeatureTable table, Source source, String name, List<String> present) {
        return new SourceException(
                "date_partition_column %s is missing for feature table %s. Source %s has %s; correct it, or leave it out to read all files"
                        .formatted(name, table.name(), source.location(), String.join(", ", present)));
    }

    /** Says that no value of a column can be read as the type it should have. It begins as Feast 0.9 says it. */
    static SourceException wrongType(FeatureTable table, Source source, String name, DataType wanted, DataType given) {
        return new SourceException(
                ("%s should be of %s type, but is %s instead in source %s of feature table %s; convert it with a field_mapping of %s, or"
                                + " change its type")
                        .formatted(
                                name,
                                wanted.catalogString(),
                                given.catalogString(),
                                source.location(),
                                table.name(),
                                name));
    }

    /** Says that a column holds no times. It begins as Feast 0.9 says it. */
    static SourceException noTime(FeatureTable table, Source source, String name, DataType given) {
        var mapped = source.fieldMapping().getOrDefault(name, name);
        return new SourceException(
                ("%s should be of timestamp type, but is %s instead in source %s of feature table %s; convert it with a field_mapping of %s,"
                                + " such as \"timestamp_seconds(%s)\", or timestamp_millis or timestamp_micros if it counts these")
                        .formatted(name, given.catalogString(), source.location(), table.name(), name, mapped));
    }

    /** Says why a source cannot be opened. */
    static SourceException unreadable(Source source, Exception failure) {
        var text = String.valueOf(failure.getMessage());
        String reason;
        if (source.kind() == Source.Kind.BIGQUERY
                && (failure instanceof ClassNotFoundException || text.contains("bigquery"))) {
            reason =
                    "the BigQuery connector is not on Spark's classpath; add com.google.cloud.spark:spark-bigquery-with-dependencies_2.13"
                            + " to spark.jars.packages";
        } else if (failure instanceof FileNotFoundException) {
            reason = text + "; correct file_url, or write the files first";
        } else if (text.contains("TABLE_OR_VIEW_NOT_FOUND") || text.contains("REQUIRES_SINGLE_PART_NAMESPACE")) {
            reason =
                    "there is no such Iceberg table; it is named <catalog>.<project>.<table>, and its catalog is that of the offline"
                            + " store or configured by spark.sql.catalog.<catalog>";
        } else if (text.contains("is not a Parquet file")) {
            reason = text + "; write it again as Parquet, or take it away";
        } else {
            reason = firstLine(failure);
        }
        return new SourceException("cannot read source %s: %s".formatted(source.location(), reason), failure);
    }

    static String firstLine(Exception e) {
        return String.valueOf(e.getMessage())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse(e.getClass().getSimpleName());
    }
}
