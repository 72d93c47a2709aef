package dev.larder.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.error.LarderException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {
    /** Names of classes, settings and tokens of the parser. */
    private static final Pattern FRAMEWORK = Pattern.compile(
            "`|REDACTED|Source:|Feature|Jackson|CTRL-CHAR|START_|END_|VALUE_|Exception|com\\.|org\\.|Constraints|JsonNode");

    private static LarderException refused(String body) {
        return assertThrows(LarderException.class, () -> JsonBody.object(body.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"a\": ",
                "{\"a\": 1} {\"b\": 2}",
                "{\"a\": 1, \"a\": 2}",
                "{a: 1}",
                "{\"a\": NaN}",
                "{\"a\": +1}",
                "{\"a\": .5}",
                "{\"a\": 007}",
                "{\"a\": 'x'}",
                "{\"a\": \"\\q\"}",
                "{\"a\": \"\u0001\"}",
                "{\"a\": [1, 2}",
                "{\"a\": tru}",
                "{\"a\": 1,}",
                "{\"a\": [1,]}",
                "/* c */ {}",
                "\u001f\u008b\b",
                "{\"a\": \"\u00ff\"}",
                "nonsense",
                "[]",
                "3",
                "null"
            })
    void noTextKnowsTheParser(String body) {
        var failure = refused(body);
        assertEquals("MALFORMED_JSON", failure.reason());
        assertFalse(FRAMEWORK.matcher(failure.getMessage()).find(), failure::getMessage);
    }

    @Test
    void whatIsTooDeepOrTooLongIsToldInPlainWords() {
        for (String body : List.of("[".repeat(2_000), "{\"a\": " + "1".repeat(2_000) + "}")) {
            var failure = refused(body);
            assertTrue(failure.getMessage().contains("exceeds the maximum allowed"), failure::getMessage);
            assertFalse(FRAMEWORK.matcher(failure.getMessage()).find(), failure::getMessage);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a': NaN} | The body is not JSON: Non-standard token 'NaN' (line 1, column 10).",
                "{'a': 1} 2 | The body is not JSON: Trailing token found after value (line 1, column 10).",
                "[] | The body must be a JSON object.",
            },
            quoteCharacter = '~')
    void theTextNamesThePlace(String body, String text) {
        assertEquals(text, refused(body.replace('\'', '"')).getMessage().replace('"', '\''));
    }

    @Test
    void numbersAreWhatWasWritten() {
        var body = JsonBody.object("{\"a\": 9007199254740993.0, \"b\": 1e400}".getBytes(StandardCharsets.UTF_8));
        assertEquals(
                0, new BigDecimal("9007199254740993").compareTo(body.get("a").decimalValue()));
        assertEquals(0, new BigDecimal("1e400").compareTo(body.get("b").decimalValue()));
    }

    @Test
    void fieldsAreReadStrictly() {
        var body = JsonBody.object(
                "{\"n\": 1, \"t\": \"x\", \"f\": true, \"l\": [\"a\"], \"z\": null}".getBytes(StandardCharsets.UTF_8));
        assertEquals("x", JsonBody.text(body, "t"));
        assertEquals("online", JsonBody.text(body, "z", "online"));
        assertTrue(JsonBody.flag(body, "f", false));
        assertTrue(JsonBody.flag(body, "z", true));
        assertEquals(List.of("a"), JsonBody.texts(body, "l"));
        assertMessage("n must be given, as a text.", () -> JsonBody.text(body, "n"));
        assertMessage("gone must be given, as a text.", () -> JsonBody.text(body, "gone"));
        assertMessage("n must be true or false.", () -> JsonBody.flag(body, "n", false));
        assertMessage("t must be a list of texts.", () -> JsonBody.texts(body, "t"));
    }

    private static void assertMessage(String text, org.junit.jupiter.api.function.Executable call) {
        assertEquals(text, assertThrows(LarderException.class, call).getMessage());
    }
}
