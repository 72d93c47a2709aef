package dev.larder.spark.law;

import dev.larder.proto.v1.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A feature table and its source.
 *
 * @param table without project, key hash and location, which each run gives
 * @param asked features of the training set
 */
record Case(Table table, List<SourceFile> files, List<String> asked) {
    Case {
        files = List.copyOf(files);
        asked = List.copyOf(asked);
    }

    Case with(List<SourceFile> otherFiles) {
        return new Case(table, otherFiles, asked);
    }

    Case with(Table otherTable) {
        return new Case(otherTable, files, asked);
    }

    Case withFile(int index, UnaryOperator<SourceFile> change) {
        var changed = new ArrayList<>(files);
        changed.set(index, change.apply(changed.get(index)));
        return with(changed);
    }

    /** The same without a feature, unless it is the only one that is asked for. */
    Case without(String feature) {
        var rest = new ArrayList<>(asked);
        rest.remove(feature);
        if (rest.isEmpty()) {
            return this;
        }
        var smaller = table.toBuilder().clearFeatures();
        table.getFeaturesList().stream()
                .filter(other -> !other.getName().equals(feature))
                .forEach(smaller::addFeatures);
        smaller.getBatchSourceBuilder().removeFieldMapping(feature);
        return new Case(smaller.build(), files, rest);
    }

    /** The same without the columns that nothing is read from. */
    Case withoutUnusedColumns() {
        var source = table.getBatchSource();
        var used = new HashSet<String>();
        var names = new ArrayList<String>();
        table.getEntitiesList().forEach(entity -> names.add(entity.getName()));
        table.getFeaturesList().forEach(feature -> names.add(feature.getName()));
        names.add(source.getEventTimestampColumn());
        names.add(source.getCreatedTimestampColumn());
        for (String name : names) {
            used.add(source.getFieldMappingMap().getOrDefault(name, name));
            used.add(Cases.columnOf(name));
        }
        return with(files.stream().map(file -> file.withColumns(used)).toList());
    }
}
