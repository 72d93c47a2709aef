package dev.larder.spark.law;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * The type of a column of a Parquet file.
 *
 * @param kind of the value, or of the elements of the list
 */
record ColumnType(Kind kind, boolean list) {
    private static final String LIST = "[]";

    static ColumnType of(Kind kind) {
        return new ColumnType(kind, false);
    }

    static ColumnType listOf(Kind kind) {
        return new ColumnType(kind, true);
    }

    static ColumnType parse(String text) {
        return new ColumnType(Kind.valueOf(text.replace(LIST, "")), text.endsWith(LIST));
    }

    @Override
    public String toString() {
        return list ? kind + LIST : kind.toString();
    }

    Type optional(String name) {
        return list ? Types.optionalList().element(kind.optional("element")).named(name) : kind.optional(name);
    }

    void write(RecordConsumer file, Object value) {
        if (!list) {
            kind.write(file, value);
            return;
        }
        file.startGroup();
        var elements = (List<?>) value;
        if (!elements.isEmpty()) {
            file.startField("list", 0);
            for (Object element : elements) {
                file.startGroup();
                if (element != null) {
                    file.startField("element", 0);
                    kind.write(file, element);
                    file.endField("element", 0);
                }
                file.endGroup();
            }
            file.endField("list", 0);
        }
        file.endGroup();
    }

    /** @return null for null */
    Object parse(JsonNode json) {
        if (json.isNull()) {
            return null;
        }
        if (!list) {
            return kind.parse(json);
        }
        var elements = new ArrayList<Object>();
        json.forEach(element -> elements.add(element.isNull() ? null : kind.parse(element)));
        return elements;
    }

    /** As JSON says it. */
    static Object literal(Object value) {
        if (value instanceof List<?> elements) {
            var literals = new ArrayList<Object>();
            elements.forEach(element -> literals.add(literal(element)));
            return literals;
        }
        return value == null ? null : Kind.literal(value);
    }
}
