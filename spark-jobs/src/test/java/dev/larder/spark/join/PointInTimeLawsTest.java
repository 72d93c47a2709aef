package dev.larder.spark.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.row.RowWriter;
import dev.larder.row.ValueLayout;
import dev.larder.spark.source.ColumnTypes;
import dev.larder.spark.table.EntityColumn;
import dev.larder.spark.table.FeatureColumn;
import dev.larder.spark.table.FeatureTable;
import dev.larder.spark.testing.LocalSpark;
import dev.larder.spark.testing.Specs;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;

/** The join gives what a naive one gives: two loops over random rows with many ties, nulls and repeated keys. */
class PointInTimeLawsTest {
    private static final Instant EPOCH = Instant.parse("2026-03-01T00:00:00Z");
    private static final int LAST_MICRO = 60;
    private static final List<Key> KEYS = List.of(
            new Key("number", ValueLayout.INT64, List.of(1L, 2L, -3L, Long.MAX_VALUE)),
            new Key("name", ValueLayout.STRING, List.of("", "a", "Zoë €", "a longer name than a word")),
            new Key("ratio", ValueLayout.DOUBLE, List.of(0.0, -0.0, Double.NaN, 1.5)),
            new Key("flag", ValueLayout.BOOL, List.of(true, false)),
            new Key("blob", ValueLayout.BYTES, List.of(bytes(), bytes(0), bytes(0, 0), bytes(-1, 7))),
            new Key("tags", ValueLayout.INT32_LIST, List.of(List.of(), List.of(1), List.of(1, 2), List.of(2, 1))));

    /** Few values each, so that many rows are equal, or differ in what is not asked for only. */
    private static final List<Key> FEATURES = List.of(
            new Key("count", ValueLayout.INT32, List.of(0, -1, 7)),
            new Key("total", ValueLayout.INT64, List.of(0L, Long.MIN_VALUE, 1L << 40)),
            new Key("mean", ValueLayout.DOUBLE, List.of(0.0, -0.0, Double.NaN, otherNaN(), 0.1)),
            new Key("share", ValueLayout.FLOAT, List.of(0.0f, -0.0f, Float.NaN, 0.5f)),
            new Key("label", ValueLayout.STRING, List.of("", "b", "Zoë €")),
            new Key("picture", ValueLayout.BYTES, List.of(bytes(), bytes(0), bytes(-1, 7))),
            new Key("open", ValueLayout.BOOL, List.of(true, false)),
            new Key(
                    "sizes",
                    ValueLayout.DOUBLE_LIST,
                    List.of(List.of(), List.of(0.0), List.of(-0.0), List.of(1.0, 2.0))),
            new Key(
                    "words",
                    ValueLayout.STRING_LIST,
                    List.of(List.of(), List.of(""), List.of("a", "b"), List.of("ab"))));

    private record Key(String name, ValueLayout type, List<Object> values) {
        Object any(Random random) {
            return random.nextInt(15) == 0 ? null : values.get(random.nextInt(values.size()));
        }

        StructField field() {
            return DataTypes.createStructField(name, ColumnTypes.of(type), true);
        }
    }

    /**
     * A row is (event time, created time, key columns, features).
     *
     * @param features by their columns; their ids are in another order
     * @param asked names of some of them
     * @param missing names of some of the others, which are null in all rows: they have no column
     */
    private record Table(
            FeatureTable definition,
            List<Key> keys,
            List<Key> features,
            List<String> asked,
            List<String> missing,
            boolean created,
            List<Row> rows) {
        String name() {
            return definition.name();
        }

        Object feature(Row row, String name) {
            for (int i = 0; i < features.size(); i++) {
                if (features.get(i).name().equals(name)) {
                    return row.get(2 + keys.size() + i);
                }
            }
            throw new AssertionError(name);
        }

        /** What decides between rows with the same times. */
        long tieKey(Row row) {
            var writer = new RowWriter().begin(Specs.micros(row.getInstant(0)));
            definition.features().stream()
                    .sorted(Comparator.comparingInt(FeatureColumn::id))
                    .forEach(feature ->
                            writer.put(feature.id(), feature.type(), canonical(feature(row, feature.name()))));
            var bytes = writer.end();
            return XXH64.hashUnsafeBytes(bytes, Platform.BYTE_ARRAY_OFFSET, bytes.length, 42);
        }

        private static Object canonical(Object value) {
            return value instanceof Double number && number.isNaN() ? Double.NaN : value;
        }
    }

