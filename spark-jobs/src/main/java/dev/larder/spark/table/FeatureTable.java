package dev.larder.spark.table;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A feature table, as far as a job needs it.
 *
 * @param number the one that the registry gave: the table's field in the online store
 * @param keyHash stands for the project and the entity names at the front of the online key
 * @param maxAgeMicros rows older than this are not used; 0: rows never grow too old
 */
public record FeatureTable(
        String project,
        String name,
        int number,
        int keyHash,
        List<EntityColumn> entities,
        List<FeatureColumn> features,
        long maxAgeMicros,
        Map<String, String> labels)
        implements Serializable {
    private static final String MAX_AHEAD = "max_ahead";
    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}(\\.\\d{1,9})?s");

    public FeatureTable {
        entities = new ArrayList<>(entities);
        features = new ArrayList<>(features);
        labels = new HashMap<>(labels);
    }

    /**
     * How far ahead of now an event time may be, in microseconds, if the label {@value #MAX_AHEAD} says so, such as {@code 3600s}.
     *
     * @throws IllegalArgumentException if the label is no such duration
     */
    public OptionalLong maxAheadMicros() {
        var label = labels.get(MAX_AHEAD);
        if (label == null) {
            return OptionalLong.empty();
        }
        if (!SECONDS.matcher(label).matches()) {
            throw new IllegalArgumentException("label %s is \"%s\", which is no duration in seconds, such as \"3600s\""
                    .formatted(MAX_AHEAD, label));
        }
        return OptionalLong.of(new BigDecimal(label.substring(0, label.length() - 1))
                .movePointRight(6)
                .longValue());
    }

    /** The names of its features that are among these, each given as {@code table:feature}. */
    public List<String> asked(Collection<String> references) {
        return features.stream()
                .map(FeatureColumn::name)
                .filter(feature -> references.contains(name + ":" + feature))
                .toList();
    }

    /** The entities in the order in which their values stand in the online key. */
    public List<EntityColumn> sortedEntities() {
        return entities.stream()
                .sorted(Comparator.comparing(EntityColumn::name))
                .toList();
    }
}
