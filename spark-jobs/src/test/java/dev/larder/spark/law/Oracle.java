package dev.larder.spark.law;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.proto.v1.EntityColumn;
import dev.larder.proto.v1.FeatureColumn;
import dev.larder.row.RowWriter;
import dev.larder.row.ValueCast;
import dev.larder.row.ValueLayout;
import dev.larder.spark.table.Interval;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.unsafe.Platform;

/** A naive reading of a case: rows as maps, one after the other, and searches over all of them. */
final class Oracle {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MAX_AHEAD = "max_ahead";

    private final Case given;
    private final List<Usable> usable = new ArrayList<>();
    private long read;

    /** A row that can be used. */
    record Usable(Map<String, Object> key, Instant event, Instant created, Map<String, Object> features) {}

    Oracle(Case given) {
        this.given = given;
        for (SourceFile file : given.files()) {
            if (!file.path().startsWith("_")) {
                for (List<Object> values : file.rows()) {
                    read++;
                    judged(row(file, values)).ifPresent(usable::add);
                }
            }
        }
    }

    long read() {
        return read;
    }

    long rejected() {
        return read - usable.size();
    }

    private static Map<String, Object> row(SourceFile file, List<Object> values) {
        var row = new HashMap<String, Object>();
        int column = 0;
        for (String name : file.columns().keySet()) {
            row.put(name, values.get(column++));
        }
        var folders = file.path().split("/");
        for (int i = 0; i < folders.length - 1; i++) {
            var value = folders[i].substring(folders[i].indexOf('=') + 1);
            row.put(
                    folders[i].substring(0, folders[i].indexOf('=')),
                    value.equals(ExternalCatalogUtils.DEFAULT_PARTITION_NAME())
                            ? null
                            : ExternalCatalogUtils.unescapePathName(value));
        }
        return row;
    }

    /** Why a row cannot be used; the words do not matter. */
    private static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private Optional<Usable> judged(Map<String, Object> row) {
        var source = given.table().getBatchSource();
        try {
            var event = time(value(source.getEventTimestampColumn(), row));
            if (event == null) {
                throw new Unusable();
            }
            var created = source.getCreatedTimestampColumn().isEmpty()
                    ? null
                    : time(value(source.getCreatedTimestampColumn(), row));
            var key = new HashMap<String, Object>();
            for (EntityColumn entity : given.table().getEntitiesList()) {
                var value = cast(entity.getType().name(), value(entity.getName(), row));
                if (value == null) {
                    throw new Unusable();
                }
                key.put(entity.getName(), value);
            }
            var features = new HashMap<String, Object>();
            for (FeatureColumn feature : given.table().getFeaturesList()) {
                features.put(feature.getName(), cast(feature.getType().name(), value(feature.getName(), row)));
            }
            requireExpected(features);
            var ahead = given.table().getLabelsMap().get(MAX_AHEAD);
            if (ahead != null && event.isAfter(World.NOW.plusSeconds(Long.parseLong(ahead.replace("s", ""))))) {
                throw new Unusable();
            }
            return Optional.of(new Usable(key, event, created, features));
        } catch (Unusable e) {
            return Optional.empty();
        }
    }

    /** What is read under a name. */
    private Object value(String name, Map<String, Object> row) throws Unusable {
        var mapping = given.table().getBatchSource().getFieldMappingMap().getOrDefault(name, name);
        if (row.containsKey(mapping)) {
            return row.get(mapping);
        }
        for (Expression expression : Expression.values()) {
            var column = Cases.columnOf(name);
            if (expression.over(column).equals(mapping)) {
                try {
                    return expression.of(row.get(column));
                } catch (RuntimeException e) {
                    throw new Unusable();
                }
            }
        }
        return null;
    }

    private static Object cast(String type, Object value) throws Unusable {
        if (value == null) {
            return null;
        }
        var cast = ValueCast.cast(ValueLayout.valueOf(type), value);
        if (cast == null) {
            throw new Unusable();
        }
        return cast;
    }

