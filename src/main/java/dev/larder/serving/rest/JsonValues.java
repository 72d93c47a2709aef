package dev.larder.serving.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.larder.definition.Micros;
import dev.larder.definition.ValueType;
import dev.larder.error.LarderException;
import dev.larder.serving.Unreadable;
import dev.larder.wire.JsonBody;
import dev.larder.wire.TimeText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Values as plain JSON: numbers, texts, booleans, arrays and null; bytes as base64; the numbers that JSON has not as {@code "NaN"},
 * {@code "Infinity"} and {@code "-Infinity"}.
 */
final class JsonValues {
    private static final JsonMapper JSON = new JsonMapper();

    private JsonValues() {}

    static JsonGenerator generator(java.io.OutputStream output) throws IOException {
        return JSON.createGenerator(output);
    }

    /** An object of values by name. @param types of the names that are known */
    static Map<String, Object> values(JsonNode object, Map<String, ValueType> types, String field) {
        var values = new HashMap<String, Object>();
        JsonBody.require(object == null || object.isObject(), field, "%s must be an object of values by name.");
        if (object != null) {
            object.properties()
                    .forEach(entry -> values.put(entry.getKey(), read(entry.getValue(), types.get(entry.getKey()))));
        }
        return values;
    }

    /**
     * A number without a point and an exponent is an integer; other numbers are exactly what they say.
     *
     * @param type what it should be; null: not known
     */
    static Object read(JsonNode node, ValueType type) {
        return switch (node.getNodeType()) {
            case NULL -> null;
            case ARRAY -> list(node, type == ValueType.BYTES_LIST ? ValueType.BYTES : null);
            case STRING -> type == ValueType.BYTES ? base64(node.textValue()) : node.textValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> number(node);
            default -> new Unreadable("is an object; a value is a number, a text, true, false, null or an array.");
        };
    }

    /** Microseconds since 1970, or {@link Unreadable}. */
    static Object time(JsonNode time) {
        if (!time.isTextual()) {
            return new Unreadable("is %s; it must be a text such as \"2026-01-31T12:00:00Z\".".formatted(time));
        }
        try {
            return Micros.of(TimeText.parse("event_timestamp", time.textValue()));
        } catch (LarderException e) {
            return new Unreadable(e.getMessage().substring("event_timestamp ".length()));
        }
    }

    private static List<Object> list(JsonNode array, ValueType elementType) {
        var elements = new ArrayList<Object>(array.size());
        array.forEach(element -> elements.add(read(element, elementType)));
        return elements;
    }

    private static Number number(JsonNode node) {
        if (node.isIntegralNumber()) {
            return node.canConvertToLong() ? (Number) node.longValue() : node.bigIntegerValue();
        }
        var number = node.decimalValue();
        // 5e0 has no decimals, and is no integer either.
        return number.scale() == 0 ? number.setScale(1) : number;
    }

    private static Object base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new Unreadable("is of type BYTES and must be base64.");
        }
    }

    static void write(JsonGenerator json, Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            if (Double.isFinite(number)) {
                json.writeNumber(number);
            } else {
                json.writeString(number.toString());
            }
        } else if (value instanceof Float number) {
            if (Float.isFinite(number)) {
                json.writeNumber(number);
            } else {
                json.writeString(number.toString());
            }
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof byte[] bytes) {
            json.writeBinary(bytes);
        } else {
            json.writeStartArray();
            for (Object element : (List<?>) value) {
                write(json, element);
            }
            json.writeEndArray();
        }
    }
}
