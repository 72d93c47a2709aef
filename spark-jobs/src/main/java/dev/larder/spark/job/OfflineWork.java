package dev.larder.spark.job;

import dev.larder.proto.v1.BatchToOffline;
import dev.larder.proto.v1.JobProgress;
import dev.larder.spark.offline.OfflineStore;
import dev.larder.spark.shuffle.PartitionCounter;
import dev.larder.spark.source.BatchRows;
import dev.larder.spark.table.FeatureTable;
import org.apache.spark.sql.SparkSession;

/** Batch source to offline store. */
final class OfflineWork implements Work {
    private final SparkSession session;
    private final BatchToOffline spec;
    private final FeatureTable table;
    private final OfflineStore store;
    private final DeadLetters deadLetters;
    private final PartitionCounter counter = new PartitionCounter();
    private volatile long snapshot;
    private volatile boolean written;

    OfflineWork(SparkSession session, BatchToOffline spec, OfflineStore store, DeadLetters deadLetters) {
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
        var rows = BatchRows.read(session, table, source, interval);
        snapshot = store.replace(table, rows.usable(counter), interval);
        written = true;
        if (counts()[BatchRows.Count.REJECTED.ordinal()] > 0) {
            deadLetters.write(rows.rejected());
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
        progress.setRowsRead(read).setRowsRejected(rejected).setDeadLetters(deadLetters.written());
        if (written) {
            progress.setRowsWritten(read - rejected).putSnapshots(table.name(), snapshot);
        }
    }
}
