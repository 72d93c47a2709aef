package dev.larder.spark.testing;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** The one Spark session of all tests: two cores, bound to loopback, no user interface. It lives until the JVM ends. */
public final class LocalSpark {
    private static final SparkSession SESSION = SparkSession.builder()
            .master("local[2]")
            .appName("tests")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "4")
            .config(
                    "spark.sql.warehouse.dir",
                    Path.of("target", "spark-warehouse").toAbsolutePath().toString())
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.datetime.java8API.enabled", "true")
            .getOrCreate();

    private LocalSpark() {}

    public static SparkSession session() {
        return SESSION;
    }
}
