package dev.larder.spark.history;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import dev.larder.spark.source.ColumnTypes;
import dev.larder.spark.source.SourceReader;
import dev.larder.spark.table.EntityColumn;
import dev.larder.spark.table.FeatureTable;
import dev.larder.spark.table.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * The rows that features are joined to.
 *
 * @param timeColumn the column of their times, a timestamp
 */
public record EntityRows(Dataset<Row> rows, String timeColumn) {

    /**
     * Reads entity rows. All columns of the source are kept in their order; one that is mapped takes its new name, and what is
     * mapped from an expression comes last.
     */
    public static EntityRows read(SparkSession session, Source source) {
        var reader = SourceReader.open(session, source);
        var given = reader.rows();
        var renamed = new HashMap<String, String>();
        var computed = new ArrayList<Column>();
        source.fieldMapping().forEach((name, mapped) -> {
            if (!reader.has(name)) {
                throw new IllegalStateException("a mapped name is there, or was refused");
            }
            if (Arrays.asList(given.columns()).contains(mapped)) {
                renamed.put(mapped, name);
            } else {
                computed.add(expr(mapped).as(name));
            }
        });
        var columns = new ArrayList<Column>();
        for (String column : given.columns()) {
            columns.add(col(quoted(column)).as(renamed.getOrDefault(column, column)));
        }
        columns.addAll(computed);
        var time = source.eventTimestamp();
        return new EntityRows(given.select(columns.toArray(Column[]::new)), renamed.getOrDefault(time, time));
    }

    /**
     * Checks that the times and the entities of the tables are there, in their types. A time without a zone becomes one of the
     * session's zone.
     *
     * @throws SchemaException if not
     */
    EntityRows checked(Collection<FeatureTable> tables) {
        if (!Arrays.asList(rows.columns()).contains(timeColumn)) {
            throw new SchemaException("%s is missing for the entity dataframe.".formatted(timeColumn));
        }
        for (FeatureTable table : tables) {
            for (EntityColumn entity : table.entities()) {
                var wanted = ColumnTypes.of(entity.type()).catalogString();
                boolean present = Arrays.stream(rows.schema().fields())
                        .anyMatch(field -> field.name().equals(entity.name())
                                && field.dataType().catalogString().equals(wanted));
                if (!present) {
                    throw new SchemaException(
                            "%s (%s) is not present in the entity dataframe.".formatted(entity.name(), wanted));
                }
            }
        }
        var type = rows.schema().apply(timeColumn).dataType();
        if (DataTypes.TimestampNTZType.equals(type)) {
            return new EntityRows(
                    rows.withColumn(timeColumn, col(quoted(timeColumn)).cast(DataTypes.TimestampType)), timeColumn);
        }
        if (!DataTypes.TimestampType.equals(type)) {
            throw new SchemaException(
                    "%s should be of timestamp type, but is %s instead".formatted(timeColumn, type.catalogString()));
        }
        return this;
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
