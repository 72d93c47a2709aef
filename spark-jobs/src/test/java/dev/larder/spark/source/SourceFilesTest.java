package dev.larder.spark.source;

import static dev.larder.spark.testing.Rows.at;
import static dev.larder.spark.testing.Rows.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.row.ValueLayout;
import dev.larder.spark.table.EntityColumn;
import dev.larder.spark.table.FeatureColumn;
import dev.larder.spark.table.FeatureTable;
import dev.larder.spark.table.Interval;
import dev.larder.spark.table.Source;
import dev.larder.spark.testing.LocalSpark;
import dev.larder.spark.testing.ParquetFile;
import dev.larder.spark.testing.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as the world writes them. */
class SourceFilesTest {
    private static final Instant TIME = at("2026-01-05T10:00:00Z");
    private static final Interval JANUARY = Interval.of(at("2026-01-01T00:00:00Z"), at("2026-02-01T00:00:00Z"));
    private static final Interval ALL_YEARS = Interval.of(at("0001-01-01T00:00:00Z"), at("9999-12-31T23:59:59Z"));
    private static final String KEYS =
            "required int64 driver_id; required int64 event_timestamp (TIMESTAMP(MICROS,true));";
    private static final String COLUMNS = "driver_id long, event_timestamp timestamp, ";

    @TempDir
    Path folder;

    private final Map<String, ValueLayout> entities = new LinkedHashMap<>(Map.of("driver_id", ValueLayout.INT64));
    private final Map<String, ValueLayout> features = new LinkedHashMap<>();
    private final Map<String, String> mapping = new LinkedHashMap<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private Optional<String> created = Optional.empty();
    private Optional<String> datePartition = Optional.empty();

    private FeatureTable table() {
        var entityColumns = new ArrayList<EntityColumn>();
        entities.forEach((name, type) -> entityColumns.add(new EntityColumn(name, type)));
        var featureColumns = new ArrayList<FeatureColumn>();
        features.forEach((name, type) -> featureColumns.add(new FeatureColumn(featureColumns.size() + 1, name, type)));
        return new FeatureTable("default", "drivers", 1, 1, entityColumns, featureColumns, 0, labels);
    }

    private BatchRows read(String location, Interval interval) {
        var source = new Source(Source.Kind.PARQUET, location, "event_timestamp", created, datePartition, mapping);
        return BatchRows.read(LocalSpark.session(), table(), source, interval, TIME);
    }

    private BatchRows read() {
        return read(folder.toString(), JANUARY);
    }

    /** The values of all features of the rows that can be used, row by row, sorted. */
    private List<String> values(BatchRows rows) {
        var texts = new ArrayList<String>();
        for (Row row : rows.usable().collectAsList()) {
            var values = new ArrayList<String>();
            features.keySet().forEach(name -> values.add(String.valueOf(row.<Object>getAs(name))));
            texts.add(String.join(" ", values));
        }
        texts.sort(null);
        return texts;
    }

    private static TreeSet<String> reasons(BatchRows rows) {
        return new TreeSet<>(rows.reasons().keySet());
    }

    private static Consumer<Group> keyed(Consumer<Group> more) {
        return group -> {
            group.add("driver_id", 1L);
            group.add("event_timestamp", micros(TIME));
            more.accept(group);
        };
    }

    private static long micros(Instant instant) {
        return Interval.micros(instant);
    }

    @Test
    void aFeatureThatOnlySomeFilesHaveIsNullInTheOthersAndCounted() {
        features.put("trips", ValueLayout.INT64);
        features.put("rating", ValueLayout.DOUBLE);
        Rows.parquet(folder.resolve("0"), COLUMNS + "trips long", row(1L, TIME, 1L));
        Rows.parquet(folder.resolve("1"), COLUMNS + "trips long, rating double", row(2L, TIME, 2L, 4.5));
        Rows.parquet(folder.resolve("2"), COLUMNS + "rating double", row(3L, TIME, 3.5));

        assertEquals(List.of("1 null", "2 4.5", "null 3.5"), values(read()));
        assertEquals(Map.of("drivers: trips", 1L, "drivers: rating", 1L), read().lacking());
    }

