package dev.larder.spark.job;

import static dev.larder.spark.testing.Rows.at;
import static dev.larder.spark.testing.Rows.row;
import static dev.larder.spark.testing.Specs.entity;
import static dev.larder.spark.testing.Specs.feature;
import static dev.larder.spark.testing.Specs.parquet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.proto.v1.HistoricalRetrieval;
import dev.larder.proto.v1.JobProgress;
import dev.larder.proto.v1.Table;
import dev.larder.spark.testing.LocalSpark;
import dev.larder.spark.testing.Rows;
import dev.larder.spark.testing.Specs;
import feast.proto.types.ValueProto.ValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Historical retrieval from Parquet to Parquet; the cases of Feast 0.9's own tests, and what is ours. */
class HistoricalRetrievalTest {
    private static final String CUSTOMERS =
            "customer_id int, event_timestamp timestamp, created_timestamp timestamp, total int";
    private static final long DAY = 86_400_000_000L;

    @TempDir
    Path folder;

    private static Instant day(int day) {
        return day == 31 ? at("2020-08-31T00:00:00Z") : at("2020-09-0%dT00:00:00Z".formatted(day));
    }

    private Table.Builder customers(Row... rows) {
        return Table.newBuilder()
                .setProject("default")
                .setName("customers")
                .addEntities(entity("customer_id", ValueType.Enum.INT32))
                .addFeatures(feature(1, "total", ValueType.Enum.INT32))
                .setBatchSource(parquet(Rows.parquet(folder.resolve("customers"), CUSTOMERS, rows))
                        .setCreatedTimestampColumn("created_timestamp"));
    }

    private Table.Builder drivers(Row... rows) {
        return Table.newBuilder()
                .setProject("default")
                .setName("drivers")
                .addEntities(entity("driver_id", ValueType.Enum.INT32))
                .addFeatures(feature(1, "trips", ValueType.Enum.INT32))
                .setBatchSource(parquet(Rows.parquet(
                                folder.resolve("drivers"),
                                "driver_id int, event_timestamp timestamp, created_timestamp timestamp, trips int",
                                rows))
                        .setCreatedTimestampColumn("created_timestamp"));
    }

    private HistoricalRetrieval.Builder retrieval(String entityColumns, Row... entities) {
        return HistoricalRetrieval.newBuilder()
                .setEntitySource(parquet(Rows.parquet(folder.resolve("entities"), entityColumns, entities)))
                .setOutputLocation(folder.resolve("output").toString());
    }

    private static JobProgress run(HistoricalRetrieval.Builder retrieval) {
        var spec = Specs.job().setHistoricalRetrieval(retrieval).build();
        return new JobRun(LocalSpark.session(), spec, "", Clock.systemUTC()).run();
    }

    /** Runs it and gives the rows as lists, sorted by their texts. */
    private List<List<Object>> rows(HistoricalRetrieval.Builder retrieval) {
        var outcome = run(retrieval);
        assertEquals(JobProgress.State.DONE, outcome.getState(), outcome::getError);
        var rows = output();
        assertEquals(rows.size(), outcome.getRowsWritten());
        return rows;
    }

    private List<List<Object>> output() {
        var rows = new ArrayList<List<Object>>();
        for (Row row : Rows.read(folder.resolve("output").toString())) {
            rows.add(list(row.toSeq()));
        }
        rows.sort(Comparator.comparing(Object::toString));
        return rows;
    }

    private static List<Object> list(scala.collection.Seq<Object> values) {
        return new ArrayList<>(scala.jdk.javaapi.CollectionConverters.asJava(values));
    }

    private List<String> columns() {
        return Arrays.asList(LocalSpark.session()
                .read()
                .parquet(folder.resolve("output").toString())
                .columns());
    }

    private static List<Object> values(Object... values) {
        return Arrays.asList(values);
    }

