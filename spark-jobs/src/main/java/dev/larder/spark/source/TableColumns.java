package dev.larder.spark.source;

import dev.larder.row.ValueLayout;
import dev.larder.spark.table.FeatureTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where each column of a feature table is read from in a source.
 *
 * @param values entities, then features, to what they are read from
 */
record TableColumns(
        FeatureTable table,
        SourceReader reader,
        SourceColumn eventTime,
        Optional<SourceColumn> createdTime,
        Optional<SourceColumn> datePartition,
        Map<SourceColumn, ValueLayout> values) {

    /** For ingestion: every feature must be there. A created time that is not there is null, as ingestion of Feast 0.9 never reads it. */
    static TableColumns all(SourceReader reader, FeatureTable table) {
        var names = table.features().stream().map(feature -> feature.name()).toList();
        return find(reader, table, names, false);
    }

    /** For training sets: what nobody asks for may be missing, but not the created time. */
    static TableColumns asked(SourceReader reader, FeatureTable table, List<String> features) {
        return find(reader, table, features, true);
    }

    private static TableColumns find(
            SourceReader reader, FeatureTable table, List<String> features, boolean createdNeeded) {
        var source = reader.source();
        var missing = new ArrayList<String>();
        var event = reader.find(source.eventTimestamp());
        if (event.isEmpty()) {
            missing.add(source.eventTimestamp());
        }
        var created = source.createdTimestamp().flatMap(reader::find);
        if (createdNeeded && created.isEmpty()) {
            source.createdTimestamp().ifPresent(missing::add);
        }
        var values = new LinkedHashMap<SourceColumn, ValueLayout>();
        table.entities().forEach(entity -> {
            var found = reader.find(entity.name());
            found.ifPresentOrElse(column -> values.put(column, entity.type()), () -> missing.add(entity.name()));
        });
        table.features().forEach(feature -> {
            var found = reader.find(feature.name());
            if (found.isEmpty() && features.contains(feature.name())) {
                missing.add(feature.name());
            }
            values.put(found.orElseGet(() -> SourceColumn.absent(feature.name())), feature.type());
        });
        if (!missing.isEmpty()) {
            throw SourceException.missing(table, source, missing, reader.columns());
        }
        var partition = source.datePartition().map(name -> reader.find(name)
                .orElseThrow(() -> SourceException.noDatePartition(table, source, name, reader.columns())));
        return new TableColumns(table, reader, event.orElseThrow(), created, partition, values);
    }

    List<SourceColumn> everything() {
        var all = new ArrayList<SourceColumn>();
        all.add(eventTime);
        createdTime.ifPresent(all::add);
        datePartition.ifPresent(all::add);
        all.addAll(values.keySet());
        return all;
    }
}
