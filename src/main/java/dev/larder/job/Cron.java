package dev.larder.job;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.larder.error.LarderException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * When something comes again: the five fields of Unix (minute, hour, day of month, month, day of week), or one of the names that cron
 * and Airflow have for some of them; in UTC.
 */
public final class Cron {
    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    private static final SortedMap<String, String> NAMED = new TreeMap<>(Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *"));

    private final String text;
    private final ExecutionTime times;

    private Cron(String text, ExecutionTime times) {
        this.text = text;
        this.times = times;
    }

    /** @throws LarderException INVALID_ARGUMENT if it is none, or never comes */
    public static Cron parse(String text) {
        try {
            var given = text.strip();
            var cron = new Cron(given, ExecutionTime.forCron(PARSER.parse(NAMED.getOrDefault(given, given))));
            cron.after(Instant.EPOCH);
            return cron;
        } catch (IllegalArgumentException e) {
            throw invalid(text, e.getMessage());
        }
    }

    private static LarderException invalid(String text, String why) {
        return LarderException.invalid(
                "INVALID_CRON",
                "cron",
                "cron is \"%s\"; it must be five fields (minute hour day-of-month month day-of-week), such as \"30 3 * * *\", or one of %s: %s"
                        .formatted(text, String.join(", ", NAMED.keySet()), why));
    }

    /** The first time after the given one. */
    public Instant after(Instant time) {
        return times.nextExecution(time.atZone(ZoneOffset.UTC))
                .map(ZonedDateTime::toInstant)
                .orElseThrow(() -> invalid(text, "there is no such day"));
    }

    public String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cron cron && cron.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
