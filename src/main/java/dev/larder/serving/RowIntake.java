package dev.larder.serving;

import dev.larder.definition.Micros;
import dev.larder.definition.ValueType;
import dev.larder.error.LarderException;
import dev.larder.online.OnlineStore;
import dev.larder.online.OnlineStore.Lookup;
import dev.larder.online.OnlineStore.NewRow;
import dev.larder.online.OnlineStore.Outcome;
import dev.larder.row.Expiry;
import dev.larder.row.RowKey;
import dev.larder.row.RowWriter;
import dev.larder.serving.ServedTable.Bounds;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Writes rows into the online store directly, and deletes them. Nothing here blocks. */
@ApplicationScoped
public class RowIntake {
    /** How many rows of a large request are written before others get their turn. */
    private static final int PART = 5_000;

    private static final String EVENT_TIME = "event_timestamp";
    /** The years 1 to 9999, as a {@code google.protobuf.Timestamp} may say. */
    private static final long EARLIEST_MICROS = -62_135_596_800_000_000L;

    private static final long LATEST_MICROS = 253_402_300_799_999_999L;

    private final DefinitionsWatch definitions;
    private final OnlineStore store;
    private final ServingSettings settings;
    private final ServingMeters meters;
    private final Clock clock;

    RowIntake(
            DefinitionsWatch definitions,
            OnlineStore store,
            ServingSettings settings,
            ServingMeters meters,
            Clock clock) {
        this.definitions = definitions;
        this.store = store;
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * A row to write. Values are as {@link Coercion} takes them.
     *
     * @param eventTime microseconds since 1970 as a {@code Long}, or {@link Unreadable}; null: not given, a mistake
     */
    public record Row(Map<String, Object> entities, Object eventTime, Map<String, Object> features) {}

    /** What is wrong with the row at a place in the request. */
    public record RowError(int row, String reason, String field, String message) {}

    /** What became of the rows of one request. */
    public record Report(int written, int older, int tooOld, List<RowError> errors) {
        static final Report NOTHING = new Report(0, 0, 0, List.of());

        /** Together with the rows that follow in the request. @param first the place of their first one */
        Report and(Report next, int first) {
            var all = new ArrayList<>(errors);
            next.errors.forEach(error ->
                    all.add(new RowError(first + error.row(), error.reason(), error.field(), error.message())));
            return new Report(
                    written + next.written,
                    older + next.older,
                    tooOld + next.tooOld,
                    Collections.unmodifiableList(all));
        }
    }

    /**
     * How rows of a table lie in a data frame.
     *
     * @param entities names to types
     * @param features names to types
     * @param eventTime the column of the event time
     */
    public record Columns(Map<String, ValueType> entities, Map<String, ValueType> features, String eventTime) {}

    /**
     * The types of a table's entities and features, by name, for dialects whose values do not say what they are.
     *
     * @return fails with NOT_FOUND
     */
    public CompletionStage<Map<String, ValueType>> types(String project, String table) {
        return table(project, table).thenApply(served -> {
            var types = new HashMap<String, ValueType>();
            for (int i = 0; i < served.entities().size(); i++) {
                types.put(served.entities().get(i), served.entityTypes().get(i));
            }
            served.features().forEach((name, feature) -> types.put(name, feature.type()));
            return types;
        });
    }

    /** @return fails with NOT_FOUND */
    public CompletionStage<Columns> columns(String project, String table) {
        return table(project, table).thenApply(served -> {
            var entities = new TreeMap<String, ValueType>();
            for (int i = 0; i < served.entities().size(); i++) {
                entities.put(served.entities().get(i), served.entityTypes().get(i));
            }
            var features = new TreeMap<String, ValueType>();
            served.features().forEach((name, feature) -> features.put(name, feature.type()));
            return new Columns(entities, features, served.eventTimeColumn());
        });
    }

    /** Rows, none too, one part after the other; else as {@link #write(String, String, List)}. */
    public CompletionStage<Report> writeInParts(String project, String table, List<Row> rows) {
        if (!rows.isEmpty()) {
            checkSize("rows", rows.size());
        }
        CompletionStage<Report> report = CompletableFuture.completedFuture(Report.NOTHING);
        for (int first = 0; first < rows.size(); first += PART) {
            int from = first;
            var part = rows.subList(from, Math.min(rows.size(), from + PART));
            report =
                    report.thenCompose(before -> write(project, table, part).thenApply(next -> before.and(next, from)));
        }
        return report;
    }

    /**
     * Writes rows of one table: those that are right, even if others are not. The same rows again change nothing.
     *
     * @return fails with NOT_FOUND, INVALID_ARGUMENT if there are no or too many rows, UNAVAILABLE
     */
    public CompletionStage<Report> write(String project, String table, List<Row> rows) {
        checkSize("rows", rows.size());
        return table(project, table).thenCompose(served -> write(served, rows));
    }

    private CompletionStage<Report> write(ServedTable table, List<Row> rows) {
        var errors = new ArrayList<RowError>();
        var places = new ArrayList<Integer>(rows.size());
        var newRows = new ArrayList<NewRow>(rows.size());
        var writer = new RowWriter();
        long now = Micros.of(clock.instant());
        int ahead = 0;
        for (int i = 0; i < rows.size(); i++) {
            try {
                long time = eventTime(table, rows.get(i), now);
                newRows.add(newRow(table, rows.get(i), time, writer));
                places.add(i);
                ahead += time > now ? 1 : 0;
            } catch (LarderException e) {
                errors.add(new RowError(i, e.reason(), e.field().orElse(""), e.getMessage()));
            }
        }
        meters.ahead(table, ahead);
        return store.write(newRows).thenApply(outcomes -> report(table, outcomes, places, errors));
    }

    private Report report(ServedTable table, List<Outcome> outcomes, List<Integer> places, List<RowError> errors) {
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) == Outcome.UNWRITABLE) {
                errors.add(new RowError(
                        places.get(i),
                        "KEY_IN_USE",
                        "entities",
                        "The online store holds something under this key that is not Larder's; remove it."));
            }
        }
        errors.sort(java.util.Comparator.comparingInt(RowError::row));
        var report = new Report(
                Collections.frequency(outcomes, Outcome.WRITTEN),
                Collections.frequency(outcomes, Outcome.OLDER),
                Collections.frequency(outcomes, Outcome.TOO_OLD),
                List.copyOf(errors));
        meters.written(table, "written", report.written());
        meters.written(table, "older", report.older());
        meters.written(table, "too_old", report.tooOld());
        meters.written(table, "rejected", report.errors().size());
        return report;
    }

    /** Microseconds since 1970. */
    private static long eventTime(ServedTable table, Row row, long now) {
        if (row.eventTime() == null) {
            throw LarderException.invalid("MISSING_EVENT_TIMESTAMP", EVENT_TIME, "The row needs an event_timestamp.");
        }
        if (!(row.eventTime() instanceof Long time)) {
            throw invalidTime(((Unreadable) row.eventTime()).why());
        }
        if (time < EARLIEST_MICROS || time > LATEST_MICROS) {
            throw invalidTime("is %s; it must be between the years 1 and 9999.".formatted(shown(time)));
        }
        long limit = table.bounds().maxAheadMicros();
        if (limit != Bounds.NO_LIMIT && time - now > limit) {
            throw LarderException.invalid(
                    "AHEAD_OF_TIME",
                    EVENT_TIME,
                    "event_timestamp is %s, which is more than %s after now; feature table %s takes no such rows (its label max_ahead)."
                            .formatted(shown(time), Duration.of(limit, ChronoUnit.MICROS), table.name()));
        }
        return time;
    }

    private static LarderException invalidTime(String why) {
        return LarderException.invalid("INVALID_EVENT_TIMESTAMP", EVENT_TIME, EVENT_TIME + " " + why);
    }

    private static String shown(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    private static NewRow newRow(ServedTable table, Row row, long time, RowWriter writer) {
        writer.begin(time);
        row.features().forEach((name, value) -> {
            var feature = table.features().get(name);
            if (feature == null) {
                throw LarderException.invalid(
                        "UNKNOWN_FEATURE",
                        "features." + name,
                        "Feature table %s has no feature %s. It has: %s"
                                .formatted(
                                        table.name(),
                                        name,
                                        String.join(
                                                ", ",
                                                new TreeSet<>(table.features().keySet()))));
            }
            writer.put(feature.id(), feature.layout(), Coercion.feature(feature.type(), value, "features." + name));
        });
        return new NewRow(
                key(table, row.entities()), table.field(), writer.end(), Expiry.of(time, table.maxAgeMicros()));
    }

    private static byte[] key(ServedTable table, Map<String, Object> entities) {
        var values = new ArrayList<>(table.entities().size());
        for (int i = 0; i < table.entities().size(); i++) {
            var name = table.entities().get(i);
            var value = Coercion.entity(table.entityTypes().get(i), entities.get(name), "entities." + name);
            if (value == null) {
                throw LarderException.invalid(
                        "MISSING_ENTITY",
                        "entities." + name,
                        "The row needs a value for the entity %s.".formatted(name));
            }
            values.add(value);
        }
        for (String name : entities.keySet()) {
            if (!table.entities().contains(name)) {
                throw LarderException.invalid(
                        "UNKNOWN_ENTITY",
                        "entities." + name,
                        "Feature table %s is not keyed by %s, but by %s."
                                .formatted(table.name(), name, String.join(", ", table.entities())));
            }
        }
        return RowKey.encode(table.keyHash(), values);
    }

    /**
     * Deletes the rows of these entities from one table.
     *
     * @return how many there were; fails with NOT_FOUND, INVALID_ARGUMENT, UNAVAILABLE
     */
    public CompletionStage<Integer> delete(String project, String table, List<Map<String, Object>> keys) {
        checkSize("keys", keys.size());
        return table(project, table).thenCompose(served -> {
            var fields = new byte[][] {served.field()};
            var rows = new ArrayList<Lookup>(keys.size());
            for (int i = 0; i < keys.size(); i++) {
                try {
                    rows.add(new Lookup(key(served, keys.get(i)), fields));
                } catch (LarderException e) {
                    throw e.within("keys[%d]".formatted(i));
                }
            }
            return store.delete(rows);
        });
    }

    private void checkSize(String field, int size) {
        if (size == 0 || size > settings.maxRows()) {
            throw LarderException.invalid(
                    "INVALID_SIZE",
                    field,
                    "The request has %,d %s; it needs at least one and may have %,d (larder.serving.max-rows)."
                            .formatted(size, field, settings.maxRows()));
        }
    }

    private CompletionStage<ServedTable> table(String project, String name) {
        return definitions
                .having(newest -> newest.knows(project, name))
                .thenApply(newest -> newest.table(project, name));
    }
}