    @Test
    void withoutMaxAgeTheLatestRowIsCarriedForEver() {
        var table = customers(
                row(1001, day(1), day(1), 100),
                row(1001, day(2), day(3), 200),
                row(1001, day(1), day(2), 100),
                row(1001, day(1), day(1).minusSeconds(1), 50),
                row(1001, day(4), day(4), 300));
        var retrieval = retrieval(
                        "customer_id int, event_timestamp timestamp",
                        row(1001, day(31)),
                        row(1001, day(1)),
                        row(1001, day(2)),
                        row(1001, day(3)),
                        row(1002, day(3)))
                .addTables(table)
                .addFeatures("customers:total");

        var rows = rows(retrieval);

        assertEquals(List.of("customer_id", "event_timestamp", "customers__total"), columns());
        assertEquals(
                List.of(
                        values(1001, day(31), null),
                        values(1001, day(1), 100),
                        values(1001, day(2), 200),
                        values(1001, day(3), 200),
                        values(1002, day(3), null)),
                rows);
    }

    @Test
    void exactlyAsOldAsMaxAgeIsInside() {
        var table = customers(row(1001, day(1), day(1), 100), row(1002, day(1), day(1), 200))
                .setMaxAgeMicros(DAY);
        var retrieval = retrieval(
                        "customer_id int, event_timestamp timestamp",
                        row(1001, day(1)),
                        row(1001, day(3)),
                        row(1002, day(2)),
                        row(1002, day(2).plusNanos(1_000)))
                .addTables(table)
                .addFeatures("customers:total");

        assertEquals(
                List.of(
                        values(1001, day(1), 100),
                        values(1001, day(3), null),
                        values(1002, day(2).plusNanos(1_000), null),
                        values(1002, day(2), 200)),
                rows(retrieval));
    }

    @Test
    void aCompositeKeyMatchesInAllItsParts() {
        var columns = "customer_id int, driver_id int, event_timestamp timestamp, rating double";
        var table = Table.newBuilder()
                .setName("ratings")
                .addEntities(entity("driver_id", ValueType.Enum.INT32))
                .addEntities(entity("customer_id", ValueType.Enum.INT32))
                .addFeatures(feature(1, "rating", ValueType.Enum.DOUBLE))
                .setMaxAgeMicros(DAY)
                .setBatchSource(parquet(Rows.parquet(
                        folder.resolve("ratings"),
                        columns,
                        row(1001, 8001, day(1), 3.0),
                        row(1002, 8002, day(1), 4.0),
                        row(1001, 8002, day(1), 5.0),
                        row(null, 8003, day(1), 6.0))));
        var retrieval = retrieval(
                        "customer_id int, driver_id int, event_timestamp timestamp",
                        row(1001, 8001, day(1)),
                        row(1001, 8002, day(3)),
                        row(1002, 8001, day(1)),
                        row(null, 8003, day(1)))
                .addTables(table)
                .addFeatures("ratings:rating");

        assertEquals(
                List.of(
                        values(1001, 8001, day(1), 3.0),
                        values(1001, 8002, day(3), null),
                        values(1002, 8001, day(1), null),
                        values(null, 8003, day(1), null)),
                rows(retrieval));
    }

    @Test
    void tablesOfDifferentEntitiesJoinOneFrameEachWithItsOwnMaxAge() {
        var customers = customers(
                        row(1001, day(1), day(1), 100), row(1002, day(1), day(2), 200), row(1002, day(1), day(1), 250))
                .setMaxAgeMicros(DAY);
        var drivers = drivers(row(8001, day(1), day(2), 500), row(8001, day(1), day(1), 600));
        var retrieval = retrieval(
                        "customer_id int, driver_id int, event_timestamp timestamp, label string",
                        row(1001, 8001, day(2), "a"),
                        row(1001, 8002, day(3), "b"),
                        row(1002, 8001, day(1), "c"))
                .addTables(drivers)
                .addTables(customers)
                .addFeatures("customers:total")
                .addFeatures("drivers:trips");

        var rows = rows(retrieval);

        assertEquals(
                List.of("customer_id", "driver_id", "event_timestamp", "label", "customers__total", "drivers__trips"),
                columns());
        assertEquals(
                List.of(
                        values(1001, 8001, day(2), "a", 100, 500),
                        values(1001, 8002, day(3), "b", null, null),
                        values(1002, 8001, day(1), "c", 200, 500)),
                rows);
    }

