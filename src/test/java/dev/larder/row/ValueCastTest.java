package dev.larder.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rule of casts, case by case; each door has a test over the same cases. */
class ValueCastTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void aValueSurvivesOrDoesNot(JsonNode given) {
        var type = ValueLayout.valueOf(given.get("type").asText());
        var value = value(given.get("kind").asText(), given.get("value"));
        assertEquals(written(type, given.get("is")), shown(ValueCast.cast(type, value)));
    }

    @Test
    void aNumberIsNoListAndAListIsNoNumber() {
        assertNull(ValueCast.cast(ValueLayout.INT64, List.of(1L)));
        assertNull(ValueCast.cast(ValueLayout.INT64_LIST, 1L));
        assertNull(ValueCast.cast(ValueLayout.STRING, new byte[] {65}));
        assertNull(ValueCast.cast(ValueLayout.INT64, "1".repeat(100_000)));
    }

    static Stream<JsonNode> cases() throws IOException {
        var file = Path.of("proto/testdata/values/casts.json").toFile();
        var cases = new ArrayList<JsonNode>();
        new ObjectMapper().readTree(file).get("cases").forEach(cases::add);
        return cases.stream();
    }

    private static Object value(String kind, JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        if (value.isArray()) {
            var list = new ArrayList<Object>();
            value.forEach(element -> list.add(value(kind, element)));
            return list;
        }
        var text = value.asText();
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

    private static String written(ValueLayout type, JsonNode is) {
        if (is.isNull()) {
            return "refused";
        }
        var texts = new ArrayList<String>();
        is.forEach(element -> texts.add(written(type, element)));
        if (is.isArray()) {
            return texts.toString();
        }
        return switch (type) {
            case DOUBLE, DOUBLE_LIST -> Double.valueOf(is.asText()).toString();
            case FLOAT, FLOAT_LIST -> Float.valueOf(is.asText()).toString();
            default -> is.asText();
        };
    }

    private static String shown(Object cast) {
        if (cast == null) {
            return "refused";
        }
        if (cast instanceof List<?> list) {
            return list.stream().map(ValueCastTest::shown).toList().toString();
        }
        return cast instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : cast.toString();
    }
}