    private static Instant time(Object value) throws Unusable {
        if (value == null) {
            return null;
        }
        if (value instanceof Instant time) {
            return time.truncatedTo(ChronoUnit.MICROS);
        }
        if (value instanceof LocalDate date) {
            return date.atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        var text = ((String) value).strip().replace(' ', 'T');
        for (String zone : List.of("", "Z", "T00:00:00Z")) {
            try {
                return zone.isEmpty()
                        ? OffsetDateTime.parse(text).toInstant()
                        : LocalDateTime.parse((text + zone).replace("Z", "")).toInstant(ZoneOffset.UTC);
            } catch (DateTimeException e) {
                continue;
            }
        }
        throw new Unusable();
    }

    private void requireExpected(Map<String, Object> features) throws Unusable {
        var label = given.table().getLabelsMap().get("_expectations");
        if (label == null) {
            return;
        }
        try {
            for (JsonNode expectation : JSON.readTree(label).get("expectations")) {
                var arguments = expectation.get("kwargs");
                var value = features.get(arguments.get("column").asText());
                boolean met = arguments.has("min_value")
                        ? value == null
                                || compare(value, arguments.get("min_value")) >= 0
                                        && compare(value, arguments.get("max_value")) <= 0
                        : value != null;
                if (!met) {
                    throw new Unusable();
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** NaN is above all. */
    private static int compare(Object value, JsonNode bound) {
        return Double.compare(((Number) value).doubleValue() + 0.0, bound.doubleValue());
    }

    /** The rows of a key, with the latest times up to a moment, that differ. The one that is used comes last. */
    private List<Usable> latest(World.Asking asking, boolean knownThen) {
        var seen = usable.stream()
                .filter(row -> asking.time() != null && isOf(row, asking))
                .filter(row -> !row.event().isAfter(asking.time()))
                .filter(row ->
                        !knownThen || row.created() == null || !row.created().isAfter(asking.time()))
                .toList();
        var byTimes = Comparator.comparing(Usable::event)
                .thenComparing(row -> row.created() == null ? Instant.MIN : row.created());
        var last = seen.stream().max(byTimes);
        var differing = new LinkedHashMap<Long, Usable>();
        seen.stream()
                .filter(row -> byTimes.compare(row, last.orElseThrow()) == 0)
                .forEach(row -> differing.put(tieKey(row), row));
        return differing.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    private static boolean isOf(Usable row, World.Asking asking) {
        return row.key().entrySet().stream()
                .allMatch(part -> Objects.equals(
                        part.getValue(), part.getKey().equals(Cases.DRIVER) ? asking.driver() : asking.city()));
    }

    private long tieKey(Usable row) {
        var writer = new RowWriter().begin(Interval.micros(row.event()));
        features()
                .forEach(feature -> writer.put(
                        feature.getId(),
                        ValueLayout.valueOf(feature.getType().name()),
                        row.features().get(feature.getName())));
        var bytes = writer.end();
        return XXH64.hashUnsafeBytes(bytes, Platform.BYTE_ARRAY_OFFSET, bytes.length, 42);
    }

    private Stream<FeatureColumn> features() {
        return given.table().getFeaturesList().stream().sorted(Comparator.comparingInt(FeatureColumn::getId));
    }

    /** The row that an entity row is joined to. */
    Optional<Usable> joined(World.Asking asking, boolean knownThen) {
        var latest = latest(asking, knownThen);
        long maxAge = given.table().getMaxAgeMicros();
        return latest.isEmpty()
                ? Optional.empty()
                : Optional.of(latest.get(latest.size() - 1))
                        .filter(row ->
                                maxAge == 0 || Interval.micros(asking.time()) - Interval.micros(row.event()) <= maxAge);
    }

    /** Whether it was chosen among rows with the same times. */
    boolean isTied(World.Asking asking, boolean knownThen) {
        return joined(asking, knownThen).isPresent()
                && latest(asking, knownThen).size() > 1;
    }
}
