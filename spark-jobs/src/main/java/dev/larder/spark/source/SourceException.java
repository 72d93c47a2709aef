package dev.larder.spark.source;

import dev.larder.spark.table.Source;

/** A source cannot be read, or has not the columns and types that are asked of it. The message says which, and the way out. */
public final class SourceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SourceException(String message) {
        super(message);
    }

    private SourceException(String message, Exception cause) {
        super(message, cause);
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
        } else if (text.contains("PATH_NOT_FOUND")) {
            reason = "there is nothing; correct file_url, or write the files first";
        } else if (text.contains("UNABLE_TO_INFER_SCHEMA")) {
            reason = "there is no Parquet file; correct file_url, or write the files first";
        } else if (text.contains("TABLE_OR_VIEW_NOT_FOUND") || text.contains("REQUIRES_SINGLE_PART_NAMESPACE")) {
            reason =
                    "there is no such Iceberg table; it is named <catalog>.<project>.<table>, and its catalog is that of the offline"
                            + " store or configured by spark.sql.catalog.<catalog>";
        } else if (text.contains("FAILED_READ_FILE") || text.contains("CANNOT_READ_FILE_FOOTER")) {
            reason = innermost(failure).getMessage() + "; write it again as Parquet, or take it away";
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

    private static Throwable innermost(Throwable failure) {
        return failure.getCause() == null ? failure : innermost(failure.getCause());
    }
}
