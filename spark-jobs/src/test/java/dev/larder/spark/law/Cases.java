package dev.larder.spark.law;

import static dev.larder.spark.testing.Specs.entity;
import static dev.larder.spark.testing.Specs.feature;
import static dev.larder.spark.testing.Specs.parquet;

import dev.larder.proto.v1.FeatureColumn;
import dev.larder.proto.v1.Table;
import dev.larder.row.ValueLayout;
import feast.proto.types.ValueProto.ValueType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;

/** Random cases: definitions, and sources as they are found. */
final class Cases {
    static final String DRIVER = "driver";
    static final String CITY = "city";

    private static final String EVENT = "event_timestamp";
    private static final String WRITTEN = "written";
    private static final List<Long> DRIVERS = List.of(1L, 7L, -1L);
    private static final List<String> CITIES = List.of("oslo", "007", "Zoë/a b%");
    private static final List<Instant> MOMENTS = List.of(
            World.NOW,
            World.NOW.minusSeconds(3_600),
            World.NOW.minusSeconds(3_600).minus(1, ChronoUnit.MICROS),
            World.NOW.minusSeconds(3_601),
            World.NOW.minus(1, ChronoUnit.DAYS),
            World.NOW.minus(1, ChronoUnit.DAYS).minusSeconds(7));
    private static final List<Instant> FUTURE =
            List.of(World.NOW.plus(1, ChronoUnit.MICROS), World.NOW.plusSeconds(1_800), World.NOW.plusSeconds(9_000));
    private static final List<Instant> FAR = List.of(
            Instant.parse("0001-01-02T00:00:00.000001Z"),
            Instant.parse("1969-12-31T23:59:59.999999Z"),
            Instant.parse("1970-01-01T00:00:00Z"),
            Instant.parse("9999-12-30T00:00:00Z"));
    private static final List<Long> MAX_AGES = List.of(0L, 0L, 3_600_000_000L, 3_600_000_001L, 90_000_000_000L);

    private final Random random;
    private final Values values;
    private final List<String> keys;

    private Cases(Random random) {
        this.random = random;
        values = new Values(random);
        keys = values.any(List.of(List.of(DRIVER), List.of(CITY), List.of(DRIVER, CITY)));
    }

    /** @param size how many cases */
    static World world(Random random, int size) {
        var cases = new Cases(random);
        var all = new ArrayList<Case>();
        for (int i = 0; i < size; i++) {
            all.add(cases.one("t" + i));
        }
        var entities = new ArrayList<World.Asking>();
        for (int i = 0; i < 40; i++) {
            entities.add(new World.Asking(
                    cases.values.oneIn(20) ? null : cases.values.any(DRIVERS),
                    cases.values.oneIn(20) ? null : cases.values.any(CITIES),
                    cases.values.oneIn(20) ? null : cases.moment().plus(random.nextInt(3) - 1, ChronoUnit.MICROS)));
        }
        return new World(all, entities, cases.values.oneIn(4));
    }

    /** Of each key one, at a time. */
    static List<World.Asking> everyKey(Instant time) {
        var all = new ArrayList<World.Asking>();
        DRIVERS.forEach(driver -> CITIES.forEach(city -> all.add(new World.Asking(driver, city, time))));
        return all;
    }

    /** The column that an expression for a name is over. */
    static String columnOf(String name) {
        return "x_" + name;
    }

    private Instant moment() {
        return values.any(values.oneIn(25) ? FAR : values.oneIn(15) ? FUTURE : MOMENTS);
    }

    /** Columns of the source, and what they are to be read as; of expressions and times only what kind they are. */
    private record Wanted(String column, ValueLayout type, Kind kind) {}

