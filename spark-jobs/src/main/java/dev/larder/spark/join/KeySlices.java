package dev.larder.spark.join;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.XXH64;

/**
 * How the rows of heavy keys are cut by time, so that no task has to take all rows of one key. A slice is a group of its own in
 * the shuffle; what was visible at its start is given to it as ordinary feature rows (see {@link FeatureTagger}). Which keys are
 * heavy is known from a sample: a wrong guess costs balance, never a wrong result.
 */
final class KeySlices implements Serializable {
    private static final long serialVersionUID = 1L;

    static final KeySlices NONE = new KeySlices(Map.of());

    private final HashMap<Long, long[]> borders;

    private KeySlices(Map<Long, long[]> borders) {
        this.borders = new HashMap<>(borders);
    }

    /**
     * @param sample pairs of a key's hash and a row's moment, drawn evenly from all rows
     * @param heavyShare the part of all rows above which a key is cut, and about what each of its slices holds
     */
    static KeySlices of(List<long[]> sample, double heavyShare) {
        var counts = new HashMap<Long, Integer>();
        sample.forEach(pair -> counts.merge(pair[0], 1, Integer::sum));
        double heavy = heavyShare * sample.size();
        var borders = new HashMap<Long, long[]>();
        counts.forEach((hash, count) -> {
            if (count > heavy) {
                var moments = sample.stream()
                        .filter(pair -> pair[0] == hash)
                        .mapToLong(pair -> pair[1])
                        .sorted()
                        .toArray();
                int slices = (int) Math.ceil(count / heavy);
                var cuts = new long[slices - 1];
                for (int i = 0; i < cuts.length; i++) {
                    cuts[i] = moments[(int) ((long) moments.length * (i + 1) / slices)];
                }
                borders.put(hash, Arrays.stream(cuts).distinct().toArray());
            }
        });
        return borders.isEmpty() ? NONE : new KeySlices(borders);
    }

    /** How many slices the key with this hash has; 1: it is not heavy. */
    int count(long hash) {
        if (borders.isEmpty()) {
            return 1;
        }
        var cuts = borders.get(hash);
        return cuts == null ? 1 : cuts.length + 1;
    }

    /** The slice that a row of this moment lies in: 0 is the earliest. */
    int slice(long hash, long moment) {
        int position = Arrays.binarySearch(borders.get(hash), moment);
        return position >= 0 ? position + 1 : -position - 1;
    }

    /** The group of a slice. */
    static long group(long hash, int slice) {
        return slice == 0 ? hash : XXH64.hashLong(slice, hash);
    }
}
