package dev.larder.spark.source;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionDatesTest {
    private static final LocalDate FIFTH = LocalDate.of(2026, 1, 5);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-05",
                "2026-1-5",
                "20260105",
                "2026/01/05",
                "2026_01_05",
                "2026.01.05",
                "2026-01-05-13",
                "2026010513",
                "2026-01-05T13:00",
                "2026-01-05 00:00:00",
                "2026-01",
                "202601",
                "2026"
            })
    void aDayItsMonthAndItsYearHoldTheDay(String text) {
        assertTrue(PartitionDates.mayHold(text, FIFTH, FIFTH));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2026-01-04", "20260106", "2026-01-06-00", "2026-02", "202512", "2025", "2026-01-06 00:00:00"})
    void anotherDayMonthOrYearDoesNot(String text) {
        assertFalse(PartitionDates.mayHold(text, FIFTH, FIFTH));
    }

    @ParameterizedTest
    @ValueSource(strings = {"05-01-2026", "05012026", "Jan 5", "20261305", "2026-W02", "all", "", "1767607200"})
    void whatIsNoDateForCertainMayHoldAnything(String text) {
        assertTrue(PartitionDates.mayHold(text, FIFTH, FIFTH));
        assertTrue(PartitionDates.mayHold(null, FIFTH, FIFTH));
    }

    @ParameterizedTest
    @CsvSource({"2026-01,2025-12-31,2026-01-01", "2026,2026-12-31,2027-01-01", "20260105,2026-01-05,2026-01-09"})
    void anIntervalNeedsOnlyOneOfTheDays(String text, LocalDate from, LocalDate to) {
        assertTrue(PartitionDates.mayHold(text, from, to));
    }
}
