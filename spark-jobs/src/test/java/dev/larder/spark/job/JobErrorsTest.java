package dev.larder.spark.job;

import static dev.larder.spark.testing.Rows.at;
import static dev.larder.spark.testing.Rows.row;
import static dev.larder.spark.testing.Specs.entity;
import static dev.larder.spark.testing.Specs.feature;
import static dev.larder.spark.testing.Specs.parquet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.proto.v1.BatchToOffline;
import dev.larder.proto.v1.HistoricalRetrieval;
import dev.larder.proto.v1.Interval;
import dev.larder.proto.v1.JobProgress;
import dev.larder.proto.v1.JobSpec;
import dev.larder.proto.v1.OfflineStore;
import dev.larder.proto.v1.Table;
import dev.larder.spark.testing.LocalSpark;
import dev.larder.spark.testing.Rows;
import dev.larder.spark.testing.Specs;
import feast.proto.core.DataSourceProto.DataSource;
import feast.proto.types.ValueProto.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job says that cannot be done: one line with the field, its value, and the way out. */
class JobErrorsTest {
    private static final Instant NOON = at("2026-03-01T12:00:00Z");
    private static final Interval DAY = Specs.interval(at("2026-03-01T00:00:00Z"), at("2026-03-02T00:00:00Z"));

    @TempDir
    Path folder;

    private String location;
    private Table.Builder table;

    @BeforeEach
    void define() {
        location = Rows.parquet(
                folder.resolve("source"), "driver_id long, event_timestamp timestamp, trips int", row(1L, NOON, 10));
        table = Table.newBuilder()
                .setProject("default")
                .setName("drivers")
                .setNumber(7)
                .addEntities(entity("driver_id", ValueType.Enum.INT64))
                .addFeatures(feature(1, "trips", ValueType.Enum.INT32))
                .setBatchSource(parquet(location));
    }

    private static String error(JobSpec.Builder spec) {
        var outcome = new JobRun(LocalSpark.session(), spec.build(), "", Clock.systemUTC()).run();
        assertEquals(JobProgress.State.FAILED, outcome.getState());
        assertFalse(outcome.getRetryable());
        return outcome.getError();
    }

    private String error() {
        return error(Specs.toOnline(Specs.job(), table, DAY));
    }

    @Test
    void aSourceThatIsMissing() {
        table.setBatchSource(parquet(folder + "/nowhere"));

        assertEquals(
                "cannot read source %s/nowhere: there is nothing; correct file_url, or write the files first"
                        .formatted(folder),
                error());
    }

    @Test
    void aFolderThatIsEmpty() throws IOException {
        var empty = Files.createDirectory(folder.resolve("empty"));
        table.setBatchSource(parquet(empty.toString()));

        assertEquals(
                "cannot read source %s: there is no Parquet file; correct file_url, or write the files first"
                        .formatted(empty),
                error());
    }

    @Test
    void aFileThatIsNoParquet() throws IOException {
        var file = Files.writeString(folder.resolve("text.parquet"), "this is a text and no Parquet");
        table.setBatchSource(parquet(file.toString()));

        var error = error();

        assertTrue(error.startsWith("cannot read source %s: ".formatted(file)), error);
        assertTrue(error.contains("is not a Parquet file"), error);
        assertTrue(error.endsWith("; write it again as Parquet, or take it away"), error);
    }

    @Test
    void aFileThatIsDamagedInTheMiddle() throws IOException {
        Path file;
        try (var files = Files.list(Path.of(location))) {
            file = files.filter(path -> path.getFileName().toString().startsWith("part-"))
                    .findFirst()
                    .orElseThrow();
        }
        var bytes = Files.readAllBytes(file);
        java.util.Arrays.fill(bytes, 4, 40, (byte) -1);
        Files.write(file, bytes);
        Files.delete(file.resolveSibling("." + file.getFileName() + ".crc"));

        var error = error();

        assertTrue(error.startsWith("cannot read file file://%s: ".formatted(file)), error);
        assertTrue(error.endsWith("; write it again, or take it away"), error);
    }

    @Test
    void aColumnThatIsMissing() {
        table.addFeatures(feature(2, "rating", ValueType.Enum.DOUBLE));

        assertEquals(
                ("rating are missing for feature table drivers. Source %s has driver_id, event_timestamp, trips; name the right column in a"
                                + " field_mapping of rating, or write it")
                        .formatted(location),
                error());
    }

    @Test
    void aTimeThatIsMissingOrNone() {
        table.getBatchSourceBuilder().setEventTimestampColumn("at");
        assertEquals(
                ("at are missing for feature table drivers. Source %s has driver_id, event_timestamp, trips; name the right column in a"
                                + " field_mapping of at, or write it")
                        .formatted(location),
                error());

        table.getBatchSourceBuilder().setEventTimestampColumn("trips");
        assertEquals(
                ("trips should be of timestamp type, but is int instead in source %s of feature table drivers; convert it with a field_mapping of"
                                + " trips, such as \"timestamp_seconds(trips)\", or timestamp_millis or timestamp_micros if it counts these")
                        .formatted(location),
                error());
    }

    @Test
    void aTypeThatIsWrong() {
        table.setFeatures(0, feature(1, "trips", ValueType.Enum.STRING));

        assertEquals(
                ("trips should be of string type, but is int instead in source %s of feature table drivers; convert it with a field_mapping of"
                                + " trips, or change its type")
                        .formatted(location),
                error());
    }

