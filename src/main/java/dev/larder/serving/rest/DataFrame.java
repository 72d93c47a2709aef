package dev.larder.serving.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.definition.ValueType;
import dev.larder.error.LarderException;
import dev.larder.serving.RowIntake;
import dev.larder.wire.JsonBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Rows as Feast's clients send them: a list of values for each column.
 *
 * @param columns all of the same length
 */
record DataFrame(JsonNode columns, int rows) {
    private static final String FIELD = "df";
    /** Feast's own client calls it so, whatever the source does. */
    private static final String EVENT_TIMESTAMP = "event_timestamp";

    static DataFrame read(JsonNode body) {
        var columns = body.path(FIELD);
        JsonBody.require(columns.isObject(), FIELD, "%s must be an object with a list of values for each column.");
        int rows = -1;
        for (var column : columns.properties()) {
            JsonBody.require(column.getValue().isArray(), field(column.getKey()), "%s must be a list of values.");
            int length = column.getValue().size();
            if (rows >= 0 && length != rows) {
                throw LarderException.invalid(
                        "UNEQUAL_LENGTHS",
                        field(column.getKey()),
                        "Column %s has %,d values, another one has %,d; all must have the same number."
                                .formatted(column.getKey(), length, rows));
            }
            rows = length;
        }
        return new DataFrame(columns, Math.max(rows, 0));
    }

    /** Rows of a table. Every column of it must be there; others are passed over. */
    List<RowIntake.Row> rows(RowIntake.Columns table) {
        if (rows == 0) {
            return List.of();
        }
        var time = columns.has(table.eventTime()) ? table.eventTime() : EVENT_TIMESTAMP;
        requireColumns(table, time);
        var read = new ArrayList<RowIntake.Row>(rows);
        for (int row = 0; row < rows; row++) {
            read.add(new RowIntake.Row(values(table.entities(), row), time(time, row), values(table.features(), row)));
        }
        return read;
    }

    private void requireColumns(RowIntake.Columns table, String time) {
        var missing = new TreeSet<>(table.entities().keySet());
        missing.addAll(table.features().keySet());
        missing.add(time);
        missing.removeIf(columns::has);
        if (!missing.isEmpty()) {
            throw LarderException.invalid(
                    "MISSING_COLUMN",
                    FIELD,
                    "df lacks %s. It needs a column for every entity and feature of the table, and %s for the event time; a value may be null."
                            .formatted(
                                    String.join(", ", missing),
                                    time.equals(table.eventTime()) ? time : table.eventTime() + " or " + time));
        }
    }

    private Map<String, Object> values(Map<String, ValueType> types, int row) {
        var values = new HashMap<String, Object>();
        types.forEach((name, type) ->
                values.put(name, JsonValues.read(columns.get(name).get(row), type)));
        return values;
    }

    private Object time(String column, int row) {
        var time = columns.get(column).get(row);
        return time.isNull() ? null : JsonValues.time(time);
    }

    private static String field(String column) {
        return FIELD + "." + column;
    }
}
