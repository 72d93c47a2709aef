package dev.larder.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.error.LarderException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
    @ParameterizedTest
    @CsvSource({
        "30 3 * * *, 2026-02-28T03:30:00Z, 2026-03-01T03:30:00Z",
        "30 3 * * *, 2026-02-28T03:29:59.999Z, 2026-02-28T03:30:00Z",
        "*/15 * * * *, 2026-01-01T00:14:59Z, 2026-01-01T00:15:00Z",
        "0 0 1 * *, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "0 12 * * 1-5, 2026-11-27T12:00:00Z, 2026-11-30T12:00:00Z",
        "0 0 29 2 *, 2026-01-01T00:00:00Z, 2028-02-29T00:00:00Z",
        "@hourly, 2026-01-01T10:59:59Z, 2026-01-01T11:00:00Z",
        "@daily, 2026-01-31T10:00:00Z, 2026-02-01T00:00:00Z",
        "' @midnight ', 2026-01-31T10:00:00Z, 2026-02-01T00:00:00Z",
        "@weekly, 2026-11-27T12:00:00Z, 2026-11-29T00:00:00Z",
        "@monthly, 2026-01-01T00:00:00Z, 2026-02-01T00:00:00Z",
        "@yearly, 2026-01-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "@annually, 2025-12-31T23:59:59Z, 2026-01-01T00:00:00Z",
    })
    void theNextTimeIsInUtc(String cron, Instant now, Instant next) {
        assertEquals(next, Cron.parse(cron).after(now));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "daily",
                "* * * *",
                "60 * * * *",
                "* * * * * *",
                "0 0 31 2 *",
                "@every 5m",
                "@Daily",
                "@once",
                "@",
                "1;2 * * * *"
            })
    void whatIsNoCronIsRefusedWithAnExample(String cron) {
        var failure = assertThrows(LarderException.class, () -> Cron.parse(cron));
        assertEquals("INVALID_CRON", failure.reason());
        assertTrue(failure.getMessage().contains("\"30 3 * * *\""), failure.getMessage());
    }
}
