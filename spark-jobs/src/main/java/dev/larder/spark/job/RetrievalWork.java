package dev.larder.spark.job;

import dev.larder.proto.v1.HistoricalRetrieval;
import dev.larder.proto.v1.JobProgress;
import dev.larder.proto.v1.Table;
import dev.larder.spark.history.EntityRows;
import dev.larder.spark.history.FeatureHistory;
import dev.larder.spark.history.TrainingSet;
import dev.larder.spark.offline.OfflineStore;
import dev.larder.spark.shuffle.PartitionCounter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.DataSource;

/** Historical retrieval: entity rows with their features, written to a folder. */
final class RetrievalWork implements Work {
    private static final String DEFAULT_FORMAT = "parquet";

    private final SparkSession session;
    private final HistoricalRetrieval spec;
    private final Supplier<OfflineStore> store;
    private final Instant now;
    private final Map<String, Long> snapshots = new ConcurrentHashMap<>();
    private final Map<String, Long> lacking = new ConcurrentHashMap<>();
    private final Map<String, Long> leftOut = new ConcurrentHashMap<>();
    private final PartitionCounter written = new PartitionCounter();
    private volatile TrainingSet trainingSet;

    /** @param store asked only if the history lies there */
    RetrievalWork(SparkSession session, HistoricalRetrieval spec, Supplier<OfflineStore> store, Instant now) {
        this.now = now;
        this.session = session;
        this.spec = spec;
        this.store = store;
        session.sparkContext().register(written);
    }

    @Override
    public void run() {
        WritableFolder.require(session, "output_location", spec.getOutputLocation());
        OutputFolder.requireReplaceable(session, spec.getOutputLocation());
        var format = spec.getOutputFormat().isEmpty() ? DEFAULT_FORMAT : spec.getOutputFormat();
        requireWritable(format);
        var histories = new ArrayList<FeatureHistory>();
        for (Table table : spec.getTablesList()) {
            var history = history(table);
            histories.add(history);
            history.read().ifPresent(read -> {
                lacking.putAll(read.lacking());
                read.reasons().forEach((reason, rows) -> leftOut.put(table.getName() + ": " + reason, rows));
            });
        }
        var entities = EntityRows.read(session, SpecReader.source(spec.getEntitySource()));
        trainingSet = TrainingSet.join(
                session, entities, histories, spec.getFeaturesList(), spec.getFilterByCreatedTimestamp());
        CountedRows.of(trainingSet.rows(), written)
                .write()
                .format(format)
                .mode(SaveMode.Overwrite)
                .save(spec.getOutputLocation());
    }

    private void requireWritable(String format) {
        try {
            DataSource.lookupDataSource(format, session.sessionState().conf());
        } catch (Exception e) {
            // Scala throws checked exceptions without saying so.
            throw new IllegalArgumentException(
                    ("output_format is \"%s\", which this Spark does not have; name the package that brings it in the setting"
                                    + " spark.jars.packages, or ask for parquet, orc, csv or json")
                            .formatted(format));
        }
    }

    /** What nobody asks for may be missing: a feature that is newer than the snapshot, say. */
    private FeatureHistory history(Table spec) {
        var table = SpecReader.table(spec);
        var asked = table.asked(this.spec.getFeaturesList());
        if (this.spec.getOrigin() != HistoricalRetrieval.Origin.OFFLINE_STORE) {
            return FeatureHistory.read(session, table, SpecReader.source(spec.getBatchSource()), asked, now);
        }
        var named = this.spec.getAsOfSnapshotMap().get(table.name());
        long snapshot = named != null ? named : store.get().requireSnapshot(table);
        snapshots.put(table.name(), snapshot);
        return FeatureHistory.read(store.get(), table, snapshot, asked);
    }

    @Override
    public void report(JobProgress.Builder progress) {
        progress.putAllSnapshots(snapshots)
                .putAllMissingColumns(lacking)
                .putAllRejectedReasons(leftOut)
                .setRowsWritten(written.total(1)[0]);
        var known = trainingSet;
        if (known != null) {
            progress.putAllLeakedValues(known.leakedValues()).putAllTies(known.ties());
        }
    }
}