    @Property(tries = 24)
    void equalsTheNaiveJoin(@ForAll Random random) {
        boolean filtered = random.nextBoolean();
        var tables = tables(random);
        var entities = entities(random);
        var join = new PointInTimeJoin(
                LocalSpark.session(),
                filtered,
                random.nextBoolean() ? 0.01 : 1,
                random.nextInt(3) > 0 ? Integer.MAX_VALUE / 8 : random.nextInt(2 * entities.size() + 1));

        var result = join.join(
                dataset(entityColumns(), entities, random),
                "at",
                tables.stream().map(table -> featureRows(table, random)).toList());
        var rows = result.rows().collectAsList();

        var columns = new ArrayList<>(Arrays.asList(entityColumns().fieldNames()));
        tables.forEach(table -> table.asked().forEach(name -> columns.add(table.name() + "__" + name)));
        assertEquals(columns, Arrays.asList(result.rows().columns()));
        assertEquals(entities.size(), rows.size());
        var seen = new HashSet<Object>();
        var leaked = new TreeMap<String, Long>();
        var ties = new TreeMap<String, Long>();
        for (Row row : rows) {
            var entity = entities.get(row.getInt(0));
            assertTrue(seen.add(row.getInt(0)), "one row for each entity row");
            for (int i = 0; i < entity.length(); i++) {
                assertTrue(same(entity.get(i), row.get(i)), () -> entity + " became " + row);
            }
            for (Table table : tables) {
                checkFeatures(table, matches(table, entity, filtered), entity, row, leaked, ties);
            }
        }
        assertEquals(leaked, result.leakedValues());
        assertEquals(ties, result.ties());
        result.rows().count();
        assertEquals(leaked, result.leakedValues(), "using the rows again counts nothing twice");
        assertEquals(ties, result.ties(), "using the rows again counts nothing twice");
        assertTrue(!filtered || leaked.isEmpty());
    }

    private static void checkFeatures(
            Table table,
            List<Row> matches,
            Row entity,
            Row joined,
            TreeMap<String, Long> leaked,
            TreeMap<String, Long> ties) {
        var match = matches.stream().max(Comparator.comparingLong(table::tieKey));
        if (matches.stream().mapToLong(table::tieKey).distinct().count() > 1) {
            ties.merge(table.name(), 1L, Long::sum);
        }
        for (String name : table.asked()) {
            var expected = match.map(row -> table.feature(row, name)).orElse(null);
            var value = joined.get(joined.fieldIndex(table.name() + "__" + name));
            assertTrue(
                    expected instanceof Number ? expected.equals(value) : same(expected, value),
                    () -> "%s of %s: %s, not %s; %s".formatted(name, entity, expected, value, matches));
            if (value != null && isAfter(match.get().getInstant(1), entity.getInstant(1))) {
                leaked.merge(table.name() + "__" + name, 1L, Long::sum);
            }
        }
    }

    /** The rows any of which may be joined: more than one only if they agree in both times. */
    private static List<Row> matches(Table table, Row entity, boolean filtered) {
        var best = new ArrayList<Row>();
        var at = entity.getInstant(1);
        for (Row row : table.rows()) {
            var event = row.getInstant(0);
            if (at == null || event == null || !sameKey(table, row, entity) || event.isAfter(at)) {
                continue;
            }
            if (filtered && isAfter(row.getInstant(1), at)) {
                continue;
            }
            int order = best.isEmpty() ? 1 : compare(row, best.get(0));
            if (order > 0) {
                best.clear();
            }
            if (order >= 0) {
                best.add(row);
            }
        }
        long maxAge = table.definition().maxAgeMicros();
        best.removeIf(row -> maxAge > 0 && ChronoUnit.MICROS.between(row.getInstant(0), at) > maxAge);
        return best;
    }

    private static int compare(Row one, Row other) {
        int byEvent = one.getInstant(0).compareTo(other.getInstant(0));
        return byEvent != 0 ? byEvent : createdOf(one).compareTo(createdOf(other));
    }

    private static Instant createdOf(Row row) {
        return row.isNullAt(1) ? Instant.MIN : row.getInstant(1);
    }

    private static boolean isAfter(Instant created, Instant at) {
        return created != null && created.isAfter(at);
    }

