package dev.larder.wire;

import dev.larder.error.LarderException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;

/** Times as people and Python write them: ISO 8601, with a T or a blank; without a zone they are in UTC. */
public final class TimeText {
    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][ ]")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHMM", "+0000")
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private TimeText() {}

    /** @throws LarderException INVALID_ARGUMENT if it is no time */
    public static Instant parse(String field, String text) {
        try {
            var parsed = FORMAT.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            if (parsed instanceof OffsetDateTime time) {
                return time.toInstant();
            }
            return (parsed instanceof LocalDateTime time ? time : ((LocalDate) parsed).atStartOfDay())
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw LarderException.invalid(
                    "INVALID_TIME",
                    field,
                    "%s is \"%s\"; it must be a time such as 2026-01-31T12:00:00Z; without a zone it is in UTC."
                            .formatted(field, text.length() > 60 ? text.substring(0, 60) + "..." : text));
        }
    }
}