    @Test
    void aTableJoinsOnItsOwnEntitiesAndAllColumnsStay() {
        var customers = customers(row(1001, day(1), day(1), 100));
        var retrieval = retrieval(
                        "driver_id int, customer_id int, event_timestamp timestamp",
                        row(8001, 1001, day(1)),
                        row(8002, 1001, day(1)))
                .addTables(customers)
                .addFeatures("customers:total");

        assertEquals(List.of(values(8001, 1001, day(1), 100), values(8002, 1001, day(1), 100)), rows(retrieval));
        assertEquals(List.of("driver_id", "customer_id", "event_timestamp", "customers__total"), columns());
    }

    @Test
    void featuresComeInTheOrderAskedForAlsoWhenTablesAreMixed() {
        var customers = customers(row(1, day(1), day(1), 100)).addFeatures(feature(2, "twice", ValueType.Enum.INT32));
        customers.getBatchSourceBuilder().putFieldMapping("twice", "total * 2");
        var drivers = drivers(row(2, day(1), day(1), 500));
        var retrieval = retrieval("customer_id int, driver_id int, event_timestamp timestamp", row(1, 2, day(1)))
                .addTables(customers)
                .addTables(drivers)
                .addFeatures("customers:twice")
                .addFeatures("drivers:trips")
                .addFeatures("customers:total")
                .addFeatures("customers:twice");

        assertEquals(List.of(values(1, 2, day(1), 200, 500, 100)), rows(retrieval));
    }

    @Test
    void columnsAreMappedOnBothSidesAndDuplicateEntityRowsStay() {
        var source = Rows.parquet(
                folder.resolve("mapped"),
                "id int, datetime timestamp, created_datetime timestamp, total_transactions int",
                row(1001, day(1), day(1), 100),
                row(1001, day(1), day(2), 150),
                row(1001, day(4), day(4), 300));
        var table = Table.newBuilder()
                .setName("customers")
                .addEntities(entity("customer_id", ValueType.Enum.INT32))
                .addFeatures(feature(1, "total", ValueType.Enum.INT32))
                .setBatchSource(parquet(source)
                        .setEventTimestampColumn("datetime")
                        .setCreatedTimestampColumn("created_datetime")
                        .putFieldMapping("customer_id", "id")
                        .putFieldMapping("total", "total_transactions"));
        var retrieval = retrieval(
                        "id int, event_timestamp timestamp", row(1001, day(2)), row(1001, day(2)), row(1001, day(31)))
                .addTables(table)
                .addFeatures("customers:total");
        retrieval.getEntitySourceBuilder().putFieldMapping("customer_id", "id");

        assertEquals(
                List.of(values(1001, day(31), null), values(1001, day(2), 150), values(1001, day(2), 150)),
                rows(retrieval));
        assertEquals(List.of("customer_id", "event_timestamp", "customers__total"), columns());
    }

    @Test
    void aThousandEntitiesFindTheirOneRow() {
        var table = customers(IntStream.range(0, 1_000)
                .mapToObj(i -> row(i, day(1), day(1), i * 10))
                .toArray(Row[]::new));
        var retrieval = retrieval(
                        "customer_id int, event_timestamp timestamp",
                        IntStream.range(0, 1_000).mapToObj(i -> row(i, day(2))).toArray(Row[]::new))
                .addTables(table)
                .addFeatures("customers:total");

        var rows = rows(retrieval);

        assertEquals(1_000, rows.size());
        rows.forEach(row -> assertEquals((Integer) row.get(0) * 10, row.get(2)));
    }

