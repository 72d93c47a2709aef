package dev.larder.spark.shuffle;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.util.AccumulatorV2;

/**
 * Counts several things. Each partition hands in its counts as a whole and the last ones stand, so that a task that runs twice
 * counts once.
 */
public final class PartitionCounter extends AccumulatorV2<PartitionCounter.PartitionCounts, Map<Integer, long[]>> {
    private static final long serialVersionUID = 1L;

    private final HashMap<Integer, long[]> counts = new HashMap<>();

    /** @param counts one for each thing that is counted */
    public record PartitionCounts(int partition, long[] counts) {}

    @Override
    public synchronized boolean isZero() {
        return counts.isEmpty();
    }

    @Override
    public synchronized PartitionCounter copy() {
        var copy = new PartitionCounter();
        copy.counts.putAll(counts);
        return copy;
    }

    @Override
    public synchronized void reset() {
        counts.clear();
    }

    @Override
    public synchronized void add(PartitionCounts partition) {
        counts.put(partition.partition(), partition.counts());
    }

    @Override
    public synchronized void merge(AccumulatorV2<PartitionCounts, Map<Integer, long[]>> other) {
        counts.putAll(other.value());
    }

    @Override
    public synchronized Map<Integer, long[]> value() {
        return new HashMap<>(counts);
    }

    /**
     * The counts over all partitions that have ended.
     *
     * @param size how many things are counted
     */
    public long[] total(int size) {
        var total = new long[size];
        value().values().forEach(partition -> {
            for (int i = 0; i < size; i++) {
                total[i] += partition[i];
            }
        });
        return total;
    }
}
