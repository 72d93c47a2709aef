package dev.larder.spark.source;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;
import java.util.regex.Pattern;

/** The days that a value of a date partition column stands for: a day, a month or a year, as people name them. */
record PartitionDates(LocalDate first, LocalDate last) {
    private static final Pattern WRITTEN =
            Pattern.compile("(?<year>\\d{4})(?:[-/_.](?<month>\\d{1,2})(?:[-/_.](?<day>\\d{1,2})(?:[-T _].*)?)?)?");

    /** 20260105, with the hour or without, and 202601; but not 05012026. */
    private static final Pattern COMPACT =
            Pattern.compile("(?<year>(?:19|20)\\d{2})(?<month>\\d{2})(?<day>\\d{2})?(?:\\d{2})?");

    /** Empty if the text names no days for certain: then anything may be there. */
    static Optional<PartitionDates> of(String text) {
        if (text == null) {
            return Optional.empty();
        }
        for (Pattern form : new Pattern[] {WRITTEN, COMPACT}) {
            var found = form.matcher(text.strip());
            if (found.matches()) {
                try {
                    return Optional.of(of(found.group("year"), found.group("month"), found.group("day")));
                } catch (DateTimeException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static PartitionDates of(String year, String month, String day) {
        if (month == null) {
            int number = Integer.parseInt(year);
            return new PartitionDates(LocalDate.of(number, 1, 1), LocalDate.of(number, 12, 31));
        }
        var whole = YearMonth.of(Integer.parseInt(year), Integer.parseInt(month));
        if (day == null) {
            return new PartitionDates(whole.atDay(1), whole.atEndOfMonth());
        }
        var date = whole.atDay(Integer.parseInt(day));
        return new PartitionDates(date, date);
    }

    /** Whether a row of one of these days may be there; also if nobody knows. */
    static boolean mayHold(String text, LocalDate from, LocalDate to) {
        return of(text).map(dates -> !dates.last.isBefore(from) && !dates.first.isAfter(to))
                .orElse(true);
    }
}
