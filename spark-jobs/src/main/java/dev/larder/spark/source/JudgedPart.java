package dev.larder.spark.source;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.when;

import dev.larder.row.ValueLayout;
import dev.larder.spark.table.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of one part of a source, judged.
 *
 * @param judged event time, created time, entities, features, {@value BatchRows#REASON}, and as a struct what the source says
 * @param raw the fields of that struct
 * @param alwaysRight no value can be wrong: only keys and times that are null can
 * @param incomplete a part of the key, or the event time, is null
 */
record JudgedPart(Dataset<Row> judged, List<String> raw, boolean alwaysRight, Column incomplete) {
    private static final String SOURCE = "#source";
    private static final String REASON_OF_DEAD_LETTERS = "_reason";

    static JudgedPart of(TableColumns columns, SourcePart part, Optional<Interval> interval, Instant now) {
        return new Judging(columns, part).judge(interval, now);
    }

    /** Event time, created time, entities, features, {@value BatchRows#REASON}. */
    Dataset<Row> rows() {
        return judged.drop(SOURCE);
    }

    Dataset<Row> usable() {
        // Of keys and times the file itself often knows that none is null; so they are asked as they are.
        var right = rows().where(not(incomplete));
        return alwaysRight ? right : right.where(col(BatchRows.REASON).equalTo(""));
    }

    Dataset<Row> wrong() {
        var rows = rows();
        return (alwaysRight
                        ? rows.where(incomplete)
                        : rows.where(col(BatchRows.REASON).notEqual("")))
                .select(BatchRows.REASON);
    }

    /** What is wrong of all parts, each column as text if it has different types in them. */
    static Dataset<Row> rejected(List<JudgedPart> parts) {
        var types = new LinkedHashMap<String, String>();
        for (JudgedPart part : parts) {
            part.rawTypes()
                    .forEach((name, type) -> types.merge(
                            name,
                            type,
                            (one, other) -> one.equals(other) ? one : DataTypes.StringType.catalogString()));
        }
        var reason = REASON_OF_DEAD_LETTERS;
        while (types.containsKey(reason)) {
            reason += "_";
        }
        var selected = new ArrayList<Column>();
        types.forEach((name, type) ->
                selected.add(col(SOURCE).getField(name).cast(type).as(name)));
        selected.add(col(BatchRows.REASON).as(reason));
        return parts.stream()
                .map(part ->
                        part.judged.where(col(BatchRows.REASON).notEqual("")).select(selected.toArray(Column[]::new)))
                .reduce(Dataset::union)
                .orElseThrow();
    }

    private Map<String, String> rawTypes() {
        var types = new LinkedHashMap<String, String>();
        var fields = (StructType) judged.schema().apply(SOURCE).dataType();
        raw.forEach(name -> types.put(name, fields.apply(name).dataType().catalogString()));
        return types;
    }

    private static final class Judging {
        private final TableColumns columns;
        private final SourcePart part;
        private final List<Column> typed = new ArrayList<>();
        private final List<Column> reasons = new ArrayList<>();
        private final Map<String, Column> raw = new LinkedHashMap<>();
        private boolean alwaysRight = true;

        Judging(TableColumns columns, SourcePart part) {
            this.columns = columns;
            this.part = part;
        }

        JudgedPart judge(Optional<Interval> interval, Instant now) {
            var eventTime = time(columns.eventTime());
            addEventTime(eventTime, now);
            addCreatedTime();
            columns.values().forEach(this::addValue);
            addRaw(columns.eventTime(), BatchRows.EVENT_TIME);
            columns.createdTime().ifPresent(created -> addRaw(created, BatchRows.CREATED_TIME));
            var fields = new ArrayList<Column>();
            raw.forEach((name, column) -> fields.add(column.as(name)));
            typed.add(struct(fields.toArray(Column[]::new)).as(SOURCE));
            typed.add(BatchRows.joined(reasons).as(BatchRows.REASON));
            var rows = interval.map(days -> part.rows().where(inside(days, eventTime)))
                    .orElse(part.rows())
                    .select(typed.toArray(Column[]::new));
            return new JudgedPart(expected(rows), List.copyOf(raw.keySet()), alwaysRight, incomplete());
        }

        private Column inside(Interval interval, Column eventTime) {
            var ofDays = columns.datePartition().map(partition -> SourceReader.ofDays(interval, part, partition));
            return SourceReader.inside(interval, eventTime, ofDays);
        }

        private Column time(SourceColumn column) {
            return SourceTimes.of(column.value(), part.type(column))
                    .orElseThrow(() -> SourceException.noTime(
                            columns.table(), columns.reader().source(), column.name(), part.type(column)));
        }

        private void addEventTime(Column eventTime, Instant now) {
            typed.add(eventTime.as(BatchRows.EVENT_TIME));
            addFailing(columns.eventTime());
            reasons.add(when(columns.eventTime().value().isNull(), lit("the event time is null"))
                    .when(eventTime.isNull(), lit("the event time cannot be read as a time")));
            columns.table().maxAheadMicros().ifPresent(ahead -> {
                var latest = timestamp_micros(lit(Math.addExact(Interval.micros(now), ahead)));
                addWrong(eventTime.gt(latest), "the event time is further ahead of now than max_ahead allows");
            });
        }

        private void addCreatedTime() {
            var created = columns.createdTime().map(this::time).orElseGet(() -> lit(null)
                    .cast("timestamp"));
            typed.add(created.as(BatchRows.CREATED_TIME));
            columns.createdTime().ifPresent(column -> {
                addFailing(column);
                if (part.type(column) instanceof StringType) {
                    addWrong(
                            column.value().isNotNull().and(created.isNull()),
                            "the created time cannot be read as a time");
                }
            });
        }

        private void addValue(SourceColumn column, ValueLayout type) {
            var given = part.type(column);
            var cast = TypeCast.between(given, type)
                    .orElseThrow(() -> SourceException.wrongType(
                            columns.table(), columns.reader().source(), column.name(), ColumnTypes.of(type), given));
            var value = column.value();
            var converted = cast.of().apply(value);
            typed.add(converted.as(column.name()));
            addFailing(column);
            var holdsNull =
                    given instanceof ArrayType list && list.containsNull() ? exists(value, Column::isNull) : lit(false);
            if (given instanceof ArrayType list && list.containsNull()) {
                addWrong(holdsNull, "%s holds a null".formatted(column.name()));
            }
            if (!cast.total()) {
                addWrong(
                        value.isNotNull().and(converted.isNull()).and(not(holdsNull)),
                        "%s cannot be read as %s".formatted(column.name(), type.name()));
            }
            if (isEntity(column.name())) {
                reasons.add(when(value.isNull(), lit("entity %s is null".formatted(column.name()))));
            }
            addRaw(column, column.name());
        }

        private boolean isEntity(String name) {
            return columns.table().entities().stream()
                    .anyMatch(entity -> entity.name().equals(name));
        }

        /** An expression may fail for some rows. */
        private void addFailing(SourceColumn column) {
            column.fails()
                    .ifPresent(fails -> addWrong(fails, "the field_mapping of %s fails".formatted(column.name())));
        }

        private void addWrong(Column condition, String reason) {
            alwaysRight = false;
            reasons.add(when(condition, lit(reason)));
        }

        /** What the source says, under the name of the table's column; of an expression also what it is computed from. */
        private void addRaw(SourceColumn column, String name) {
            raw.put(name, part.type(column) instanceof NullType ? column.value().cast("string") : column.value());
            if (column.fails().isPresent()) {
                column.columns().forEach(source -> raw.putIfAbsent(source, SourceReader.quotedColumn(source)));
            }
        }

        private Dataset<Row> expected(Dataset<Row> rows) {
            var names =
                    columns.values().keySet().stream().map(SourceColumn::name).toList();
            var expectations = Expectations.of(columns.table().labels(), names);
            if (expectations.isEmpty()) {
                return rows;
            }
            alwaysRight = false;
            var all = new ArrayList<Column>();
            all.add(when(col(BatchRows.REASON).notEqual(""), col(BatchRows.REASON)));
            expectations.forEach(expectation ->
                    all.add(when(not(coalesce(expectation.met(), lit(false))), lit(expectation.reason()))));
            return rows.withColumn(BatchRows.REASON, BatchRows.joined(all));
        }

        /** Of the columns of {@link JudgedPart#rows}. */
        private Column incomplete() {
            return columns.table().entities().stream()
                    .map(entity -> SourceReader.quotedColumn(entity.name()).isNull())
                    .reduce(col(BatchRows.EVENT_TIME).isNull(), Column::or);
        }
    }
}
