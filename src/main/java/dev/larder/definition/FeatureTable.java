package dev.larder.definition;

import dev.larder.error.LarderException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Features that share their entities, their sources and their event times.
 *
 * @param entities names of the entities that key a row; their order says nothing
 * @param features their order says nothing
 * @param maxAge rows older than this are not served; zero: rows never grow too old
 * @param stalenessThreshold how late the newest row may be before a client of 0.9.6 or later calls the table stale
 * @param onlineStore the store a client of 0.9.6 or later named for the table
 */
public record FeatureTable(
        String name,
        List<String> entities,
        List<Feature> features,
        Map<String, String> labels,
        Duration maxAge,
        BatchSource batchSource,
        Optional<StreamSource> streamSource,
        Optional<Duration> stalenessThreshold,
        Optional<OnlineStore> onlineStore)
        implements Definition {
    private static final Set<String> RESERVED = new TreeSet<>(Set.of("created_timestamp", "event_timestamp"));

    public FeatureTable {
        if (name.isEmpty()) {
            throw LarderException.invalid("EMPTY_NAME", "name", "FeatureTable name must be provided");
        }
        labels = Labels.checked("FeatureTable", "labels", labels);
        requireSome("entities", entities.size());
        requireSome("features", features.size());
        if (batchSource == null) {
            throw LarderException.invalid(
                    "MISSING_BATCH_SOURCE", "batch_source", "FeatureTable batch source cannot be empty.");
        }
        Names.resource("name", "FeatureTable", name);
        Limits.checkCount("entities", entities.size(), Limits.ENTITIES);
        Limits.checkCount("features", features.size(), Limits.FEATURES);
        entities = List.copyOf(entities);
        features = List.copyOf(features);
        checkNames(entities, features);
        requireEventTimestamp("batch_source", batchSource);
        streamSource.ifPresent(source -> requireEventTimestamp("stream_source", source));
        checkDuration("max_age", maxAge);
        stalenessThreshold.ifPresent(threshold -> checkDuration("staleness_threshold", threshold));
    }

    @Override
    public SortedMap<String, String> facts() {
        var facts = new TreeMap<String, String>();
        facts.put("entities", String.join(", ", new TreeSet<>(entities)));
        features.forEach(feature -> feature.addFacts(facts));
        Labels.addFacts(facts, "", labels);
        if (!maxAge.isZero()) {
            facts.put("max_age", maxAge.toString());
        }
        batchSource.facts().forEach((path, fact) -> facts.put("batch_source." + path, fact));
        streamSource.ifPresent(
                source -> source.facts().forEach((path, fact) -> facts.put("stream_source." + path, fact)));
        stalenessThreshold.ifPresent(threshold -> facts.put("staleness_threshold", threshold.toString()));
        onlineStore.ifPresent(store -> store.addFacts(facts));
        return facts;
    }

    /**
     * How long after now the event time of a row may be; empty: as long as it likes.
     *
     * @throws LarderException INVALID_ARGUMENT if the label that says it is no duration
     */
    public Optional<Duration> maxAhead() {
        return MaxAhead.of(labels);
    }

    private static void requireSome(String field, int count) {
        if (count == 0) {
            throw LarderException.invalid(
                    "EMPTY_LIST", field, "FeatureTable %s list cannot be empty.".formatted(field));
        }
    }

    private static void requireEventTimestamp(String role, DataSource source) {
        SourceColumns.require(role + ".event_timestamp_column", source.columns().eventTimestamp());
    }

    private static void checkNames(List<String> entities, List<Feature> features) {
        var seen = new HashSet<String>();
        for (String entity : entities) {
            checkName("entities." + entity, entity, seen);
        }
        for (Feature feature : features) {
            checkName("features." + feature.name(), feature.name(), seen);
        }
    }

    private static void checkName(String field, String name, Set<String> seen) {
        if (RESERVED.contains(name)) {
            throw LarderException.invalid(
                    "RESERVED_NAME", field, "Reserved names has been used as Feature(s) names. Reserved: " + RESERVED);
        }
        if (!seen.add(name)) {
            throw LarderException.invalid(
                    "DUPLICATE_NAME", field, "Entity and Feature names within a Feature Table should be unique.");
        }
    }

    private static void checkDuration(String field, Duration duration) {
        if (duration.isNegative()
                || duration.toNanosPart() % 1_000 != 0
                || duration.compareTo(Limits.LONGEST_DURATION) > 0) {
            throw LarderException.invalid(
                    "INVALID_DURATION",
                    field,
                    "%s is %s; it must not be negative, not finer than a microsecond and not above 10,000 years."
                            .formatted(field, duration));
        }
    }
}
