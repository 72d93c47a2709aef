package dev.larder.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.larder.error.LarderException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
    @ParameterizedTest
    @CsvSource({
        "2026-01-31T12:00:00Z, 2026-01-31T12:00:00Z",
        "2026-01-31t12:00:00z, 2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00, 2026-01-31T12:00:00Z",
        "2026-01-31 12:00:00, 2026-01-31T12:00:00Z",
        "2026-01-31 12:00, 2026-01-31T12:00:00Z",
        "2026-01-31, 2026-01-31T00:00:00Z",
        "2026-01-31T12:00:00.123456, 2026-01-31T12:00:00.123456Z",
        "2026-01-31T12:00:00+00:00, 2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00.5+05:30, 2026-01-31T06:30:00.500Z",
        "2026-01-31 12:00:00-0800, 2026-01-31T20:00:00Z",
        "0001-01-01, 0001-01-01T00:00:00Z",
    })
    void aTimeWithoutAZoneIsInUtc(String text, Instant time) {
        assertEquals(time, TimeText.parse("end_ts", text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "31/01/2026",
                "2026-02-30",
                "2026-1-1",
                "2026-01-31T25:00:00",
                "1769860800",
                "2026-01-31T",
                "2026-01-31T12:00:00 Z",
                "2026-01-31Z"
            })
    void whatIsNoTimeIsRefused(String text) {
        var failure = assertThrows(LarderException.class, () -> TimeText.parse("end_ts", text));
        assertEquals(
                "end_ts is \"%s\"; it must be a time such as 2026-01-31T12:00:00Z; without a zone it is in UTC."
                        .formatted(text),
                failure.getMessage());
    }
}