    @Test
    void aDoubleIsReadAsAFloatAndTimesWithoutZoneAreUtc() {
        var source = Rows.parquet(
                folder.resolve("doubles"),
                "customer_id int, event_timestamp timestamp_ntz, total double",
                row(1, java.time.LocalDateTime.parse("2020-09-01T00:00:00"), 1.5));
        var table = Table.newBuilder()
                .setName("customers")
                .addEntities(entity("customer_id", ValueType.Enum.INT32))
                .addFeatures(feature(1, "total", ValueType.Enum.FLOAT))
                .setBatchSource(parquet(source));
        var retrieval = retrieval(
                        "customer_id int, event_timestamp timestamp_ntz",
                        row(1, java.time.LocalDateTime.parse("2020-09-01T00:00:00")),
                        row(1, java.time.LocalDateTime.parse("2020-08-31T23:59:59")))
                .addTables(table)
                .addFeatures("customers:total");

        assertEquals(List.of(values(1, at("2020-08-31T23:59:59Z"), null), values(1, day(1), 1.5f)), rows(retrieval));
    }

    private String error(HistoricalRetrieval.Builder retrieval) {
        var outcome = run(retrieval);
        assertEquals(JobProgress.State.FAILED, outcome.getState());
        return outcome.getError();
    }

    @Test
    void whatTheSchemaLacksIsNamed() {
        var table = customers(row(1, day(1), day(1), 100));

        assertEquals(
                "event_timestamp is missing for the entity dataframe. It has customer_id (int), at (timestamp).",
                error(retrieval("customer_id int, at timestamp", row(1, day(1)))
                        .addTables(table)
                        .addFeatures("customers:total")));
        assertEquals(
                "customer_id (int) is not present in the entity dataframe. It has id (int), event_timestamp (timestamp). Feature table customers is"
                        + " keyed by it.",
                error(retrieval("id int, event_timestamp timestamp", row(1, day(1)))
                        .addTables(table)
                        .addFeatures("customers:total")));
        assertEquals(
                "customer_id (int) is not present in the entity dataframe. It has customer_id (string), event_timestamp (timestamp). Feature table"
                        + " customers is keyed by it; cast customer_id to int.",
                error(retrieval("customer_id string, event_timestamp timestamp", row("1", day(1)))
                        .addTables(table)
                        .addFeatures("customers:total")));
        var good = retrieval("customer_id int, event_timestamp timestamp", row(1, day(1)));
        var withSpent = good.clone().addTables(table.clone().addFeatures(feature(2, "spent", ValueType.Enum.INT32)));
        assertEquals(
                "spent are missing for feature table customers. Source %s has customer_id, event_timestamp, created_timestamp, total; name the right column in a field_mapping of spent, or write it"
                        .formatted(folder.resolve("customers")),
                error(withSpent.clone().addFeatures("customers:total").addFeatures("customers:spent")));
        assertEquals(
                JobProgress.State.DONE,
                run(withSpent.clone().addFeatures("customers:total")).getState());
        assertEquals(
                "total should be of string type, but is int instead in source %s of feature table customers; convert it with a field_mapping of total, or change its type"
                        .formatted(folder.resolve("customers")),
                error(good.clone()
                        .addTables(table.clone().setFeatures(0, feature(1, "total", ValueType.Enum.STRING)))
                        .addFeatures("customers:total")));
        assertEquals(
                "there is no feature customers:spent; a feature is named table:feature",
                error(good.clone().addTables(table).addFeatures("customers:spent")));
    }

    @Test
    void aFormatThatSparkDoesNotHaveIsNamed() {
        assertEquals(
                "output_format is \"tfrecord\", which this Spark does not have; name the package that brings it in the setting"
                        + " spark.jars.packages, or ask for parquet, orc, csv or json",
                error(retrieval("customer_id int, event_timestamp timestamp", row(1, day(1)))
                        .addTables(customers(row(1, day(1), day(1), 100)))
                        .addFeatures("customers:total")
                        .setOutputFormat("tfrecord")));
    }

