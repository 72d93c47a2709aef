package dev.larder.spark.job;

import dev.larder.proto.v1.BatchToOffline;
import dev.larder.proto.v1.JobProgress;
import dev.larder.spark.offline.OfflineStore;
import dev.larder.spark.shuffle.PartitionCounter;
import dev.larder.spark.source.BatchRows;
import dev.larder.spark.table.FeatureTable;
import java.time.Instant;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Batch source to offline store. */
final class OfflineWork implements Work {
    private final SparkSession session;
    private final BatchToOffline spec;
    private final FeatureTable table;
    private final OfflineStore store;
    private final DeadLetters deadLetters;
    private final PartitionCounter counter = new PartitionCounter();
    private final Instant now;
    private volatile Map<String, Long> lacking = Map.of();
    private volatile Map<String, Long> reasons = Map.of();
    private volatile long snapshot;
    private volatile boolean written;

    OfflineWork(SparkSession session, BatchToOffline spec, OfflineStore store, DeadLetters deadLetters, Instant now) {
        this.now = now;
        this.session = session;
        this.spec = spec;
        this.store = store;
        this.deadLetters = deadLetters;
        table = SpecReader.table(spec.getTable());
        session.sparkContext().register(counter);
    }

    @Override
    public void run() {
        var interval = SpecReader.interval(spec.getInterval());
        var source = SpecReader.source(spec.getTable().getBatchSource());
        var rows = BatchRows.read(session, table, source, interval, now);
        lacking = rows.lacking();
        snapshot = store.replace(table, rows.usable(counter, now), interval);
        written = true;
        if (counts()[BatchRows.Count.REJECTED.ordinal()] > 0) {
            deadLetters.write(rows.rejected());
            reasons = rows.reasons();
        }
    }

    private long[] counts() {
        return counter.total(BatchRows.Count.values().length);
    }

    @Override
    public void report(JobProgress.Builder progress) {
        var counts = counts();
        long read = counts[BatchRows.Count.READ.ordinal()];
        long rejected = counts[BatchRows.Count.REJECTED.ordinal()];
        progress.setRowsRead(read)
                .setRowsRejected(rejected)
                .setRowsAhead(counts[BatchRows.Count.AHEAD.ordinal()])
                .setDeadLetters(deadLetters.written())
                .putAllMissingColumns(lacking)
                .putAllRejectedReasons(reasons);
        if (written) {
            progress.setRowsWritten(read - rejected).putSnapshots(table.name(), snapshot);
        }
    }
}
