package dev.larder.spark.history;

import static org.apache.spark.sql.functions.lit;

import dev.larder.row.ValueLayout;
import dev.larder.spark.offline.OfflineStore;
import dev.larder.spark.source.BatchRows;
import dev.larder.spark.source.ColumnTypes;
import dev.larder.spark.source.SourceReader;
import dev.larder.spark.table.FeatureTable;
import dev.larder.spark.table.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.TimestampNTZType;

/**
 * All rows of a feature table that its features are joined from.
 *
 * @param rows columns {@value BatchRows#EVENT_TIME}, {@value BatchRows#CREATED_TIME}, entities, features
 */
public record FeatureHistory(FeatureTable table, Dataset<Row> rows) {

    /** What may be read as what without a loss that matters: wider numbers, and DOUBLE as FLOAT, as Feast does. */
    private static final Map<DataType, Set<DataType>> READABLE = Map.of(
            DataTypes.ByteType, Set.of(DataTypes.IntegerType, DataTypes.LongType),
            DataTypes.ShortType, Set.of(DataTypes.IntegerType, DataTypes.LongType),
            DataTypes.IntegerType, Set.of(DataTypes.LongType),
            DataTypes.FloatType, Set.of(DataTypes.DoubleType),
            DataTypes.DoubleType, Set.of(DataTypes.FloatType));

    /**
     * The history that lies in a batch source.
     *
     * @throws SchemaException if the source has not the columns and types of the table
     */
    public static FeatureHistory read(SparkSession session, FeatureTable table, Source source) {
        var reader = SourceReader.open(session, source);
        var types = new LinkedHashMap<String, ValueLayout>();
        table.entities().forEach(entity -> types.put(entity.name(), entity.type()));
        table.features().forEach(feature -> types.put(feature.name(), feature.type()));
        var times = new ArrayList<String>();
        times.add(source.eventTimestamp());
        source.createdTimestamp().ifPresent(times::add);
        requirePresent(reader, table, times, types);

        var columns = new ArrayList<Column>();
        columns.add(time(reader, source.eventTimestamp()).as(BatchRows.EVENT_TIME));
        columns.add(source.createdTimestamp()
                .map(created -> time(reader, created))
                .orElseGet(() -> lit(null).cast(DataTypes.TimestampType))
                .as(BatchRows.CREATED_TIME));
        types.forEach((name, type) ->
                columns.add(typed(reader, name, ColumnTypes.of(type)).as(name)));
        return new FeatureHistory(table, reader.rows().select(columns.toArray(Column[]::new)));
    }

    /** The history that lies in a snapshot of the offline store. */
    public static FeatureHistory read(OfflineStore store, FeatureTable table, long snapshot) {
        var rows = store.read(table, snapshot);
        var present = List.of(rows.columns());
        var missing = table.features().stream()
                .map(feature -> feature.name())
                .filter(name -> !present.contains(name))
                .toList();
        if (!missing.isEmpty()) {
            throw missing(table, missing);
        }
        return new FeatureHistory(table, rows);
    }

    private static void requirePresent(
            SourceReader reader, FeatureTable table, List<String> times, Map<String, ValueLayout> types) {
        var missing = new ArrayList<String>();
        for (String name : times) {
            if (!reader.has(name)) {
                missing.add(name);
            }
        }
        for (String name : types.keySet()) {
            if (!reader.has(name)) {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            throw missing(table, missing);
        }
    }

    private static SchemaException missing(FeatureTable table, List<String> columns) {
        return new SchemaException(
                "%s are missing for feature table %s.".formatted(String.join(", ", columns), table.name()));
    }

    private static Column time(SourceReader reader, String name) {
        var column = reader.column(name);
        return reader.type(column) instanceof TimestampNTZType
                ? column.cast(DataTypes.TimestampType)
                : typed(reader, name, DataTypes.TimestampType);
    }

    private static Column typed(SourceReader reader, String name, DataType wanted) {
        var column = reader.column(name);
        var given = reader.type(column);
        if (given.catalogString().equals(wanted.catalogString())) {
            return column;
        }
        if (READABLE.getOrDefault(given, Set.of()).contains(wanted)) {
            return column.cast(wanted);
        }
        throw new SchemaException("%s should be of %s type, but is %s instead"
                .formatted(name, wanted.catalogString(), given.catalogString()));
    }
}
