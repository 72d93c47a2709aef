package dev.larder.spark;

import static dev.larder.spark.testing.Rows.at;
import static dev.larder.spark.testing.Rows.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.larder.proto.v1.BatchToOffline;
import dev.larder.proto.v1.JobSpec;
import dev.larder.proto.v1.OfflineStore;
import dev.larder.proto.v1.Table;
import dev.larder.row.ValueLayout;
import dev.larder.spark.job.JobRun;
import dev.larder.spark.source.SourceException;
import dev.larder.spark.testing.LocalRedis;
import dev.larder.spark.testing.LocalSpark;
import dev.larder.spark.testing.OnlineRow;
import dev.larder.spark.testing.Rows;
import dev.larder.spark.testing.Specs;
import feast.proto.types.ValueProto.ValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SDK as a program of somebody else's would use it. */
class LarderTest {
    private static final Instant NOON = at("2026-03-01T12:00:00Z");
    private static final String COLUMNS = "driver_id long, event_timestamp timestamp, trips int, rating double";

    @TempDir
    Path folder;

    private String json() {
        try {
            return Files.readString(Path.of("..", "examples", "spark-sdk", "drivers.json"))
                    .replace("HISTORY", folder.resolve("history").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeHistory() {
        Rows.parquet(
                folder.resolve("history"),
                COLUMNS,
                row(1L, NOON, 10, 4.5),
                row(1L, NOON.plusSeconds(60), 11, 4.6),
                row(2L, NOON, 20, null));
    }

    private static List<Row> orders(org.apache.spark.sql.Dataset<Row> rows) {
        return rows.orderBy("order").collectAsList();
    }

    @Test
    void rowsOfAProgramAreServableAndTheOthersAreHandedBack() {
        var rows = Rows.of(
                "driver_id int, event_timestamp timestamp, created_timestamp timestamp, trips int, rating float, more string",
                row(1, NOON, NOON.plusSeconds(1), 10, 4.5f, "x"),
                row(1, NOON, NOON, 11, 4.5f, "x"),
                row(null, NOON, NOON, 12, 4.5f, "x"));
        try (var redis = LocalRedis.onFreePort("");
                var client = redis.client()) {

            var load = Larder.load(rows, Larder.table(json()).table(), redis.server());

            assertEquals(1, load.counts().written());
            assertEquals(1, load.counts().older());
            assertEquals(1, load.counts().rejected());
            var rejected = load.rejected().collectAsList();
            assertEquals(1, rejected.size());
            assertEquals(12, rejected.get(0).<Integer>getAs("trips"));
            assertEquals("entity driver_id is null", rejected.get(0).<String>getAs("_reason"));
            var stored = OnlineRow.find(client, 0x0a02d90b, 1, 1L).orElseThrow();
            assertEquals(10, stored.value(1, ValueLayout.INT32).orElseThrow().getInt32Val(), "created later");
            assertEquals(4.5, stored.value(2, ValueLayout.DOUBLE).orElseThrow().getDoubleVal());
        }
    }

    @Test
    void aColumnThatIsMissingIsNamed() {
        var rows = Rows.of("driver_id long, event_timestamp timestamp, trips int", row(1L, NOON, 1));
        var table = Larder.table(json()).table();

        var failure = assertThrows(
                SourceException.class,
                () -> Larder.load(rows, table, LocalRedis.shared().server()));

        assertTrue(failure.getMessage()
                .startsWith("rating are missing for feature table drivers. Source of the program has driver_id, "));
    }

    @Test
    void aTrainingSetHasTheFeaturesAsTheyWere() {
        writeHistory();
        var orders = Rows.of(
                "order int, driver_id long, at timestamp",
                row(1, 1L, NOON.minusSeconds(1)),
                row(2, 1L, NOON.plusSeconds(1)),
                row(3, 1L, NOON.plusSeconds(61)),
                row(4, 2L, NOON));

        var set = Larder.trainingSet(
                orders, "at", List.of("drivers:rating", "drivers:trips"), List.of(Larder.table(json())));

        assertEquals(List.of("order", "driver_id", "at", "drivers__rating", "drivers__trips"), List.of(set.columns()));
        assertEquals(
                List.of(
                        row(1, 1L, NOON.minusSeconds(1), null, null),
                        row(2, 1L, NOON.plusSeconds(1), 4.5, 10),
                        row(3, 1L, NOON.plusSeconds(61), 4.6, 11),
                        row(4, 2L, NOON, null, 20)),
                orders(set));
    }

    @Test
    void aTrainingSetComesFromTheOfflineStoreToo() {
        writeHistory();
        var table = Table.newBuilder()
                .setProject("default")
                .setName("drivers")
                .addEntities(Specs.entity("driver_id", ValueType.Enum.INT64))
                .addFeatures(Specs.feature(1, "trips", ValueType.Enum.INT32))
                .addFeatures(Specs.feature(2, "rating", ValueType.Enum.DOUBLE))
                .setBatchSource(Specs.parquet(folder.resolve("history").toString()));
        var warehouse = folder.resolve("warehouse").toString();
        var spec = JobSpec.newBuilder()
                .setOfflineStore(OfflineStore.newBuilder().setWarehouse(warehouse))
                .setBatchToOffline(BatchToOffline.newBuilder()
                        .setTable(table)
                        .setInterval(Specs.interval(NOON, NOON.plusSeconds(3_600))))
                .build();
        assertEquals(
                3,
                new JobRun(LocalSpark.session(), spec, "", Clock.systemUTC())
                        .run()
                        .getRowsWritten());
        var orders = Rows.of("order int, driver_id long, at timestamp", row(1, 1L, NOON.plusSeconds(61)));

        var set = Larder.trainingSet(orders, "at", List.of("drivers:trips"), List.of(Larder.table(json())), warehouse);

        assertEquals(List.of(row(1, 1L, NOON.plusSeconds(61), 11)), orders(set));
    }

    @Test
    void whatIsNoTableIsRefused() {
        var failure = assertThrows(IllegalArgumentException.class, () -> Larder.table("{\"name\": 7, \"x\""));
        assertTrue(failure.getMessage().startsWith("this is no JSON of larder.v1.Table: "), failure::getMessage);

        failure = assertThrows(IllegalArgumentException.class, () -> Larder.table("{\"spec\": {}}"));
        assertEquals("this JSON of larder.v1.Table has no name or no entities", failure.getMessage());
    }

    @Test
    void theApplicationIsAskedForATable() throws IOException {
        var application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/", exchange -> {
            boolean known = exchange.getRequestURI()
                    .getRawPath()
                    .equals("/api/v1/projects/my%20project/feature-tables/drivers/spark-table");
            var body = (known ? json() : "there is no such table").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        application.start();
        var uri = URI.create("http://127.0.0.1:" + application.getAddress().getPort());
        try {
            assertEquals(
                    "drivers",
                    Larder.table(uri, "my project", "drivers").table().name());

            var failure = assertThrows(IllegalArgumentException.class, () -> Larder.table(uri, "my project", "x"));
            assertEquals(
                    "GET %s/api/v1/projects/my%%20project/feature-tables/x/spark-table answered 404: there is no such table"
                            .formatted(uri),
                    failure.getMessage());
        } finally {
            application.stop(0);
        }
        assertThrows(UncheckedIOException.class, () -> Larder.table(uri, "my project", "drivers"));
    }
}