    private Case one(String name) {
        var source = parquet("");
        var wanted = new ArrayList<Wanted>();
        var table = Table.newBuilder()
                .setName(name)
                .setNumber(1 + random.nextInt(3))
                .setMaxAgeMicros(values.any(MAX_AGES));
        wanted.add(time(EVENT, source::putFieldMapping));
        if (random.nextBoolean()) {
            source.setCreatedTimestampColumn(WRITTEN);
            wanted.add(new Wanted(WRITTEN, null, values.timeKind()));
        }
        if (keys.contains(DRIVER)) {
            table.addEntities(entity(DRIVER, ValueType.Enum.INT64));
            wanted.add(plain(DRIVER, ValueLayout.INT64, source::putFieldMapping));
        }
        if (keys.contains(CITY)) {
            table.addEntities(entity(CITY, ValueType.Enum.STRING));
            wanted.add(plain(CITY, ValueLayout.STRING, source::putFieldMapping));
        }
        var ids = new ArrayList<>(List.of(1, 2, 3, 19, 200));
        Collections.shuffle(ids, random);
        for (int i = values.any(List.of(1, 1, 2, 2, 3)); i > 0; i--) {
            var feature = "f" + i;
            if (values.oneIn(6)) {
                var expression = values.any(Expression.OF_VALUES);
                var type = typeOf(expression);
                table.addFeatures(feature(ids.remove(0), feature, ValueType.Enum.valueOf(type.name())));
                source.putFieldMapping(feature, expression.over(columnOf(feature)));
                wanted.add(new Wanted(columnOf(feature), ValueLayout.INT64, expression.column()));
            } else {
                var type = values.any(List.of(ValueLayout.values()));
                table.addFeatures(feature(ids.remove(0), feature, ValueType.Enum.valueOf(type.name())));
                wanted.add(plain(feature, type, source::putFieldMapping));
            }
        }
        addLabels(table);
        var folder = folder(table, wanted);
        if (values.oneIn(6)) {
            source.setDatePartitionColumn("dt");
        }
        table.setBatchSource(source);
        var asked = new ArrayList<>(
                table.getFeaturesList().stream().map(FeatureColumn::getName).toList());
        Collections.shuffle(asked, random);
        asked.subList(1 + random.nextInt(asked.size()), asked.size()).clear();
        return new Case(
                table.build(),
                files(wanted, folder, !source.getDatePartitionColumn().isEmpty()),
                asked);
    }

    private interface Mapping {
        void put(String name, String mapped);
    }

    private Wanted time(String name, Mapping mapping) {
        if (values.oneIn(8)) {
            mapping.put(name, Expression.SECONDS.over(columnOf(name)));
            return new Wanted(columnOf(name), null, Kind.BIGINT);
        }
        return new Wanted(name, null, values.timeKind());
    }

    private Wanted plain(String name, ValueLayout type, Mapping mapping) {
        if (values.oneIn(4)) {
            mapping.put(name, "the " + name);
            return new Wanted("the " + name, type, null);
        }
        return new Wanted(name, type, null);
    }

    private ValueLayout typeOf(Expression expression) {
        return switch (expression) {
            case UPPER -> values.any(List.of(ValueLayout.STRING, ValueLayout.BYTES));
            case TWICE -> values.any(List.of(ValueLayout.DOUBLE_LIST, ValueLayout.FLOAT_LIST, ValueLayout.INT32_LIST));
            default -> values.any(List.of(ValueLayout.INT64, ValueLayout.DOUBLE, ValueLayout.INT32));
        };
    }

    private void addLabels(Table.Builder table) {
        if (values.oneIn(5)) {
            table.putLabels("max_ahead", values.oneIn(2) ? "0s" : "3600s");
        }
        if (values.oneIn(4)) {
            var feature = table.getFeatures(random.nextInt(table.getFeaturesCount()));
            boolean number = List.of("INT32", "INT64", "DOUBLE", "FLOAT")
                    .contains(feature.getType().name());
            table.putLabels(
                    "_expectations",
                    number
                            ? """
                              {"expectations": [{"expectation_type": "expect_column_values_to_be_between", "kwargs": {"column": "%s", "min_value": 0, "max_value": 1000}}]}"""
                                    .formatted(feature.getName())
                            : """
                              {"expectations": [{"expectation_type": "expect_column_values_to_not_be_null", \
                              "kwargs": {"column": "%s"}}]}"""
                                    .formatted(feature.getName()));
        }
    }

