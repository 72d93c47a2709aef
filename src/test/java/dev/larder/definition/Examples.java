package dev.larder.definition;

import dev.larder.definition.BatchSource.FileSource;
import dev.larder.definition.StreamSource.KafkaSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Definitions for tests, each valid, and a table of which one part can be replaced at a time. */
public final class Examples {
    public static final SourceColumns COLUMNS = new SourceColumns("event_ts", "", "", Map.of());
    public static final BatchSource FILES = new FileSource(COLUMNS, "file:///data/trips");
    public static final StreamSource TRIPS =
            new KafkaSource(COLUMNS, "localhost:9092", "trips", new StreamFormat.Protobuf("com.example.Trip"));
    public static final FeatureTable TABLE = new Table().build();

    private Examples() {}

    public static Feature feature(String name) {
        return new Feature(name, ValueType.DOUBLE, Map.of());
    }

    /** What a feature table is made of. */
    public static final class Table {
        private String name = "driver_trips";
        private List<String> entities = List.of("driver_id");
        private List<Feature> features = List.of(feature("trip_cost"));
        private Map<String, String> labels = Map.of();
        private Duration maxAge = Duration.ZERO;
        private BatchSource batchSource = FILES;
        private StreamSource streamSource;
        private Duration stalenessThreshold;
        private OnlineStore onlineStore;

        public Table name(String replacement) {
            name = replacement;
            return this;
        }

        public Table entities(String... replacement) {
            entities = List.of(replacement);
            return this;
        }

        public Table features(Feature... replacement) {
            features = List.of(replacement);
            return this;
        }

        public Table features(String... names) {
            features = List.of(names).stream().map(Examples::feature).toList();
            return this;
        }

        public Table labels(Map<String, String> replacement) {
            labels = replacement;
            return this;
        }

        public Table maxAge(Duration replacement) {
            maxAge = replacement;
            return this;
        }

        public Table batchSource(BatchSource replacement) {
            batchSource = replacement;
            return this;
        }

        public Table streamSource(StreamSource replacement) {
            streamSource = replacement;
            return this;
        }

        public Table stalenessThreshold(Duration replacement) {
            stalenessThreshold = replacement;
            return this;
        }

        public Table onlineStore(OnlineStore replacement) {
            onlineStore = replacement;
            return this;
        }

        public FeatureTable build() {
            return new FeatureTable(
                    name,
                    entities,
                    features,
                    labels,
                    maxAge,
                    batchSource,
                    Optional.ofNullable(streamSource),
                    Optional.ofNullable(stalenessThreshold),
                    Optional.ofNullable(onlineStore));
        }
    }
}
