package dev.larder.spark.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.spark.testing.LocalSpark;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The join gives what a naive one gives: two loops over random rows with many ties, nulls and repeated keys. */
class PointInTimeLawsTest {
    private static final Instant EPOCH = Instant.parse("2026-03-01T00:00:00Z");
    private static final int LAST_MICRO = 60;
    private static final List<Key> KEYS = List.of(
            new Key("number", DataTypes.LongType, List.of(1L, 2L, -3L, Long.MAX_VALUE)),
            new Key("name", DataTypes.StringType, List.of("", "a", "Zoë €", "a longer name than a word")),
            new Key("ratio", DataTypes.DoubleType, List.of(0.0, -0.0, Double.NaN, 1.5)),
            new Key("flag", DataTypes.BooleanType, List.of(true, false)),
            new Key("blob", DataTypes.BinaryType, List.of(bytes(), bytes(0), bytes(0, 0), bytes(-1, 7))),
            new Key(
                    "tags",
                    DataTypes.createArrayType(DataTypes.IntegerType),
                    List.of(List.of(), List.of(1), List.of(1, 2), List.of(2, 1))));

    private record Key(String name, DataType type, List<Object> values) {
        Object any(Random random) {
            return random.nextInt(15) == 0 ? null : values.get(random.nextInt(values.size()));
        }
    }

    /** A row is (event time, created time, id, value, key columns); a row's id is its position. */
    private record Table(String name, List<Key> keys, boolean created, long maxAge, List<Row> rows) {}

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
        tables.forEach(table -> columns.addAll(List.of(table.name() + "__id", table.name() + "__value")));
        assertEquals(columns, Arrays.asList(result.rows().columns()));
        assertEquals(entities.size(), rows.size());
        var seen = new HashSet<Object>();
        var leaked = new TreeMap<String, Long>();
        for (Row row : rows) {
            var entity = entities.get(row.getInt(0));
            assertTrue(seen.add(row.getInt(0)), "one row for each entity row");
            for (int i = 0; i < entity.length(); i++) {
                assertTrue(same(entity.get(i), row.get(i)), () -> entity + " became " + row);
            }
            int column = entity.length();
            for (Table table : tables) {
                checkFeatures(table, entity, filtered, row.get(column), row.get(column + 1), leaked);
                column += 2;
            }
        }
        assertEquals(leaked, result.leakedValues());
        result.rows().count();
        assertEquals(leaked, result.leakedValues(), "using the rows again counts nothing twice");
        assertTrue(!filtered || leaked.isEmpty());
    }

    private static void checkFeatures(
            Table table, Row entity, boolean filtered, Object id, Object value, TreeMap<String, Long> leaked) {
        var expected = matches(table, entity, filtered);
        if (expected.isEmpty()) {
            assertEquals(null, id, () -> table.name() + " of " + entity);
            assertEquals(null, value, () -> table.name() + " of " + entity);
            return;
        }
        assertTrue(expected.contains(id), () -> table + ": " + expected + " for " + entity + ", not " + id);
        var match = table.rows().get((Integer) id);
        assertEquals(match.get(3), value);
        if (table.created() && isAfter(match.getInstant(1), entity.getInstant(1))) {
            leaked.merge(table.name() + "__id", 1L, Long::sum);
            if (value != null) {
                leaked.merge(table.name() + "__value", 1L, Long::sum);
            }
        }
    }

    /** The ids of the rows any of which may be joined: more than one only if they agree in both times. */
    private static Set<Object> matches(Table table, Row entity, boolean filtered) {
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
        var ids = new HashSet<Object>();
        for (Row row : best) {
            if (table.maxAge() == 0 || ChronoUnit.MICROS.between(row.getInstant(0), at) <= table.maxAge()) {
                ids.add(row.get(2));
            }
        }
        return ids;
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
            if (wanted == null || !same(wanted, row.get(4 + i))) {
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
        KEYS.forEach(key -> fields.add(DataTypes.createStructField(key.name(), key.type(), true)));
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
            var rows = new ArrayList<Row>();
            int count = random.nextInt(random.nextInt(4) == 0 ? 5 : 400);
            for (int id = 0; id < count; id++) {
                var values = new ArrayList<Object>();
                values.add(time(random));
                values.add(time(random));
                values.add(id);
                values.add(random.nextInt(4) == 0 ? null : random.nextDouble());
                keys.forEach(key -> values.add(key.any(random)));
                rows.add(RowFactory.create(values.toArray()));
            }
            boolean created = random.nextInt(4) > 0;
            var known = created
                    ? rows
                    : rows.stream().map(PointInTimeLawsTest::withoutCreated).toList();
            tables.add(new Table("table" + i, keys, created, random.nextBoolean() ? 0 : random.nextInt(30), known));
        }
        return tables;
    }

    private static Row withoutCreated(Row row) {
        var values = new Object[row.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i == 1 ? null : row.get(i);
        }
        return RowFactory.create(values);
    }

    private static FeatureRows featureRows(Table table, Random random) {
        var fields = new ArrayList<StructField>();
        fields.add(DataTypes.createStructField("event", DataTypes.TimestampType, true));
        fields.add(DataTypes.createStructField("created", DataTypes.TimestampType, true));
        fields.add(DataTypes.createStructField("id", DataTypes.IntegerType, true));
        fields.add(DataTypes.createStructField("value", DataTypes.DoubleType, true));
        table.keys().forEach(key -> fields.add(DataTypes.createStructField(key.name(), key.type(), true)));
        return new FeatureRows(
                table.name(),
                table.keys().stream().map(Key::name).toList(),
                List.of("id", "value"),
                "event",
                table.created() ? Optional.of("created") : Optional.empty(),
                table.maxAge(),
                dataset(DataTypes.createStructType(fields), table.rows(), random));
    }

    private static Dataset<Row> dataset(StructType columns, List<Row> rows, Random random) {
        var shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, random);
        return LocalSpark.session().createDataFrame(shuffled, columns).repartition(1 + random.nextInt(3));
    }

    private static Instant time(Random random) {
        return random.nextInt(20) == 0 ? null : EPOCH.plus(random.nextInt(LAST_MICRO), ChronoUnit.MICROS);
    }

    private static byte[] bytes(int... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
