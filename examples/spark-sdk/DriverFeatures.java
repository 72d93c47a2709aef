import dev.larder.spark.Larder;
import dev.larder.spark.online.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Loads features of drivers into the online store and builds a training set of them, in a Spark program of your own.
 *
 * <p>Arguments: host and port of Redis, the file with the feature table, a folder for the features' history. Where Larder runs, the
 * table comes from there: {@code Larder.table(URI.create("http://localhost:8080"), "default", "drivers")}.
 */
public final class DriverFeatures {
    public static void main(String[] arguments) throws IOException {
        var redis = RedisServer.at(arguments[0], Integer.parseInt(arguments[1]));
        var history = arguments[3];
        var drivers = Larder.table(Files.readString(Path.of(arguments[2])).replace("HISTORY", history));
        var spark = SparkSession.builder()
                .appName("driver features")
                .config("spark.sql.session.timeZone", "UTC")
                .getOrCreate();

        // Yours come from your own pipelines.
        var features = spark.sql(
                """
                SELECT driver_id, event_timestamp, trips, rating FROM VALUES
                  (1001, timestamp'2026-03-01 08:00:00', 12, 4.5D),
                  (1001, timestamp'2026-03-02 08:00:00', 17, 4.6D),
                  (1002, timestamp'2026-03-02 08:00:00', 3, NULL),
                  (NULL, timestamp'2026-03-02 08:00:00', 5, 4.0D)
                  AS (driver_id, event_timestamp, trips, rating)""");
        features.where("driver_id IS NOT NULL").write().mode("overwrite").parquet(history);

        // For serving: the latest row of each driver.
        var load = Larder.load(features, drivers.table(), redis);
        System.out.println("written " + load.counts().written() + ", rejected " + load.counts().rejected());
        load.rejected().show(false);

        // For training: what was known of the driver when the order came in.
        var orders = spark.sql(
                """
                SELECT bigint(driver_id), event_timestamp, was_late FROM VALUES
                  (1001, timestamp'2026-03-01 12:00:00', true),
                  (1001, timestamp'2026-03-02 12:00:00', false),
                  (1002, timestamp'2026-03-01 12:00:00', false)
                  AS (driver_id, event_timestamp, was_late)""");
        Larder.trainingSet(orders, "event_timestamp", List.of("drivers:trips", "drivers:rating"), List.of(drivers))
                .orderBy("driver_id", "event_timestamp")
                .show(false);
        spark.stop();
    }
}