    /** A column that folders give, if one does. */
    private String folder(Table.Builder table, List<Wanted> wanted) {
        var possible = wanted.stream()
                .filter(column -> column.kind() == null
                        && column.type() != null
                        && !column.type().isList())
                .map(Wanted::column)
                .toList();
        return possible.isEmpty() || !values.oneIn(4) ? null : values.any(possible);
    }

    private List<SourceFile> files(List<Wanted> wanted, String folder, boolean byDate) {
        var files = new ArrayList<SourceFile>();
        int count = values.any(List.of(1, 1, 2, 2, 3));
        for (int i = 0; i < count; i++) {
            var path =
                    new StringBuilder(byDate ? values.any(List.of("dt=2026-01-05/", "dt=20260105/", "dt=then/")) : "");
            var columns = new LinkedHashMap<String, ColumnType>();
            var shuffled = new ArrayList<>(wanted);
            Collections.shuffle(shuffled, random);
            for (Wanted column : shuffled) {
                if (column.column().equals(folder)) {
                    path.append(ExternalCatalogUtils.escapePathName(folder))
                            .append('=')
                            .append(folderValue(column))
                            .append('/');
                } else if (i == 0 || !values.oneIn(15)) {
                    columns.put(column.column(), i > 0 && values.oneIn(15) ? ColumnType.of(Kind.VOID) : type(column));
                }
            }
            if (values.oneIn(5)) {
                columns.put("unused", ColumnType.of(Kind.TIME_OF_DAY));
            }
            path.append("abc".charAt(random.nextInt(3))).append(i).append(".parquet");
            int size = values.oneIn(8) ? 0 : 1 + random.nextInt(12);
            files.add(
                    new SourceFile(path.toString(), columns, rows(columns, wanted, i == 0 ? Math.max(1, size) : size)));
        }
        if (values.oneIn(5)) {
            var path = files.get(0).path();
            files.add(new SourceFile(
                    path.substring(0, path.lastIndexOf('/') + 1) + "0 bytes.parquet", Map.of(), List.of()));
        }
        if (values.oneIn(6)) {
            files.add(new SourceFile(
                    "_started/x.parquet", files.get(0).columns(), files.get(0).rows()));
        }
        return files;
    }

    private ColumnType type(Wanted column) {
        if (column.kind() == null) {
            return values.typeFor(column.type());
        }
        boolean otherTime = column.type() == null && column.kind() != Kind.BIGINT && values.oneIn(3);
        return ColumnType.of(otherTime ? values.timeKind() : column.kind());
    }

    private String folderValue(Wanted column) {
        if (values.oneIn(10)) {
            return ExternalCatalogUtils.DEFAULT_PARTITION_NAME();
        }
        var value = (String)
                (column.column().endsWith(CITY)
                        ? values.any(CITIES)
                        : column.column().endsWith(DRIVER)
                                ? "007"
                                : values.value(ColumnType.of(Kind.STRING), column.type()));
        return value == null || value.isEmpty() ? "5" : ExternalCatalogUtils.escapePathName(value);
    }

    private List<List<Object>> rows(Map<String, ColumnType> columns, List<Wanted> wanted, int size) {
        var rows = new ArrayList<List<Object>>();
        for (int i = 0; i < size; i++) {
            if (i > 0 && values.oneIn(8)) {
                rows.add(rows.get(random.nextInt(i)));
                continue;
            }
            var row = new ArrayList<Object>();
            columns.forEach((name, type) -> row.add(wanted.stream()
                    .filter(column -> column.column().equals(name))
                    .findFirst()
                    .map(column -> value(column, type))
                    .orElse(null)));
            rows.add(row);
        }
        return rows;
    }

    private Object value(Wanted column, ColumnType type) {
        if (column.type() == null) {
            // Few, so that rows tie.
            return values.time(
                    type.kind(), column.column().equals(WRITTEN) ? MOMENTS.get(random.nextInt(2)) : moment());
        }
        if (type.kind() == Kind.VOID || values.oneIn(30)) {
            return null;
        }
        if (column.column().endsWith(CITY)) {
            return values.any(CITIES);
        }
        if (column.column().endsWith(DRIVER)) {
            return Values.whole(type.kind(), values.any(DRIVERS));
        }
        return values.value(type, column.type());
    }
}