    private static boolean sameKey(Table table, Row row, Row entity) {
        for (int i = 0; i < table.keys().size(); i++) {
            var wanted = entity.get(2 + KEYS.indexOf(table.keys().get(i)));
            if (wanted == null || !same(wanted, row.get(2 + i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(Object one, Object other) {
        if (one instanceof byte[] bytes) {
            return other instanceof byte[] others && Arrays.equals(bytes, others);
        }
        if (one instanceof Double number && other instanceof Double otherNumber) {
            return number + 0.0 == otherNumber + 0.0 || number.isNaN() && otherNumber.isNaN();
        }
        if (one instanceof List<?> list && other instanceof scala.collection.Seq<?> others) {
            return list.equals(scala.jdk.javaapi.CollectionConverters.asJava(others));
        }
        return Objects.equals(one, other);
    }

    private static List<Row> entities(Random random) {
        var rows = new ArrayList<Row>();
        int count = random.nextInt(200);
        for (int i = 0; i < count; i++) {
            var values = new ArrayList<Object>();
            values.add(i);
            values.add(time(random));
            KEYS.forEach(key -> values.add(key.any(random)));
            rows.add(RowFactory.create(values.toArray()));
        }
        return rows;
    }

    private static StructType entityColumns() {
        var fields = new ArrayList<StructField>();
        fields.add(DataTypes.createStructField("row", DataTypes.IntegerType, true));
        fields.add(DataTypes.createStructField("at", DataTypes.TimestampType, true));
        KEYS.forEach(key -> fields.add(key.field()));
        return DataTypes.createStructType(fields);
    }

    private static List<Table> tables(Random random) {
        var keySets = new ArrayList<List<Key>>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            var keys = new ArrayList<>(KEYS);
            Collections.shuffle(keys, random);
            keySets.add(keys.subList(0, 1 + random.nextInt(2)));
        }
        var tables = new ArrayList<Table>();
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            var keys = new ArrayList<>(keySets.get(random.nextInt(keySets.size())));
            Collections.shuffle(keys, random);
            tables.add(table("table" + i, keys, random));
        }
        return tables;
    }

    private static Table table(String name, List<Key> keys, Random random) {
        var features = new ArrayList<>(FEATURES);
        Collections.shuffle(features, random);
        features.subList(1 + random.nextInt(features.size()), features.size()).clear();
        var columns = new ArrayList<FeatureColumn>();
        features.forEach(feature ->
                columns.add(new FeatureColumn(10 + FEATURES.indexOf(feature), feature.name(), feature.type())));
        var asked = new ArrayList<>(columns.stream().map(FeatureColumn::name).toList());
        Collections.shuffle(asked, random);
        asked.subList(1 + random.nextInt(asked.size()), asked.size()).clear();
        var definition = new FeatureTable(
                "default",
                name,
                1,
                1,
                keys.stream()
                        .map(key -> new EntityColumn(key.name(), key.type()))
                        .toList(),
                columns,
                random.nextBoolean() ? 0 : random.nextInt(30),
                Map.of());
        var missing = columns.stream()
                .map(FeatureColumn::name)
                .filter(other -> !asked.contains(other) && random.nextInt(10) == 0)
                .toList();
        boolean created = random.nextInt(4) > 0;
        var rows = new ArrayList<Row>();
        int count = random.nextInt(random.nextInt(4) == 0 ? 5 : 400);
        for (int row = 0; row < count; row++) {
            boolean repeated = row > 0 && random.nextInt(8) == 0;
            rows.add(repeated ? rows.get(random.nextInt(row)) : row(keys, features, missing, created, random));
        }
        return new Table(definition, keys, features, asked, missing, created, rows);
    }

    private static Row row(List<Key> keys, List<Key> features, List<String> missing, boolean created, Random random) {
        var values = new ArrayList<Object>();
        values.add(time(random));
        boolean few = random.nextBoolean();
        values.add(!created || random.nextInt(5) == 0 ? null : few ? EPOCH.plusNanos(30_000) : time(random));
        keys.forEach(key -> values.add(key.any(random)));
        features.forEach(feature -> values.add(missing.contains(feature.name()) ? null : feature.any(random)));
        return RowFactory.create(values.toArray());
    }

    private static FeatureRows featureRows(Table table, Random random) {
        var fields = new ArrayList<StructField>();
        fields.add(DataTypes.createStructField("event", DataTypes.TimestampType, true));
        fields.add(DataTypes.createStructField("created", DataTypes.TimestampType, true));
        table.keys().forEach(key -> fields.add(key.field()));
        table.features().forEach(feature -> fields.add(feature.field()));
        return new FeatureRows(
                table.definition(),
                table.asked(),
                "event",
                table.created() ? Optional.of("created") : Optional.empty(),
                dataset(DataTypes.createStructType(fields), table.rows(), random)
                        .drop(table.missing().toArray(String[]::new)));
    }

    private static Dataset<Row> dataset(StructType columns, List<Row> rows, Random random) {
        var shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, random);
        return LocalSpark.session().createDataFrame(shuffled, columns).repartition(1 + random.nextInt(3));
    }

    private static Instant time(Random random) {
        return random.nextInt(20) == 0 ? null : EPOCH.plus(random.nextInt(LAST_MICRO), ChronoUnit.MICROS);
    }

    /** The same to everybody but a comparison of bits. */
    private static double otherNaN() {
        return Double.longBitsToDouble(0x7ff8_0000_0000_0001L);
    }

    private static byte[] bytes(int... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
