package dev.larder.spark.source;

import static org.apache.spark.sql.functions.when;

import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** Times of a source as timestamps. A text without a zone, and a date, are in the session's zone: UTC in jobs. */
final class SourceTimes {
    /** A text that is only a time of day would become one of today, and 202601 the year 202601. */
    private static final String BEGINS_WITH_A_YEAR = "^\\s*\\d{4}(-.*|\\s*)$";

    private SourceTimes() {}

    /** Null where a text is no time; empty if the type has no times. */
    static Optional<Column> of(Column column, DataType type) {
        if (type instanceof TimestampType) {
            return Optional.of(column);
        }
        if (type instanceof StringType) {
            return Optional.of(when(column.rlike(BEGINS_WITH_A_YEAR), column.try_cast("timestamp")));
        }
        return type instanceof TimestampNTZType || type instanceof DateType || type instanceof NullType
                ? Optional.of(column.cast("timestamp"))
                : Optional.empty();
    }
}
