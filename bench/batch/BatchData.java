import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lpad;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.when;

import dev.larder.proto.v1.BatchToOnline;
import dev.larder.proto.v1.EntityColumn;
import dev.larder.proto.v1.FeatureColumn;
import dev.larder.proto.v1.HistoricalRetrieval;
import dev.larder.proto.v1.Interval;
import dev.larder.proto.v1.JobSpec;
import dev.larder.proto.v1.RedisServer;
import dev.larder.proto.v1.Table;
import feast.proto.core.DataFormatProto.FileFormat;
import feast.proto.core.DataSourceProto.DataSource;
import feast.proto.types.ValueProto.ValueType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The Parquet folders that the jobs read, and the specifications of the jobs. Rows are made from their numbers by a hash, so that
 * each run has the same, in an order that has nothing to do with keys or times.
 */
final class BatchData {
    static final int FEATURES = 10;
    static final int KEY_HASH = 0x0a02d90b;
    static final int TABLE = 7;
    /** Values are below this, so nearly all take two bytes in a row. */
    static final int VALUES = 10_000;

    static final long START_MICROS = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli() * 1_000;
    private static final long SPAN_MICROS = 30L * 86_400_000_000L;
    private static final int FILES = 8;
    private static final String TIME = "event_timestamp";

    private BatchData() {}

    /** Rows of distinct INT64 entities. */
    static Dataset<Row> ingestion(SparkSession session, long rows) {
        return withFeatures(session.range(0, rows, 1, FILES).select(spread(rows).as("entity"), time(1), col("id")));
    }

    /** Feature rows of {@code keys} text entities; {@code heavyShare} of them belong to one. */
    static Dataset<Row> history(SparkSession session, long rows, long keys, double heavyShare) {
        return withFeatures(session.range(0, rows, 1, FILES).select(key(keys, heavyShare, 2), time(3), col("id")));
    }

    /** Entity rows over the same entities. */
    static Dataset<Row> entities(SparkSession session, long rows, long keys, double heavyShare) {
        return session.range(0, rows, 1, FILES).select(key(keys, heavyShare, 4), time(5), col("id").as("label"));
    }

    static void write(Dataset<Row> rows, Path folder) {
        rows.write().mode(SaveMode.Overwrite).parquet(folder.toString());
    }

    private static Dataset<Row> withFeatures(Dataset<Row> rows) {
        var columns = new ArrayList<Column>();
        columns.add(col(rows.columns()[0]));
        columns.add(col(TIME));
        for (int i = 0; i < FEATURES; i++) {
            columns.add(hash(100 + i, VALUES).as("f" + i));
        }
        return rows.select(columns.toArray(Column[]::new));
    }

    /** A permutation of the numbers below {@code rows}. */
    private static Column spread(long rows) {
        // Odd and far from any size that is asked for: without a common divisor.
        return expr("id * 7919039 % " + rows);
    }

    private static Column key(long keys, double heavyShare, int seed) {
        var number = when(hash(seed + 50, 1_000_000).lt(lit((long) (heavyShare * 1_000_000))), lit(0L))
                .otherwise(hash(seed, keys));
        return concat(lit("customer-"), lpad(number.cast("string"), 10, "0")).as("customer");
    }

    private static Column time(int seed) {
        return timestamp_micros(hash(seed, SPAN_MICROS).plus(lit(START_MICROS))).as(TIME);
    }

    /** A number from zero to below {@code limit}, drawn by the row's number. */
    private static Column hash(int seed, long limit) {
        return expr("pmod(xxhash64(id, %d), %dL)".formatted(seed, limit));
    }

    static JobSpec ingestionJob(String id, Path source, int redisPort) {
        return JobSpec.newBuilder()
                .setJobId(id)
                .setEpoch(1)
                .setRedis(RedisServer.newBuilder().addHosts("127.0.0.1:" + redisPort))
                .setBatchToOnline(BatchToOnline.newBuilder()
                        .setTable(table("entity", ValueType.Enum.INT64).setBatchSource(parquet(source)))
                        .setInterval(Interval.newBuilder()
                                .setStartMicros(START_MICROS)
                                .setEndMicros(START_MICROS + SPAN_MICROS)))
                .build();
    }

    /** @param features how many are asked for */
    static JobSpec retrievalJob(String id, Path history, Path entities, Path output, int features) {
        var retrieval = HistoricalRetrieval.newBuilder()
                .addTables(table("customer", ValueType.Enum.STRING).setBatchSource(parquet(history)))
                .setEntitySource(parquet(entities))
                .setOutputLocation(output.toString());
        for (int i = 0; i < features; i++) {
            retrieval.addFeatures("figures:f" + i);
        }
        return JobSpec.newBuilder().setJobId(id).setHistoricalRetrieval(retrieval).build();
    }

    private static Table.Builder table(String entity, ValueType.Enum type) {
        var table = Table.newBuilder()
                .setProject("default")
                .setName("figures")
                .setNumber(TABLE)
                .setKeyHash(KEY_HASH)
                .addEntities(EntityColumn.newBuilder().setName(entity).setType(type));
        for (int i = 0; i < FEATURES; i++) {
            table.addFeatures(FeatureColumn.newBuilder()
                    .setId(i + 1)
                    .setName("f" + i)
                    .setType(ValueType.Enum.INT64));
        }
        return table;
    }

    private static DataSource parquet(Path folder) {
        return DataSource.newBuilder()
                .setType(DataSource.SourceType.BATCH_FILE)
                .setEventTimestampColumn(TIME)
                .setFileOptions(DataSource.FileOptions.newBuilder()
                        .setFileFormat(FileFormat.newBuilder()
                                .setParquetFormat(FileFormat.ParquetFormat.getDefaultInstance()))
                        .setFileUrl(folder.toString()))
                .build();
    }
}
