package dev.larder.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.row.ValueLayout;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** A value, the type it is wanted as, and what becomes of it: the cases of {@code proto/testdata/values/casts.json}, for every door. */
public record CastCase(ValueLayout type, String kind, JsonNode given, JsonNode is) {
    /** What {@link #shown} and {@link #expected} say of a value that does not survive. */
    public static final String REFUSED = "refused";

    public static Stream<CastCase> all() throws IOException {
        var file = Path.of("proto/testdata/values/casts.json").toFile();
        var cases = new ArrayList<CastCase>();
        new ObjectMapper()
                .readTree(file)
                .get("cases")
                .forEach(one -> cases.add(new CastCase(
                        ValueLayout.valueOf(one.get("type").asText()),
                        one.get("kind").asText(),
                        one.get("value"),
                        one.get("is"))));
        return cases.stream();
    }

    /** As the rule of casts takes it. */
    public Object value() {
        return value(given);
    }

    private Object value(JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        if (node.isArray()) {
            var list = new ArrayList<Object>();
            node.forEach(element -> list.add(value(element)));
            return list;
        }
        var text = node.asText();
        return switch (kind) {
            case "boolean" -> Boolean.valueOf(text);
            case "integer" -> integer(new BigInteger(text));
            case "floating" -> Double.valueOf(text);
            case "decimal" -> new BigDecimal(text);
            case "text" -> text;
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static Object integer(BigInteger number) {
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }

    /** As JSON; bytes as base64. Null: JSON has no such number. */
    public String json() {
        return json(given);
    }

    private String json(JsonNode node) {
        if (node.isNull()) {
            return "null";
        }
        if (node.isArray()) {
            var elements = new ArrayList<String>();
            node.forEach(element -> elements.add(json(element)));
            return elements.contains(null) ? null : "[" + String.join(",", elements) + "]";
        }
        var text = node.asText();
        if (kind.equals("text")) {
            boolean bytes = type == ValueLayout.BYTES || type == ValueLayout.BYTES_LIST;
            return new com.fasterxml.jackson.databind.node.TextNode(
                            bytes ? Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) : text)
                    .toString();
        }
        return text.equals("NaN") || text.endsWith("Infinity") ? null : text;
    }

    /** What a reader of the stored value should see. */
    public String expected() {
        return expected(is);
    }

    private String expected(JsonNode node) {
        if (node.isNull()) {
            return REFUSED;
        }
        if (node.isArray()) {
            var texts = new ArrayList<String>();
            node.forEach(element -> texts.add(expected(element)));
            return texts.toString();
        }
        return switch (type) {
            case DOUBLE, DOUBLE_LIST -> Double.valueOf(node.asText()).toString();
            case FLOAT, FLOAT_LIST -> Float.valueOf(node.asText()).toString();
            default -> node.asText();
        };
    }

    /** @param value of a class that the rule of casts gives; null: it did not survive */
    public static String shown(Object value) {
        if (value == null) {
            return REFUSED;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(CastCase::shown).toList().toString();
        }
        return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value.toString();
    }

    @Override
    public String toString() {
        return "%s %s as %s".formatted(kind, given, type);
    }
}
