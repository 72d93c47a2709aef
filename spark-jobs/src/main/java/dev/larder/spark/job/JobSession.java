package dev.larder.spark.job;

import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The session of one job: the caller's Spark, with settings on which every number depends. */
final class JobSession {
    private static final Map<String, String> SETTINGS = Map.of(
            "spark.sql.session.timeZone", "UTC",
            // What fails must fail, and not become null: it is told from null in the source.
            "spark.sql.ansi.enabled", "true",
            "spark.sql.caseSensitive", "true",
            // Nothing of the environment gets into an expression.
            "spark.sql.variable.substitute", "false",
            // Spark's default holds only the years 1677 to 2262, and no zone.
            "spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS",
            "spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED");

    private JobSession() {}

    static SparkSession of(SparkSession callers) {
        var session = ((org.apache.spark.sql.classic.SparkSession) callers).cloneSession();
        SETTINGS.forEach((key, value) -> session.conf().set(key, value));
        return session;
    }
}
