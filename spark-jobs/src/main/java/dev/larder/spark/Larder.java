package dev.larder.spark;

import dev.larder.spark.history.EntityRows;
import dev.larder.spark.history.FeatureHistory;
import dev.larder.spark.history.SchemaException;
import dev.larder.spark.history.TrainingSet;
import dev.larder.spark.job.TableReader;
import dev.larder.spark.offline.OfflineStore;
import dev.larder.spark.offline.OfflineStoreException;
import dev.larder.spark.online.OnlineIngestion;
import dev.larder.spark.online.OnlineStoreException;
import dev.larder.spark.online.RedisServer;
import dev.larder.spark.source.BatchRows;
import dev.larder.spark.source.SourceException;
import dev.larder.spark.table.FeatureTable;
import dev.larder.spark.table.SourcedTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Feature tables in a Spark program of your own: the code of Larder's jobs, without a job.
 *
 * <pre>{@code
 * var drivers = Larder.table(URI.create("http://larder:8080"), "default", "drivers");
 * Larder.load(rows, drivers.table(), RedisServer.at("redis", 6379));
 * var trainingSet = Larder.trainingSet(orders, "event_timestamp", List.of("drivers:trips"), List.of(drivers));
 * }</pre>
 *
 * Every time is a {@code timestamp}; a {@code timestamp_ntz} is taken to be in the zone of the session, so set {@code
 * spark.sql.session.timeZone} to {@code UTC}. Works on Spark Classic, not over Spark Connect.
 */
public final class Larder {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Larder() {}

    /**
     * A feature table as the application knows it.
     *
     * @param application such as {@code http://larder:8080}
     * @throws IllegalArgumentException if there is no such table; the message is the application's
     * @throws UncheckedIOException if the application does not answer within ten seconds
     */
    public static SourcedTable table(URI application, String project, String name) {
        var uri = application.resolve(
                "/api/v1/projects/%s/feature-tables/%s/spark-table".formatted(encoded(project), encoded(name)));
        var request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Accept", "application/json")
                .build();
        try {
            var response = HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalArgumentException(
                        "GET %s answered %d: %s".formatted(uri, response.statusCode(), response.body()));
            }
            return table(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("GET %s failed: %s".formatted(uri, e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + uri, e);
        }
    }

    /**
     * A feature table from the JSON of {@code larder.v1.Table}, as the application gives it out.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static SourcedTable table(String json) {
        return TableReader.read(json);
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * What became of rows that were loaded.
     *
     * @param counts how many were written, rejected, older than others of their key, too old
     * @param rejected those that cannot be used: the entities, features and times as they were given, and {@code _reason}; computed
     *     again when it is used
     */
    public record Load(OnlineIngestion.Counts counts, Dataset<Row> rejected) {}

    /**
     * Loads rows into the online store: of each key the latest, unless the store has a later one. To load the same rows again changes
     * nothing. A row without entity or event time, with a value that cannot be read as its type, or that fails an expectation is
     * rejected and stops nothing.
     *
     * @param rows columns: every entity and every feature of the table under its name, {@code event_timestamp}, and, if two rows of
     *     a key may have the same event time, {@code created_timestamp}; further ones are ignored. A value may have another type
     *     than the table's if it survives the cast; nothing is turned into text
     * @throws SourceException if a column is missing or has a type that can never fit
     * @throws org.apache.spark.SparkException if the work failed; caused by an {@link OnlineStoreException} if Redis stayed away
     */
    public static Load load(Dataset<Row> rows, FeatureTable table, RedisServer onlineStore) {
        var now = Instant.now();
        var judged = BatchRows.of(rows, table, now);
        var counts = new OnlineIngestion(rows.sparkSession(), onlineStore, table).run(judged, now);
        return new Load(counts, judged.rejected());
    }

    /**
     * Joins to each entity row the features as they were at its time, from the tables' batch sources: the row with the latest event
     * time that is not after the entity row's, and not more than the table's max age before it; of two with the same, the one that
     * was created later.
     *
     * @param entities any columns; among them those of the tables' entities in exactly their types, and the time
     * @param timeColumn of the entity rows
     * @param features {@code table:feature}
     * @param tables all that features name
     * @return one row for each entity row, duplicates too, in no certain order: the columns of the entity rows, then {@code
     *     table__feature} in the order asked for; null where there is no value. The shuffles begin at once
     * @throws SchemaException if a column of the entity rows is missing or has another type
     * @throws SourceException if a source cannot be read, or has not what its table needs
     * @throws IllegalArgumentException if a feature is not in the tables
     */
    public static Dataset<Row> trainingSet(
            Dataset<Row> entities, String timeColumn, List<String> features, List<SourcedTable> tables) {
        var session = entities.sparkSession();
        return join(
                entities,
                timeColumn,
                features,
                tables.stream()
                        .map(table -> FeatureHistory.read(
                                session,
                                table.table(),
                                table.source(),
                                table.table().asked(features),
                                Instant.now()))
                        .toList());
    }

    /**
     * The same from the offline store, as it is now.
     *
     * @param warehouse the folder of the offline store
     * @throws OfflineStoreException if a table was never written there
     */
    public static Dataset<Row> trainingSet(
            Dataset<Row> entities,
            String timeColumn,
            List<String> features,
            List<SourcedTable> tables,
            String warehouse) {
        var store = new OfflineStore(entities.sparkSession(), "", warehouse);
        return join(
                entities,
                timeColumn,
                features,
                tables.stream()
                        .map(SourcedTable::table)
                        .map(table ->
                                FeatureHistory.read(store, table, store.requireSnapshot(table), table.asked(features)))
                        .toList());
    }

    private static Dataset<Row> join(
            Dataset<Row> entities, String timeColumn, List<String> features, List<FeatureHistory> histories) {
        SparkSession session = entities.sparkSession();
        return TrainingSet.join(session, new EntityRows(entities, timeColumn), histories, features, false)
                .rows();
    }
}
