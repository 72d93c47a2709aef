package dev.larder.spark.shuffle;

import dev.larder.row.RowWriter;
import dev.larder.row.ValueLayout;
import dev.larder.spark.table.FeatureColumn;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;

/**
 * Writes the features of Spark's rows as a row of the online store: in the order of their ids, so that equal rows have equal bytes,
 * whatever order their columns have.
 *
 * @param cells by id
 */
public record FeatureWriter(List<Cell> cells) implements Serializable {
    public FeatureWriter {
        cells = new ArrayList<>(cells);
    }

    /** @param column where the feature's value stands in Spark's rows */
    private record Cell(int column, int id, ValueLayout type) implements Serializable {}

    /** @param features by the columns that they stand in */
    public static FeatureWriter of(Map<Integer, FeatureColumn> features) {
        var cells = new ArrayList<Cell>();
        features.forEach((column, feature) -> cells.add(new Cell(column, feature.id(), feature.type())));
        cells.sort(Comparator.comparingInt(Cell::id));
        return new FeatureWriter(cells);
    }

    /**
     * @param eventTime microseconds since 1970
     * @return the bytes of the online row
     */
    public byte[] write(RowWriter writer, long eventTime, SpecializedGetters row) {
        writer.begin(eventTime);
        for (Cell cell : cells) {
            writer.put(cell.id(), cell.type(), ColumnReader.read(row, cell.column(), cell.type()));
        }
        return writer.end();
    }
}
