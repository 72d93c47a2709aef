package dev.larder.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever happens to a document on its way, the answer is definitions or a refusal, never an accident. */
class DocumentsRobustnessTest {
    private static final int MUTANTS = 10_000;
    private static final String[] FRAGMENTS = {
        "\0",
        "\t",
        "\n",
        " ",
        "  ",
        "\"",
        "'",
        "\\",
        "\\u",
        "\\ud800",
        "\\x",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        ": ",
        "-",
        "- ",
        "---\n",
        "...\n",
        "#",
        " #",
        "&a ",
        "*a",
        "!",
        "!!",
        "!!binary ",
        "!!float ",
        "!<x> ",
        "%",
        "%YAML 1.1\n",
        "@",
        "`",
        "|\n",
        ">\n",
        "? ",
        "<<: ",
        "~",
        "null",
        "true",
        "0",
        "-1",
        "9".repeat(30),
        "1e999",
        ".nan",
        "s",
        "s\n",
        "\uFEFF",
        "\uD83D",
        "😀",
        "é",
        "\u0085",
        "\u2028",
        "\uFFFF",
        "\u001B"
    };

    private enum Outcome {
        READ,
        REFUSED
    }

    private static String original(String mediaType) {
        if (mediaType.contains("yaml")) {
            return DocumentsTest.TABLE_YAML;
        }
        var spec = Documents.read("yaml", DocumentsTest.TABLE_YAML).get(0).getFeatureTable();
        return ProtoJson.json(feast.proto.core.FeatureTableProto.FeatureTable.newBuilder()
                .setSpec(spec)
                .build());
    }

    private static String mutant(Random random, String original) {
        var text = new StringBuilder(original);
        for (int mutations = 1 + random.nextInt(4); mutations > 0; mutations--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + 1 + random.nextInt(8));
            var fragment = FRAGMENTS[random.nextInt(FRAGMENTS.length)];
            switch (random.nextInt(6)) {
                case 0 -> text.delete(at, end);
                case 1, 2 -> text.insert(at, fragment);
                case 3 -> text.replace(at, end, fragment);
                case 4 -> text.insert(random.nextInt(text.length() + 1), text.substring(at, end));
                default -> {
                    if (random.nextInt(4) == 0) {
                        text.setLength(at);
                    }
                }
            }
        }
        return text.toString();
    }

    private static Outcome read(String mediaType, String text) {
        try {
            Documents.read(mediaType, text).forEach(DocumentsRobustnessTest::toDefinition);
            return Outcome.READ;
        } catch (LarderException e) {
            assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
            return Outcome.REFUSED;
        }
    }

    private static void toDefinition(dev.larder.proto.v1.Definition definition) {
        try {
            DefinitionReader.definition(definition);
        } catch (LarderException e) {
            assertTrue(e.code() == ErrorCode.INVALID_ARGUMENT || e.code() == ErrorCode.UNIMPLEMENTED, e::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "application/yaml, 20260131",
        "application/yaml, 42",
        "application/json, 20260131",
        "application/json, 42"
    })
    void aDamagedDocumentIsReadOrRefused(String mediaType, long seed) {
        var random = new Random(seed);
        var original = original(mediaType);
        assertEquals(Outcome.READ, read(mediaType, original));
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        for (int i = 0; i < MUTANTS; i++) {
            var mutant = mutant(random, original);
            try {
                outcomes.merge(read(mediaType, mutant), 1, Integer::sum);
            } catch (Throwable e) {
                fail("seed %d, mutant %d, %s:%n%s".formatted(seed, i, mediaType, mutant), e);
            }
        }
        assertEquals(2, outcomes.size(), () -> "both outcomes must have been met: " + outcomes);
    }
}
