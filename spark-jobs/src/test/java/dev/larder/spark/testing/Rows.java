package dev.larder.spark.testing;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.StructType;

/** Rows made from literals. */
public final class Rows {
    private Rows() {}

    public static Row row(Object... values) {
        return RowFactory.create(values);
    }

    public static Instant at(String time) {
        return Instant.parse(time);
    }

    /** @param columns as in DDL: {@code "id long, at timestamp"} */
    public static Dataset<Row> of(String columns, Row... rows) {
        return LocalSpark.session().createDataFrame(Arrays.asList(rows), StructType.fromDDL(columns));
    }

    /** Writes the rows as Parquet and gives the folder. */
    public static String parquet(Path folder, String columns, Row... rows) {
        of(columns, rows).coalesce(1).write().mode(SaveMode.Overwrite).parquet(folder.toString());
        return folder.toString();
    }

    /** Rows read from Parquet, without a promised order. */
    public static List<Row> read(String folder) {
        return LocalSpark.session().read().parquet(folder).collectAsList();
    }
}
