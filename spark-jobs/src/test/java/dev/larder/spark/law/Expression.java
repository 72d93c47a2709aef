package dev.larder.spark.law;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The expressions of field mappings, each over one column, and what they mean. */
enum Expression {
    NEXT("%s + 1", Kind.BIGINT, value -> Math.addExact((Long) value, 1L)),
    TENTH("10 div %s", Kind.BIGINT, value -> 10L / (Long) value),
    NOT_FIVE("nullif(%s, 5)", Kind.BIGINT, value -> value.equals(5L) ? null : value),
    POSITIVE("if(%1$s > 0, %1$s, null)", Kind.BIGINT, value -> (Long) value > 0 ? value : null),
    NUMBER("cast(%s as int)", Kind.STRING, value -> Integer.valueOf(((String) value).strip())),
    UPPER("upper(%s)", Kind.STRING, value -> ((String) value).toUpperCase(Locale.ROOT)),
    /** Of a null this is a list that holds nulls. */
    TWICE("array(%1$s, %1$s)", Kind.DOUBLE, null),
    SECONDS("timestamp_seconds(%s)", Kind.BIGINT, value -> Instant.ofEpochSecond((Long) value));

    /** Those that give no time. */
    static final List<Expression> OF_VALUES = List.of(NEXT, TENTH, NOT_FIVE, POSITIVE, NUMBER, UPPER, TWICE);

    private final String sql;
    private final Kind column;
    private final Function<Object, Object> meaning;

    Expression(String sql, Kind column, Function<Object, Object> meaning) {
        this.sql = sql;
        this.column = column;
        this.meaning = meaning;
    }

    /** The type of its column. */
    Kind column() {
        return column;
    }

    String over(String name) {
        return sql.formatted(name);
    }

    /**
     * @throws RuntimeException if it fails for this value
     */
    Object of(Object value) {
        return this == TWICE ? Arrays.asList(value, value) : value == null ? null : meaning.apply(value);
    }
}
