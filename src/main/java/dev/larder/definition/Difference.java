package dev.larder.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * One place at which two versions of a definition differ.
 *
 * @param path such as {@code features.trip_cost.value_type}
 * @param before empty where there was nothing
 * @param after empty where there is nothing any more
 */
public record Difference(String path, Optional<String> before, Optional<String> after) {
    /** What has to happen to the facts {@code before} to become {@code after}, in the order of the paths. */
    public static List<Difference> between(SortedMap<String, String> before, SortedMap<String, String> after) {
        var paths = new TreeSet<>(before.keySet());
        paths.addAll(after.keySet());
        var differences = new ArrayList<Difference>();
        for (String path : paths) {
            var old = Optional.ofNullable(before.get(path));
            var now = Optional.ofNullable(after.get(path));
            if (!old.equals(now)) {
                differences.add(new Difference(path, old, now));
            }
        }
        return List.copyOf(differences);
    }
}
