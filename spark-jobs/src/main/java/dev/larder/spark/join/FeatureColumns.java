package dev.larder.spark.join;

import static org.apache.spark.sql.functions.lit;

import dev.larder.spark.shuffle.FeatureWriter;
import dev.larder.spark.source.ColumnTypes;
import dev.larder.spark.table.FeatureColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;

/** The features of a table, as columns of its rows. */
final class FeatureColumns {
    private final FeatureRows table;

    /** Those that no column of the asked ones holds. */
    private final List<FeatureColumn> others;

    FeatureColumns(FeatureRows table) {
        this.table = table;
        others = table.table().features().stream()
                .filter(feature -> !table.asked().contains(feature.name()) || !hasItsType(feature))
                .toList();
    }

    private boolean hasItsType(FeatureColumn feature) {
        return type(feature.name())
                .catalogString()
                .equals(ColumnTypes.of(feature.type()).catalogString());
    }

    private DataType type(String name) {
        return table.rows().schema().apply(name).dataType();
    }

    /** The types of the features that are asked for. */
    List<DataType> askedTypes() {
        return table.asked().stream().map(this::type).toList();
    }

    /** Whether the features that are asked for are all that the table has. */
    boolean askedAreAll() {
        return others.isEmpty();
    }

    /** @param whole the other features behind those that are asked for */
    List<Column> columns(boolean whole) {
        var columns = new ArrayList<Column>();
        table.asked().forEach(name -> columns.add(KeyColumns.column(name)));
        if (whole) {
            others.forEach(feature -> columns.add(column(feature)));
        }
        return columns;
    }

    private Column column(FeatureColumn feature) {
        var type = ColumnTypes.of(feature.type());
        if (!Arrays.asList(table.rows().columns()).contains(feature.name())) {
            return lit(null).cast(type);
        }
        var column = KeyColumns.column(feature.name());
        return hasItsType(feature) ? column : column.try_cast(type);
    }

    /** @param whole see {@link #columns} */
    TieKey.Computed tieKey(boolean whole) {
        var features = new HashMap<Integer, FeatureColumn>();
        int column = FeatureRow.FEATURES + table.asked().size();
        for (FeatureColumn feature : table.table().features()) {
            if (!others.contains(feature)) {
                features.put(FeatureRow.FEATURES + table.asked().indexOf(feature.name()), feature);
            } else if (whole) {
                features.put(column++, feature);
            }
        }
        int columns = table.asked().size() + (whole ? others.size() : 0);
        return new TieKey.Computed(columns, FeatureWriter.of(features));
    }
}
