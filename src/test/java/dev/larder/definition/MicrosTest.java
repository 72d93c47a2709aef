package dev.larder.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MicrosTest {
    @Test
    void tenThousandYearsAreCounted() {
        assertEquals(315_576_000_000_000_000L, Micros.of(Limits.LONGEST_DURATION));
        assertEquals(9_223_372_037_000_000L, Micros.of(Duration.ofSeconds(9_223_372_037L)));
        assertEquals(9_999_999_999_000_001L, Micros.of(Duration.ofSeconds(9_999_999_999L, 1_999)));
        assertEquals(-1_500_000L, Micros.of(Duration.ofMillis(-1_500)));
    }

    @Test
    void timesOfAllYearsAreCounted() {
        assertEquals(-62_135_596_800_000_000L, Micros.of(Instant.parse("0001-01-01T00:00:00Z")));
        assertEquals(253_402_300_799_999_999L, Micros.of(Instant.parse("9999-12-31T23:59:59.999999999Z")));
        assertEquals(-1L, Micros.of(Instant.parse("1969-12-31T23:59:59.999999Z")));
    }
}