    @Test
    void rowsCreatedLaterThanTheEntitysTimeAreCountedOrLeftOut() {
        var table = customers(
                row(1, day(1), day(1), 100),
                row(1, day(2), day(4), 200),
                row(2, day(1), day(3), 300),
                row(3, day(1), null, 400));
        var retrieval = retrieval(
                        "customer_id int, event_timestamp timestamp",
                        row(1, day(3)),
                        row(1, day(5)),
                        row(2, day(2)),
                        row(3, day(2)))
                .addTables(table)
                .addFeatures("customers:total");

        var outcome = run(retrieval);

        assertEquals(Map.of("customers:total", 2L), outcome.getLeakedValuesMap());
        assertEquals(
                List.of(values(1, day(3), 200), values(1, day(5), 200), values(2, day(2), 300), values(3, day(2), 400)),
                output());
        var filtered = run(retrieval.setFilterByCreatedTimestamp(true));
        assertEquals(Map.of(), filtered.getLeakedValuesMap());
        assertEquals(
                List.of(
                        values(1, day(3), 100),
                        values(1, day(5), 200),
                        values(2, day(2), null),
                        values(3, day(2), 400)),
                output());
    }

    @Test
    void anotherFormatOfSparkIsWritten() {
        var retrieval = retrieval("customer_id int, event_timestamp timestamp", row(1, day(1)))
                .addTables(customers(row(1, day(1), day(1), 100)))
                .addFeatures("customers:total")
                .setOutputFormat("json");

        var outcome = run(retrieval);

        assertEquals(JobProgress.State.DONE, outcome.getState(), outcome::getError);
        var rows = LocalSpark.session()
                .read()
                .json(folder.resolve("output").toString())
                .collectAsList();
        assertEquals(100L, rows.get(0).<Long>getAs("customers__total"));
    }

    @Test
    void keysThatHoldMostRowsAreJoinedToo() {
        // Dense history and many entity rows on one key, which is cut into slices of time.
        var table = customers(IntStream.range(0, 20_000)
                .mapToObj(i -> row(i % 10 == 0 ? i : 7, day(1).plus(Duration.ofSeconds(i)), day(1), i))
                .toArray(Row[]::new));
        var retrieval = retrieval(
                        "customer_id int, event_timestamp timestamp",
                        IntStream.range(0, 5_000)
                                .mapToObj(i -> row(7, day(1).plus(Duration.ofSeconds(4L * i + 1))))
                                .toArray(Row[]::new))
                .addTables(table)
                .addFeatures("customers:total");

        var rows = rows(retrieval);

        assertEquals(5_000, rows.size());
        for (List<Object> row : rows) {
            long second = Duration.between(day(1), (Instant) row.get(1)).toSeconds();
            long latest = second % 10 == 0 ? second - 1 : second;
            assertEquals((int) latest, row.get(2), row::toString);
        }
        assertTrue(columns().contains("customers__total"));
    }

    @Test
    void whatSparkHasNotWrittenIsNeverReplaced() throws Exception {
        var thesis = Files.createDirectories(folder.resolve("output")).resolve("thesis.txt");
        Files.writeString(thesis, "years of work");
        var retrieval = retrieval("customer_id int, event_timestamp timestamp", row(1, day(2)))
                .addTables(customers(row(1, day(1), day(1), 5)))
                .addFeatures("customers:total");
        var outcome = run(retrieval);
        assertEquals(JobProgress.State.FAILED, outcome.getState());
        assertEquals(
                "output_location %s holds thesis.txt, which no training set does; name an empty folder or a new one"
                        .formatted(thesis.getParent()),
                outcome.getError());
        assertEquals("years of work", Files.readString(thesis));

        Files.delete(thesis);
        assertEquals(JobProgress.State.DONE, run(retrieval).getState());
        assertEquals(JobProgress.State.DONE, run(retrieval).getState(), "its own output is replaced");
    }
}
