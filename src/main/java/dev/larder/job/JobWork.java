package dev.larder.job;

import dev.larder.definition.BatchSource;
import dev.larder.definition.FeatureReference;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a job is to do. */
public sealed interface JobWork {
    JobKind kind();

    /** The feature tables that it reads, each once, in the order they are named. */
    List<String> tables();

    enum Destination {
        ONLINE_STORE,
        OFFLINE_STORE
    }

    /** Rows of a table's batch source with start <= event time < end, to a store. */
    record Ingestion(Destination destination, String table, Instant start, Instant end) implements JobWork {
        @Override
        public JobKind kind() {
            return destination == Destination.ONLINE_STORE ? JobKind.BATCH_TO_ONLINE : JobKind.BATCH_TO_OFFLINE;
        }

        @Override
        public List<String> tables() {
            return List.of(table);
        }
    }

    /** Where the history of a feature table is read. */
    enum Origin {
        BATCH_SOURCE,
        OFFLINE_STORE
    }

    /**
     * Joins to each entity row the features as they were at its time.
     *
     * @param features each once, in the order of the output columns
     * @param outputFormat a format of Spark
     * @param filterByCreatedTimestamp leave out rows that were created after the entity's time: nobody could have known them
     * @param asOfSnapshot table to the snapshot of the offline store to read; of other tables the newest is read
     */
    record Retrieval(
            List<FeatureReference> features,
            BatchSource entitySource,
            String outputLocation,
            String outputFormat,
            Origin origin,
            boolean filterByCreatedTimestamp,
            Map<String, Long> asOfSnapshot)
            implements JobWork {
        public Retrieval {
            features = List.copyOf(features);
            asOfSnapshot = Map.copyOf(asOfSnapshot);
        }

        @Override
        public JobKind kind() {
            return JobKind.HISTORICAL_RETRIEVAL;
        }

        @Override
        public List<String> tables() {
            return features.stream().map(FeatureReference::table).distinct().toList();
        }
    }
}
