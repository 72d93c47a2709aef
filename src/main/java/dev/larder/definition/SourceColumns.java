package dev.larder.definition;

import dev.larder.error.LarderException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a source keeps what Larder needs of each row.
 *
 * @param eventTimestamp the column of the event time; a feature table demands it
 * @param createdTimestamp the column of the time the row was written, which breaks ties; may be empty
 * @param datePartition the column by whose date files are partitioned; may be empty
 * @param fieldMapping name of a feature or an entity to the column, or the SQL expression, that it is read from; what is not
 *     named here is read from the column of its own name
 */
public record SourceColumns(
        String eventTimestamp, String createdTimestamp, String datePartition, Map<String, String> fieldMapping) {
    public SourceColumns {
        fieldMapping = Collections.unmodifiableMap(new TreeMap<>(fieldMapping));
        Limits.checkCount("field_mapping", fieldMapping.size(), Limits.FEATURES + Limits.ENTITIES);
        fieldMapping.forEach((name, column) -> {
            require("field_mapping (name)", name);
            require("field_mapping." + name, column);
        });
    }

    static void require(String field, String value) {
        if (value.isEmpty()) {
            throw LarderException.invalid("EMPTY_FIELD", field, "%s must not be empty.".formatted(field));
        }
    }

    SortedMap<String, String> facts(String type, String optionName, String option) {
        var facts = new TreeMap<String, String>();
        facts.put("type", type);
        facts.put(optionName, option);
        facts.put("event_timestamp_column", eventTimestamp);
        if (!createdTimestamp.isEmpty()) {
            facts.put("created_timestamp_column", createdTimestamp);
        }
        if (!datePartition.isEmpty()) {
            facts.put("date_partition_column", datePartition);
        }
        fieldMapping.forEach((name, column) -> facts.put("field_mapping." + name, column));
        return facts;
    }
}
