package dev.larder.serving.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.larder.definition.ValueType;
import dev.larder.error.LarderException;
import dev.larder.wire.JsonBody;
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
                    .forEach(entry -> values.put(
                            entry.getKey(),
                            read(entry.getValue(), types.get(entry.getKey()), field + "." + entry.getKey())));
        }
        return values;
    }

    /** @param type what it should be; null: not known */
    static Object read(JsonNode node, ValueType type, String field) {
        if (node.isNull()) {
            return null;
        }
        if (node.isArray()) {
            var elements = new ArrayList<Object>();
            var elementType = type == ValueType.BYTES_LIST ? ValueType.BYTES : null;
            node.forEach(element -> elements.add(read(element, elementType, field)));
            return elements;
        }
        JsonBody.require(
                !node.isObject(),
                field,
                "%s is an object; a value is a number, a text, true, false, null or an array.");
        if (node.isTextual()) {
            return type == ValueType.BYTES ? base64(node.textValue(), field) : node.textValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber()) {
            return node.canConvertToLong() ? (Object) node.longValue() : node.bigIntegerValue();
        }
        return node.doubleValue();
    }

    private static byte[] base64(String text, String field) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw LarderException.invalid(
                    "WRONG_TYPE", field, "%s is of type BYTES and must be base64.".formatted(field));
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