    @Test
    void anExpressionThatIsNoSql() {
        table.getBatchSourceBuilder().putFieldMapping("trips", "trips *");
        var error = error();
        assertTrue(
                error.startsWith(
                        "field_mapping of trips: \"trips *\" is neither a column of source %s nor an SQL expression over its columns that may be used: "
                                .formatted(location)),
                error);

        table.getBatchSourceBuilder().putFieldMapping("trips", "miles + 1");
        assertTrue(error().contains("`miles`"), this::error);
    }

    @Test
    void aBigQueryTableWithoutTheConnector() {
        table.setBatchSource(DataSource.newBuilder()
                .setType(DataSource.SourceType.BATCH_BIGQUERY)
                .setEventTimestampColumn("event_timestamp")
                .setBigqueryOptions(DataSource.BigQueryOptions.newBuilder().setTableRef("project:dataset.drivers")));

        assertEquals(
                "cannot read source project:dataset.drivers: the BigQuery connector is not on Spark's classpath; add"
                        + " com.google.cloud.spark:spark-bigquery-with-dependencies_2.13 to spark.jars.packages",
                error());
    }

    @Test
    void anIcebergTableThatIsMissing() {
        for (String catalog : new String[] {"errors", "other"}) {
            table.setBatchSource(parquet("iceberg:%s.default.drivers".formatted(catalog)));

            var error = error(Specs.toOnline(Specs.job(), table, DAY)
                    .setOfflineStore(OfflineStore.newBuilder()
                            .setCatalog("errors")
                            .setWarehouse(folder.resolve("warehouse").toString())));

            assertEquals(
                    ("cannot read source %s.default.drivers: there is no such Iceberg table; it is named <catalog>.<project>.<table>,"
                                    + " and its catalog is that of the offline store or configured by spark.sql.catalog.<catalog>")
                            .formatted(catalog),
                    error);
        }
    }

    @Test
    void aStreamWhereABatchIsWanted() {
        table.setBatchSource(DataSource.newBuilder()
                .setType(DataSource.SourceType.STREAM_KAFKA)
                .setKafkaOptions(DataSource.KafkaOptions.newBuilder().setTopic("drivers")));

        assertEquals("a source of type STREAM_KAFKA cannot be read by a batch job", error());
    }

    @Test
    void anIntervalThatEndsBeforeItStarts() {
        assertEquals(
                "the interval ends at 2026-03-01T12:00:00Z, not after its start at 2026-03-01T12:00:00Z",
                error(Specs.toOnline(Specs.job(), table, Specs.interval(NOON, NOON))));
    }

    @Test
    void anExpectationThatIsUnknownOrOfNoColumn() {
        table.putLabels("_expectations", expectation("expect_column_to_exist", "trips"));
        assertEquals(
                "label _expectations: unknown expectation expect_column_to_exist; known are expect_column_values_to_not_be_null and"
                        + " expect_column_values_to_be_between",
                error());

        table.putLabels("_expectations", expectation("expect_column_values_to_not_be_null", "miles"));
        assertEquals(
                "label _expectations: expect_column_values_to_not_be_null names column miles, which is neither an entity nor a feature of"
                        + " the table",
                error());

        table.putLabels("_expectations", "{");
        assertTrue(error().startsWith("label _expectations is no JSON: "), this::error);
    }

    private static String expectation(String type, String column) {
        return "{\"expectations\": [{\"expectation_type\": \"%s\", \"kwargs\": {\"column\": \"%s\"}}]}"
                .formatted(type, column);
    }

    @Test
    void aWarehouseThatCannotBeWritten() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "in the way");

        var error = error(Specs.job()
                .setOfflineStore(
                        OfflineStore.newBuilder().setCatalog("unwritable").setWarehouse(file + "/warehouse"))
                .setBatchToOffline(BatchToOffline.newBuilder().setTable(table).setInterval(DAY)));

        assertTrue(error.startsWith("offline_store.warehouse %s/warehouse cannot be written: ".formatted(file)), error);
        assertTrue(error.endsWith("; give a folder that Spark can write"), error);
    }

    @Test
    void deadLettersAndOutputsThatCannotBeWritten() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "in the way");
        location = Rows.parquet(
                folder.resolve("source"), "driver_id long, event_timestamp timestamp, trips int", row(null, NOON, 10));

        var error = error(Specs.toOnline(Specs.job(), table, DAY).setDeadLetterPath(file + "/dead"));
        assertTrue(error.startsWith("dead_letter_path %s/dead/job-".formatted(file)), error);

        error = error(Specs.job()
                .setHistoricalRetrieval(HistoricalRetrieval.newBuilder()
                        .addTables(table)
                        .addFeatures("drivers:trips")
                        .setEntitySource(parquet(location))
                        .setOutputLocation(file + "/output")));
        assertTrue(error.startsWith("output_location %s/output cannot be written: ".formatted(file)), error);
    }

    @Test
    void aStoreThatIsNotSpecified() {
        assertEquals(
                "the job specification names no offline store; give offline_store",
                error(Specs.job()
                        .setBatchToOffline(
                                BatchToOffline.newBuilder().setTable(table).setInterval(DAY))));
        assertEquals(
                "the job specification names no Redis; give redis",
                error(Specs.toOnline(Specs.job().clearRedis(), table, DAY)));
    }
}
