package dev.larder.registry;

import dev.larder.definition.Feature;
import dev.larder.definition.FeatureTable;
import dev.larder.definition.MaxAhead;
import dev.larder.error.LarderException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What is demanded of a feature table that is new or changes, so that its jobs can do their work. What was stored before a rule came is
 * still read and served.
 */
final class Admission {
    /** In every case that they are written in. */
    private static final List<String> RESERVED = List.of("event_timestamp", "created_timestamp");

    /** A table of Iceberg that has one of these can be written and never be read. */
    private static final Set<String> OF_ICEBERG =
            Set.of("_file", "_pos", "_deleted", "_spec_id", "_partition", "_row_id", "_last_updated_sequence_number");

    private Admission() {}

    /** @throws LarderException INVALID_ARGUMENT */
    static void check(FeatureTable table) {
        checkNames(table);
        MaxAhead.of(table.labels());
        ExpectationsLabel.check(table);
    }

    /** Files tell Rate from rate, but many catalogs, warehouses and data frames do not. */
    private static void checkNames(FeatureTable table) {
        var seen = new HashMap<String, String>();
        RESERVED.forEach(name -> seen.put(name, "the reserved name " + name));
        table.entities().forEach(entity -> checkName("entities.", "Entity", entity, seen));
        table.features().stream().map(Feature::name).forEach(name -> checkName("features.", "Feature", name, seen));
    }

    private static void checkName(String field, String kind, String name, Map<String, String> seen) {
        var other = seen.put(name.toLowerCase(Locale.ROOT), "%s %s".formatted(kind.toLowerCase(Locale.ROOT), name));
        if (other != null) {
            throw LarderException.invalid(
                    "NAME_DIFFERS_IN_CASE",
                    field + name,
                    "%s %s differs from %s only in upper and lower case, which not every store tells apart. Rename it; with field_mapping it is still read from the column it has."
                            .formatted(kind, name, other));
        }
        if (OF_ICEBERG.contains(name.toLowerCase(Locale.ROOT))) {
            throw LarderException.invalid(
                    "RESERVED_NAME",
                    field + name,
                    "%s %s has the name of a column that every table of the offline store has. Rename it; with field_mapping it is still read from the column it has."
                            .formatted(kind, name));
        }
    }
}
