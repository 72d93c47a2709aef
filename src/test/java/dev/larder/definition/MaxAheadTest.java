package dev.larder.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.larder.error.LarderException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaxAheadTest {
    @ParameterizedTest
    @CsvSource({
        "3600s, PT1H",
        "0s, PT0S",
        "0.5s, PT0.5S",
        "1.000001s, PT1.000001S",
        "1.000001000s, PT1.000001S",
        "315576000000s, PT87660000H"
    })
    void aDurationIsReadAsProtobufWritesIt(String label, Duration duration) {
        assertEquals(Optional.of(duration), MaxAhead.of(Map.of("max_ahead", label)));
    }

    @Test
    void withoutTheLabelThereIsNoLimit() {
        assertEquals(Optional.empty(), MaxAhead.of(Map.of("team", "pricing")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3600",
                "-1s",
                "1h",
                "PT1H",
                "1.0000001s",
                "315576000001s",
                "999999999999999999999s",
                "1e3s",
                " 1s"
            })
    void whatIsNoDurationIsNamed(String label) {
        var failure = assertThrows(LarderException.class, () -> MaxAhead.of(Map.of("max_ahead", label)));
        assertEquals("INVALID_LABEL", failure.reason());
        assertEquals("labels.max_ahead", failure.field().orElseThrow());
        assertEquals(
                "The label max_ahead is \"%s\"; it must be a number of seconds such as \"3600s\" or \"0.5s\", not finer than a microsecond and not above 10,000 years."
                        .formatted(label),
                failure.getMessage());
    }
}