    @Test
    void whatNoFileHasIsMissing() {
        features.put("trips", ValueLayout.INT64);
        features.put("rating", ValueLayout.DOUBLE);
        Rows.parquet(folder.resolve("0"), COLUMNS + "trips long", row(1L, TIME, 1L));

        var failure = assertThrows(SourceException.class, this::read);
        assertEquals(
                ("rating are missing for feature table drivers. Source %s has driver_id, event_timestamp, trips; name the right column in a"
                                + " field_mapping of rating, or write it")
                        .formatted(folder),
                failure.getMessage());
    }

    @Test
    void aColumnOfSeveralTypesIsReadFileByFile() {
        features.put("v", ValueLayout.INT64);
        Rows.parquet(folder.resolve("0"), COLUMNS + "v double", row(1L, TIME, 5.0), row(2L, TIME, 3.7));
        Rows.parquet(folder.resolve("1"), COLUMNS + "v long", row(3L, TIME, 6L));
        Rows.parquet(folder.resolve("2"), COLUMNS + "v string", row(4L, TIME, "7"), row(5L, TIME, "seven"));
        Rows.parquet(folder.resolve("3"), COLUMNS + "v boolean", row(6L, TIME, true));
        Rows.parquet(folder.resolve("4"), COLUMNS + "v decimal(10,2)", row(7L, TIME, new java.math.BigDecimal("8.00")));
        Rows.parquet(folder.resolve("5"), "driver_id int, event_timestamp string, v long", row(8, "2026-01-05", 9L));

        assertEquals(List.of("1", "5", "6", "7", "8", "9"), values(read()));
        assertEquals(Map.of("v cannot be read as INT64", 2L), read().reasons());
        var dead = read().rejected().select("v", "_reason").collectAsList();
        assertEquals(
                List.of("[3.7,v cannot be read as INT64]", "[seven,v cannot be read as INT64]"),
                dead.stream().map(Row::toString).sorted().toList());
    }

    @ParameterizedTest
    @CsvSource({"STRING", "INT64", "FLOAT", "BOOL", "STRING_LIST", "INT64_LIST", "BYTES"})
    void aColumnThatIsNullThroughoutFitsEveryType(ValueLayout type) {
        features.put("v", type);
        ParquetFile.write(folder.resolve("void.parquet"), KEYS + "optional int32 v (UNKNOWN);", keyed(row -> {}));

        assertEquals(List.of("null"), values(read()));
        assertEquals(Map.of(), read().lacking());
    }

    @Test
    void aColumnThatIsNullInOneFileHasItsTypeInAnother() {
        features.put("v", ValueLayout.STRING);
        ParquetFile.write(folder.resolve("0.parquet"), KEYS + "optional int32 v (UNKNOWN);", keyed(row -> {}));
        Rows.parquet(folder.resolve("1"), COLUMNS + "v string", row(2L, TIME, "text"));

        assertEquals(List.of("null", "text"), values(read()));
    }

