package dev.larder.spark.history;

import static org.apache.spark.sql.functions.col;

import dev.larder.spark.source.ColumnTypes;
import dev.larder.spark.source.SourceColumn;
import dev.larder.spark.source.SourceReader;
import dev.larder.spark.table.EntityColumn;
import dev.larder.spark.table.FeatureTable;
import dev.larder.spark.table.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NullType;

/**
 * The rows that features are joined to.
 *
 * @param timeColumn the column of their times, a timestamp
 */
public record EntityRows(Dataset<Row> rows, String timeColumn) {
    /** From the narrowest to the widest: a column that has several of them in several files is read as the widest. */
    private static final List<DataType> WHOLE =
            List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

    private static final List<DataType> FLOATING = List.of(DataTypes.FloatType, DataTypes.DoubleType);

    /**
     * Reads entity rows. All columns of the source are kept in their order; one that is mapped takes its new name, and what is
     * mapped from an expression comes last.
     *
     * @throws SchemaException if a column has types in several files that are not one type
     */
    public static EntityRows read(SparkSession session, Source source) {
        var reader = SourceReader.open(session, source, Optional.empty());
        var renamed = new LinkedHashMap<String, SourceColumn>();
        var computed = new ArrayList<SourceColumn>();
        source.fieldMapping().keySet().stream().sorted().forEach(name -> {
            var column = reader.find(name).orElseThrow();
            if (column.fails().isPresent()) {
                computed.add(column);
            } else {
                renamed.put(column.columns().iterator().next(), column);
            }
        });
        var columns = new ArrayList<SourceColumn>();
        reader.columns()
                .forEach(name ->
                        columns.add(Optional.ofNullable(renamed.get(name)).orElseGet(() -> reader.column(name))));
        columns.addAll(computed);
        var parts = reader.parts(columns);
        var types = new LinkedHashMap<SourceColumn, DataType>();
        for (SourceColumn column : columns) {
            parts.forEach(part ->
                    types.merge(column, part.type(column), (one, other) -> common(column.name(), source, one, other)));
        }
        var selected = columns.stream()
                .map(column -> cast(column.value(), types.get(column)).as(column.name()))
                .toArray(Column[]::new);
        var rows = parts.stream()
                .map(part -> part.rows().select(selected))
                .reduce(Dataset::union)
                .orElseThrow();
        var time = source.eventTimestamp();
        return new EntityRows(
                rows,
                Optional.ofNullable(renamed.get(time)).map(SourceColumn::name).orElse(time));
    }

    /** A column in which all is null has a type that cannot be written. */
    private static Column cast(Column column, DataType type) {
        return column.cast(type instanceof NullType ? DataTypes.StringType : type);
    }

    private static DataType common(String name, Source source, DataType one, DataType other) {
        if (one.equals(other) || other instanceof NullType) {
            return one;
        }
        if (one instanceof NullType) {
            return other;
        }
        for (var types : List.of(WHOLE, FLOATING)) {
            if (types.contains(one) && types.contains(other)) {
                return types.get(Math.max(types.indexOf(one), types.indexOf(other)));
            }
        }
        throw new SchemaException("%s is %s in some files of entity source %s and %s in others; write it as one type"
                .formatted(name, one.catalogString(), source.location(), other.catalogString()));
    }

    /**
     * Checks that the times and the entities of the tables are there, in their types. A time without a zone becomes one of the
     * session's zone.
     *
     * @throws SchemaException if not
     */
    EntityRows checked(Collection<FeatureTable> tables) {
        var present = new LinkedHashMap<String, DataType>();
        Arrays.stream(rows.schema().fields()).forEach(field -> present.put(field.name(), field.dataType()));
        if (!present.containsKey(timeColumn)) {
            throw new SchemaException("%s is missing for the entity dataframe.%s".formatted(timeColumn, has(present)));
        }
        for (FeatureTable table : tables) {
            for (EntityColumn entity : table.entities()) {
                var wanted = ColumnTypes.of(entity.type());
                var given = present.get(entity.name());
                if (given == null || !given.catalogString().equals(wanted.catalogString())) {
                    throw new SchemaException(
                            "%s (%s) is not present in the entity dataframe.%s Feature table %s is keyed by it%s"
                                    .formatted(
                                            entity.name(),
                                            wanted.catalogString(),
                                            has(present),
                                            table.name(),
                                            given == null
                                                    ? "."
                                                    : "; cast %s to %s."
                                                            .formatted(entity.name(), wanted.catalogString())));
                }
            }
        }
        var type = present.get(timeColumn);
        if (DataTypes.TimestampNTZType.equals(type)) {
            return new EntityRows(
                    rows.withColumn(timeColumn, col(quoted(timeColumn)).cast(DataTypes.TimestampType)), timeColumn);
        }
        if (!DataTypes.TimestampType.equals(type)) {
            throw new SchemaException(
                    "%s should be of timestamp type, but is %s instead in the entity dataframe; write it as a timestamp"
                            .formatted(timeColumn, type.catalogString()));
        }
        return this;
    }

    private static String has(Map<String, DataType> present) {
        var columns = new ArrayList<String>();
        present.forEach((name, type) -> columns.add("%s (%s)".formatted(name, type.catalogString())));
        return " It has %s.".formatted(String.join(", ", columns));
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
