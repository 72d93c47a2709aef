package dev.larder.spark.online;

import static org.apache.spark.sql.functions.col;

import dev.larder.spark.shuffle.PartitionCounter;
import dev.larder.spark.source.BatchRows;
import dev.larder.spark.table.FeatureTable;
import dev.larder.spark.table.Interval;
import java.time.Instant;
import java.util.ArrayList;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;

/**
 * Loads the rows of one table into the online store. Of each key only the latest row is sent; Redis keeps it unless it has a
 * later one. Running it again changes nothing.
 */
public final class OnlineIngestion {
    private final SparkSession session;
    private final RedisServer redis;
    private final FeatureTable table;
    private final PartitionCounter encoded = new PartitionCounter();
    private final PartitionCounter written = new PartitionCounter();

    public OnlineIngestion(org.apache.spark.sql.SparkSession session, RedisServer redis, FeatureTable table) {
        this.session = (SparkSession) session;
        this.redis = redis;
        this.table = table;
        session.sparkContext().register(encoded);
        session.sparkContext().register(written);
    }

    /**
     * What became of the rows: {@code read = written + rejected + older + tooOld + unwritable}, once all is done.
     *
     * @param rejected cannot be used
     * @param older lost against a later row of their key, among these rows or in the store
     * @param tooOld had outlived the table's max age
     * @param ahead of these, written or lost, were of the future
     * @param unwritable something that is no hash lies under their key in Redis; the executors' logs name the keys
     */
    public record Counts(
            long read, long written, long rejected, long older, long tooOld, long ahead, long unwritable) {}

    /** The counts of what has ended so far; at the end, of all. */
    public Counts counts() {
        var before = encoded.total(RowEncoder.Count.values().length);
        var after = written.total(RowSink.Count.values().length);
        return new Counts(
                before[RowEncoder.Count.READ.ordinal()],
                after[RowSink.Count.WRITTEN.ordinal()],
                before[RowEncoder.Count.REJECTED.ordinal()],
                after[RowSink.Count.OLDER.ordinal()],
                before[RowEncoder.Count.TOO_OLD.ordinal()],
                before[RowEncoder.Count.AHEAD.ordinal()],
                after[RowSink.Count.UNWRITABLE.ordinal()]);
    }

    /** How many rows, the latest of their keys, had the times of another row of the key but other values: of what has ended so far. */
    public long ties() {
        return written.total(RowSink.Count.values().length)[RowSink.Count.TIED.ordinal()];
    }

    /** @param now rows older than the table's max age at this moment are not written */
    public Counts run(BatchRows rows, Instant now) {
        var columns = new ArrayList<Column>();
        columns.add(col(BatchRows.EVENT_TIME));
        columns.add(col(BatchRows.CREATED_TIME));
        table.sortedEntities().forEach(entity -> columns.add(col(quoted(entity.name()))));
        table.features().forEach(feature -> columns.add(col(quoted(feature.name()))));
        columns.add(col(BatchRows.REASON));
        long nowMicros = Interval.micros(now);
        Dataset<Row> selected = rows.all().select(columns.toArray(Column[]::new));
        var encodedRows =
                selected.queryExecution().toRdd().toJavaRDD().mapPartitions(new RowEncoder(table, nowMicros, encoded));
        session.internalCreateDataFrame(encodedRows.rdd(), EncodedRow.SCHEMA, false)
                .repartition(col("`" + EncodedRow.GROUP + "`"))
                .sortWithinPartitions(col("`" + EncodedRow.GROUP + "`"))
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .foreachPartition(new RowSink(redis, table, written));
        return counts();
    }

    private static String quoted(String name) {
        return "`" + name + "`";
    }
}
