package dev.larder.spark.history;

import static org.apache.spark.sql.functions.col;

import dev.larder.spark.join.FeatureRows;
import dev.larder.spark.join.PointInTimeJoin;
import dev.larder.spark.source.BatchRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Entity rows with their features: the entity rows' own columns, then {@code table__feature} in the order asked for. */
public final class TrainingSet {
    private final Dataset<Row> rows;
    private final PointInTimeJoin.Result joined;
    private final Map<String, String> references;

    private TrainingSet(Dataset<Row> rows, PointInTimeJoin.Result joined, Map<String, String> references) {
        this.rows = rows;
        this.joined = joined;
        this.references = references;
    }

    /**
     * @param features {@code table:feature}; each table is one of the histories; asked for twice is given once
     * @param visibleWhenCreated leave out feature rows that were created after the time of the entity row
     * @throws SchemaException if a column is missing or has another type than it should
     * @throws IllegalArgumentException if a feature is not in the histories
     */
    public static TrainingSet join(
            SparkSession session,
            EntityRows entities,
            List<FeatureHistory> histories,
            List<String> features,
            boolean visibleWhenCreated) {
        var references = new LinkedHashMap<String, String>();
        var asked = new LinkedHashMap<FeatureHistory, LinkedHashSet<String>>();
        for (String reference : features) {
            var history = history(histories, reference);
            var name = reference.substring(reference.indexOf(':') + 1);
            asked.computeIfAbsent(history, unseen -> new LinkedHashSet<>()).add(name);
            references.put(history.table().name() + "__" + name, reference);
        }
        var checked = entities.checked(
                asked.keySet().stream().map(FeatureHistory::table).toList());
        var tables = new ArrayList<FeatureRows>();
        asked.forEach((history, names) -> tables.add(featureRows(history, List.copyOf(names))));
        var joined =
                new PointInTimeJoin(session, visibleWhenCreated).join(checked.rows(), checked.timeColumn(), tables);
        var columns = new ArrayList<Column>();
        Arrays.stream(checked.rows().columns()).forEach(name -> columns.add(col(quoted(name))));
        references.keySet().forEach(name -> columns.add(col(quoted(name))));
        return new TrainingSet(joined.rows().select(columns.toArray(Column[]::new)), joined, references);
    }

    private static FeatureHistory history(List<FeatureHistory> histories, String reference) {
        int colon = reference.indexOf(':');
        if (colon > 0) {
            for (FeatureHistory history : histories) {
                if (history.table().name().equals(reference.substring(0, colon))
                        && history.table().features().stream()
                                .anyMatch(feature -> feature.name().equals(reference.substring(colon + 1)))) {
                    return history;
                }
            }
        }
        throw new IllegalArgumentException(
                "there is no feature %s; a feature is named table:feature".formatted(reference));
    }

    private static FeatureRows featureRows(FeatureHistory history, List<String> features) {
        return new FeatureRows(
                history.table(), features, BatchRows.EVENT_TIME, Optional.of(BatchRows.CREATED_TIME), history.rows());
    }

    public Dataset<Row> rows() {
        return rows;
    }

    /**
     * {@code table:feature} to how many of its values were created after the time of the entity row they were joined to. Known once
     * the rows have been used.
     */
    public SortedMap<String, Long> leakedValues() {
        var leaked = new TreeMap<String, Long>();
        joined.leakedValues().forEach((column, count) -> leaked.put(references.get(column), count));
        return leaked;
    }

    /**
     * Table name to how many rows got the features of a row that had the times of another one of its key, but other values. Known once
     * the rows have been used.
     */
    public SortedMap<String, Long> ties() {
        return joined.ties();
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
