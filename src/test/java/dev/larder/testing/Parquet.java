package dev.larder.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parquet files, written and read with SQL. */
public final class Parquet {
    private Parquet() {}

    /**
     * What Spark needs to work is built by the module spark-jobs. The application alone can be built without it, then there is nothing to
     * test; with {@code -Dlarder.test.spark=required} that is a failure.
     */
    public static void assumeSparkIsBuilt() {
        boolean built = Files.isExecutable(Path.of("spark-jobs/target/spark/bin/spark-submit"))
                && Files.exists(Path.of("spark-jobs/target/larder-spark-jobs.jar"));
        if ("required".equals(System.getProperty("larder.test.spark"))) {
            assertTrue(built, "spark-jobs must be built first");
        }
        assumeTrue(built, "spark-jobs is not built: mvn -f src/build/pom.xml package -DskipTests");
    }

    /** @param query whose rows go into a file of the folder */
    public static void write(Path folder, String query) throws Exception {
        Files.createDirectories(folder);
        try (var database = DriverManager.getConnection("jdbc:duckdb:");
                var statement = database.createStatement()) {
            statement.execute("set TimeZone = 'UTC'");
            statement.execute("copy (%s) to '%s' (format parquet)".formatted(query, folder.resolve("part.parquet")));
        }
    }

    /** The rows of all files of a folder, each a column's name to its value. @param tail such as {@code order by id} */
    public static List<Map<String, Object>> read(String folder, String tail) throws SQLException {
        var rows = new ArrayList<Map<String, Object>>();
        try (var database = DriverManager.getConnection("jdbc:duckdb:");
                var statement = database.createStatement()) {
            statement.execute("set TimeZone = 'UTC'");
            try (var result = statement.executeQuery("select * from read_parquet('%s/*.parquet') %s"
                    .formatted(folder.replaceFirst("^file:/+", "/"), tail))) {
                var columns = result.getMetaData();
                while (result.next()) {
                    var row = new LinkedHashMap<String, Object>();
                    for (int i = 1; i <= columns.getColumnCount(); i++) {
                        row.put(columns.getColumnName(i), result.getObject(i));
                    }
                    rows.add(row);
                }
            }
        }
        return rows;
    }
}