    @Test
    void aListWithoutElementsOfAnyTypeIsAnEmptyList() {
        features.put("v", ValueLayout.STRING_LIST);
        ParquetFile.write(
                folder.resolve("lists.parquet"),
                KEYS + "optional group v (LIST) { repeated group list { optional int32 element (UNKNOWN); } }",
                keyed(row -> row.addGroup("v")),
                keyed(row -> row.addGroup("v").addGroup("list")),
                keyed(row -> {}));

        var rows = read();
        assertEquals(Map.of("v holds a null", 1L), rows.reasons());
        assertEquals(2, rows.usable().count());
        assertEquals(1, rows.usable().where("size(v) = 0").count());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "optional int64 other (TIME(MICROS,true));",
                "optional int64 other (TIME(NANOS,false));",
                "optional int64 other (TIMESTAMP(NANOS,true));",
                "optional fixed_len_byte_array(16) other (UUID);",
                "optional fixed_len_byte_array(2) other (FLOAT16);",
                "optional fixed_len_byte_array(12) other (INTERVAL);",
                "optional group other (LIST) { repeated group list { optional int64 element (TIMESTAMP(NANOS,true)); } }",
                "optional int96 other;",
            })
    void aColumnThatNobodyNeedsMayHaveAnyType(String other) {
        features.put("v", ValueLayout.INT64);
        ParquetFile.write(
                folder.resolve("other.parquet"), KEYS + "optional int64 v;" + other, keyed(row -> row.add("v", 5L)));

        assertEquals(List.of("5"), values(read()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "optional fixed_len_byte_array(16) v (UUID);",
                "optional fixed_len_byte_array(2) v (FLOAT16);",
                "optional group v (LIST) { repeated group list { optional int64 element (TIMESTAMP(NANOS,true)); } }",
            })
    void aColumnOfATypeThatSparkCannotReadIsNamed(String field) {
        features.put("v", ValueLayout.INT64_LIST);
        ParquetFile.write(folder.resolve("other.parquet"), KEYS + field, keyed(row -> {}));

        var failure = assertThrows(SourceException.class, this::read);
        assertTrue(failure.getMessage().startsWith("column v of source " + folder), failure::getMessage);
        assertTrue(failure.getMessage().contains("in other.parquet"), failure::getMessage);
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "date", "struct<a int>", "array<long>", "binary"})
    void aTypeWhoseValuesAreNoNumbersIsRefusedAsAWhole(String type) {
        features.put("v", ValueLayout.INT64);
        Rows.parquet(folder.resolve("0"), COLUMNS + "v " + type, row(1L, TIME, null));

        var failure = assertThrows(SourceException.class, this::read);
        assertTrue(failure.getMessage().startsWith("v should be of bigint type, but is "), failure::getMessage);
        assertTrue(failure.getMessage().contains("of feature table drivers; convert it with"), failure::getMessage);
    }

    @ParameterizedTest
    @CsvSource({
        "1767607200123456789,2026-01-05T10:00:00.123456Z",
        "-1,1969-12-31T23:59:59.999999Z",
        "-9223372036854775808,1677-09-21T00:12:43.145224Z",
        "9223372036854775807,2262-04-11T23:47:16.854775Z"
    })
    void aTimeInNanosecondsIsItsMicrosecond(long nanoseconds, Instant expected) {
        features.put("v", ValueLayout.INT64);
        for (String zone : List.of("true", "false")) {
            ParquetFile.write(
                    folder.resolve(zone).resolve("nanos.parquet"),
                    "required int64 driver_id; required int64 event_timestamp (TIMESTAMP(NANOS,%s)); optional int64 v;"
                            .formatted(zone),
                    row -> {
                        row.add("driver_id", 1L);
                        row.add("event_timestamp", nanoseconds);
                    });
        }

        var times = read(folder.toString(), ALL_YEARS).usable().collectAsList();
        assertEquals(2, times.size());
        times.forEach(row -> assertEquals(expected, row.getInstant(0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0001-01-01T00:00:00Z",
                "1582-10-04T12:00:00.000001Z",
                "1677-09-20T00:00:00Z",
                "9999-12-31T23:59:58.999999Z"
            })
    void timesOfAllYearsAreExact(Instant time) {
        features.put("v", ValueLayout.INT64);
        Rows.parquet(folder.resolve("0"), COLUMNS + "v long", row(1L, time, 1L));

        assertEquals(time, read(folder.toString(), ALL_YEARS).usable().first().getInstant(0));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-05 10:00:00,2026-01-05T10:00:00Z",
        "2026-01-05T10:00:00Z,2026-01-05T10:00:00Z",
        "2026-01-05T12:00:00.123456+02:00,2026-01-05T10:00:00.123456Z",
        "2026-01-05,2026-01-05T00:00:00Z",
        "05/01/2026 10:00,",
        "10:00:00,",
        "T10:00,",
        "yesterday,",
        "now,",
        "20260105,",
        "1767607200,"
    })
    void aTextIsATimeOrADeadLetterThatKeepsIt(String text, Instant expected) {
        features.put("v", ValueLayout.INT64);
        Rows.parquet(
                folder.resolve("0"),
                "driver_id long, event_timestamp string, v long",
                row(1L, text, 1L),
                row(2L, null, 2L));

        var rows = read();
        var usable = rows.usable().collectAsList();
        if (expected != null) {
            assertEquals(expected, usable.get(0).getInstant(0));
        } else {
            assertEquals(0, usable.size());
            assertEquals(
                    Map.of("the event time is null", 1L, "the event time cannot be read as a time", 1L),
                    rows.reasons());
            assertEquals(text, rows.rejected().where("driver_id = 1").first().<String>getAs("event_timestamp"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"long", "int", "double", "boolean"})
    void aNumberIsNoTime(String type) {
        features.put("v", ValueLayout.INT64);
        Rows.parquet(
                folder.resolve("0"), "driver_id long, event_timestamp %s, v long".formatted(type), row(1L, null, 1L));

        var failure = assertThrows(SourceException.class, this::read);
        for (String way : List.of("timestamp_seconds(event_timestamp)", "timestamp_millis", "timestamp_micros")) {
            assertTrue(failure.getMessage().contains(way), failure::getMessage);
        }
    }

    @Test
    void emptyFilesAreOnlyPassedOver() throws IOException {
        features.put("v", ValueLayout.INT64);
        Files.write(folder.resolve("0.parquet"), new byte[0]);
        ParquetFile.write(folder.resolve("1.parquet"), "optional int32 index;");
        ParquetFile.write(folder.resolve("2.parquet"), KEYS + "optional binary v (STRING);");
        Rows.parquet(folder.resolve("3"), COLUMNS + "v long", row(1L, TIME, 1L));

        assertEquals(List.of("1"), values(read()));
        assertEquals(Map.of(), read().lacking());
    }

    @Test
    void filesWithoutAnyRowsGiveNone() {
        features.put("v", ValueLayout.INT64);
        ParquetFile.write(folder.resolve("2.parquet"), KEYS + "optional int64 v;");

        assertEquals(List.of(), values(read()));
    }

    @Test
    void valuesOfFoldersAreTextsAndThenCast() {
        entities.clear();
        entities.put("store", ValueLayout.STRING);
        entities.put("shelf", ValueLayout.INT32);
        features.put("v", ValueLayout.INT64);
        for (String store :
                List.of("007", "7", "1.10", "true", "a%20b%2Fc", "2026-01-05", "__HIVE_DEFAULT_PARTITION__")) {
            Rows.parquet(
                    folder.resolve("store=" + store).resolve("shelf=03"),
                    "event_timestamp timestamp, v long",
                    row(TIME, 1L));
        }
        Rows.parquet(
                folder.resolve("store=x").resolve("shelf=low"), "event_timestamp timestamp, v long", row(TIME, 1L));

        var stores = new TreeSet<String>();
        read().usable().collectAsList().forEach(row -> stores.add(row.getAs("store") + " " + row.getAs("shelf")));
        assertEquals(new TreeSet<>(List.of("007 3", "7 3", "1.10 3", "true 3", "a b/c 3", "2026-01-05 3")), stores);
        assertEquals(Map.of("entity store is null", 1L, "shelf cannot be read as INT32", 1L), read().reasons());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-05", "20260105", "2026-01", "2026", "05-01-2026", "all"})
    void datePartitionsOfEveryFormAreRead(String day) {
        features.put("v", ValueLayout.INT64);
        datePartition = Optional.of("dt");
        Rows.parquet(folder.resolve("dt=" + day), COLUMNS + "v long", row(1L, TIME, 1L));
        Rows.parquet(folder.resolve("dt=2025-12-31"), COLUMNS + "v long", row(2L, TIME, 2L));

        assertEquals(List.of("1"), values(read()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"date", "string", "int", "long", "timestamp"})
    void aDatePartitionMayBeAColumnOfTheFiles(String type) {
        features.put("v", ValueLayout.INT64);
        datePartition = Optional.of("dt");
        LocalSpark.session()
                .sql(
                        ("SELECT 1L AS driver_id, timestamp'2026-01-05 10:00:00Z' AS event_timestamp, 1L AS v, cast(%1$s AS %2$s) AS dt"
                                        + " UNION ALL SELECT 2L, timestamp'2026-01-05 10:00:00Z', 2L, cast(%3$s AS %2$s)")
                                .formatted(
                                        type.equals("int") || type.equals("long") ? "20260105" : "'2026-01-05'",
                                        type,
                                        type.equals("int") || type.equals("long") ? "20251231" : "'2025-12-31'"))
                .write()
                .parquet(folder.resolve("0").toString());

        assertEquals(List.of("1"), values(read()));
    }

    @Test
    void aDatePartitionThatIsNotThereIsNamed() {
        features.put("v", ValueLayout.INT64);
        datePartition = Optional.of("dt");
        Rows.parquet(folder.resolve("0"), COLUMNS + "v long", row(1L, TIME, 1L));

        assertEquals(
                ("date_partition_column dt is missing for feature table drivers. Source %s has driver_id, event_timestamp, v; correct it, or leave"
                                + " it out to read all files")
                        .formatted(folder),
                assertThrows(SourceException.class, this::read).getMessage());
    }

    @Test
    void anIntervalWithoutFilesHasNoRows() {
        features.put("v", ValueLayout.INT64);
        datePartition = Optional.of("dt");
        Rows.parquet(folder.resolve("dt=2025-12-31"), COLUMNS + "v long", row(2L, TIME, 2L));

        assertEquals(List.of(), values(read()));
    }

    @Test
    void namesOfEveryKindAreReadAndNoneCollides() {
        for (String name :
                List.of("_source", "_reason", "reason", "rate", "Rate", "Event_Timestamp", "value", "create")) {
            features.put(name, ValueLayout.INT64);
            mapping.put(name, "x");
        }
        features.put("bad", ValueLayout.INT64);
        Rows.parquet(
                folder.resolve("0"), COLUMNS + "x long, bad string", row(1L, TIME, 7L, "8"), row(1L, TIME, 7L, "?"));
        var session = LocalSpark.session();
        session.conf().set("spark.sql.caseSensitive", "true");
        try {
            assertEquals(List.of("7 7 7 7 7 7 7 7 8"), values(read()));
            var dead = read().rejected().first();
            assertEquals(7L, dead.<Long>getAs("_reason"));
            assertEquals("bad cannot be read as INT64", dead.getAs("_reason_"));
        } finally {
            session.conf().set("spark.sql.caseSensitive", "false");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"my%20data", "a#b", "a?b", "ü", "a b", "a+b", "[x]", "{y}", "a*", "a&b=c"})
    void aLocationIsTakenAsItIsWritten(String name) {
        features.put("v", ValueLayout.INT64);
        Rows.parquet(folder.resolve("plain"), COLUMNS + "v long", row(1L, TIME, 5L));
        assertTrue(
                folder.resolve("plain").toFile().renameTo(folder.resolve(name).toFile()));

        assertEquals(List.of("5"), values(read(folder.resolve(name).toString(), JANUARY)));
        assertEquals(List.of("5"), values(read("file://" + folder.resolve(name), JANUARY)));
    }

    @Test
    void whereNothingLiesALocationIsAPattern() {
        features.put("v", ValueLayout.INT64);
        Rows.parquet(folder.resolve("a1"), COLUMNS + "v long", row(1L, TIME, 5L));
        Rows.parquet(folder.resolve("a2"), COLUMNS + "v long", row(1L, TIME, 6L));
        Rows.parquet(folder.resolve("b1"), COLUMNS + "v long", row(1L, TIME, 7L));

        assertEquals(List.of("5", "6"), values(read(folder.resolve("a*").toString(), JANUARY)));
        assertEquals(List.of("5", "7"), values(read(folder.resolve("{a,b}1").toString(), JANUARY)));
    }

    @Test
    void hiddenFilesAndFoldersArePassedOver() throws IOException {
        features.put("v", ValueLayout.INT64);
        Rows.parquet(folder.resolve("good"), COLUMNS + "v long", row(1L, TIME, 5L));
        Rows.parquet(folder.resolve("_temporary").resolve("0"), COLUMNS + "v long", row(1L, TIME, 6L));
        Rows.parquet(folder.resolve(".ipynb_checkpoints"), COLUMNS + "v long", row(1L, TIME, 7L));
        Files.writeString(folder.resolve("_SUCCESS"), "");
        Files.writeString(folder.resolve(".part.crc"), "no Parquet");

        assertEquals(List.of("5"), values(read()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"_delta_log", ".hoodie"})
    void aTableWhoseLogSaysWhichFilesCountIsRefused(String log) throws IOException {
        features.put("v", ValueLayout.INT64);
        Rows.parquet(folder.resolve("0"), COLUMNS + "v long", row(1L, TIME, 5L));
        Files.createDirectory(folder.resolve(log));

        assertTrue(assertThrows(SourceException.class, this::read).getMessage().contains("its log says which"));
    }

    @Test
    void anExpressionThatFailsForOneRowIsADeadLetterWithWhatItIsComputedFrom() {
        features.put("ratio", ValueLayout.DOUBLE);
        features.put("first", ValueLayout.STRING);
        mapping.put("ratio", "trips / days");
        mapping.put("first", "case when size(tags) > 0 then tags[0] end");
        Rows.parquet(
                folder.resolve("0"),
                COLUMNS + "trips long, days long, tags array<string>",
                row(1L, TIME, 6L, 3L, new String[] {"a"}),
                row(2L, TIME, 6L, 0L, new String[] {"b"}),
                row(3L, TIME, 6L, null, new String[] {}));

        var rows = read();
        assertEquals(List.of("2.0 a", "null null"), values(rows));
        assertEquals(Map.of("the field_mapping of ratio fails", 1L), rows.reasons());
        var dead = rows.rejected().first();
        assertEquals(6L, dead.<Long>getAs("trips"));
        assertEquals(0L, dead.<Long>getAs("days"));
    }

    @Test
    void anExpressionMayUseAColumnThatSomeFilesLack() {
        features.put("v", ValueLayout.INT64);
        mapping.put("v", "coalesce(new_trips, trips)");
        Rows.parquet(folder.resolve("0"), COLUMNS + "trips long", row(1L, TIME, 1L));
        Rows.parquet(folder.resolve("1"), COLUMNS + "trips long, new_trips long", row(2L, TIME, 2L, 20L));

        assertEquals(List.of("1", "20"), values(read()));
    }

    @Test
    void rowsTooFarAheadAreDeadLettersIfTheTableSaysSo() {
        features.put("v", ValueLayout.INT64);
        Rows.parquet(
                folder.resolve("0"),
                COLUMNS + "v long",
                row(1L, TIME.plus(Duration.ofHours(1)), 1L),
                row(2L, TIME.plus(Duration.ofHours(1)).plusNanos(1_000), 2L));
        assertEquals(List.of("1", "2"), values(read()));

        labels.put("max_ahead", "3600s");
        assertEquals(List.of("1"), values(read()));
        assertEquals(Map.of("the event time is further ahead of now than max_ahead allows", 1L), read().reasons());

        labels.put("max_ahead", "an hour");
        assertTrue(assertThrows(IllegalArgumentException.class, this::read)
                .getMessage()
                .contains("\"3600s\""));
    }

    @Test
    void aCreatedTimeThatIsNotThereIsNullForIngestionAndMissingForTrainingSets() {
        features.put("v", ValueLayout.INT64);
        created = Optional.of("created");
        Rows.parquet(folder.resolve("0"), COLUMNS + "v long", row(1L, TIME, 1L));

        assertEquals(List.of("1"), values(read()));
        var source =
                new Source(Source.Kind.PARQUET, folder.toString(), "event_timestamp", created, datePartition, mapping);
        var failure = assertThrows(
                SourceException.class,
                () -> BatchRows.history(LocalSpark.session(), table(), source, List.of("v"), TIME));
        assertTrue(failure.getMessage().startsWith("created are missing for feature table drivers."));
    }

    @Test
    void twoThousandFilesAreReadInSeconds() {
        features.put("v", ValueLayout.INT64);
        for (int i = 0; i < 2_000; i++) {
            int number = i;
            ParquetFile.write(
                    folder.resolve("day=%d".formatted(i % 10)).resolve(i + ".parquet"),
                    KEYS + "optional int64 v;",
                    keyed(row -> row.add("v", (long) number)));
        }
        var process = (com.sun.management.OperatingSystemMXBean)
                java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        long begun = process.getProcessCpuTime();
        var rows = read().all();
        rows.queryExecution().executedPlan();
        var took = Duration.ofNanos(process.getProcessCpuTime() - begun);

        assertTrue(took.compareTo(Duration.ofSeconds(10)) < 0, "CPU time of planning: " + took);
        assertEquals(2_000, rows.count());
    }
}
