package dev.larder.spark.offline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.timestamp_micros;

import dev.larder.spark.source.BatchRows;
import dev.larder.spark.source.ColumnTypes;
import dev.larder.spark.table.FeatureTable;
import dev.larder.spark.table.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The Iceberg tables {@code <catalog>.<project>.<feature table>}. Their columns are the event time, the created time, the entities
 * and the features.
 */
public final class OfflineStore {
    private static final String DEFAULT_CATALOG = "larder";
    private static final String WRITE = "larder-write";
    private static final int ATTEMPTS = 5;
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    /** Types whose values Iceberg keeps when the column takes the other type. */
    private static final Map<DataType, DataType> WIDENED =
            Map.of(DataTypes.IntegerType, DataTypes.LongType, DataTypes.FloatType, DataTypes.DoubleType);

    private final SparkSession session;
    private final String catalog;

    /**
     * @param catalog empty: {@value #DEFAULT_CATALOG}
     * @param warehouse the folder of the tables; empty: the catalog is configured in the session
     */
    public OfflineStore(SparkSession session, String catalog, String warehouse) {
        this.session = session;
        this.catalog = catalog.isEmpty() ? DEFAULT_CATALOG : catalog;
        if (!warehouse.isEmpty()) {
            var prefix = "spark.sql.catalog." + this.catalog;
            session.conf().set(prefix, "org.apache.iceberg.spark.SparkCatalog");
            session.conf().set(prefix + ".type", "hadoop");
            session.conf().set(prefix + ".warehouse", warehouse);
            // What another session has written is seen at once.
            session.conf().set(prefix + ".cache-enabled", "false");
        }
    }

    /**
     * Replaces the rows of an interval, in one commit: whoever reads sees all of the old rows or all of the new. If another job
     * changed the same days meanwhile, it is done again on top of that.
     *
     * @param usable rows of {@link BatchRows}, all of them inside the interval
     * @return the snapshot that holds them
     */
    public long replace(FeatureTable table, Dataset<Row> usable, Interval interval) {
        prepare(table);
        var rows = usable.select(columns(table));
        for (int attempt = 1; ; attempt++) {
            try {
                return overwrite(table, rows, interval);
            } catch (Exception e) {
                if (attempt == ATTEMPTS || !isConflict(e)) {
                    throw e;
                }
            }
        }
    }

    private long overwrite(FeatureTable table, Dataset<Row> rows, Interval interval) {
        var name = name(table);
        var base = currentSnapshot(table);
        long start = Math.floorDiv(interval.startMicros(), MICROS_PER_DAY) * MICROS_PER_DAY;
        long end = -Math.floorDiv(-interval.endMicros(), MICROS_PER_DAY) * MICROS_PER_DAY;
        var written = rows;
        boolean wholeDays = start == interval.startMicros() && end == interval.endMicros();
        if (!wholeDays && base.isPresent()) {
            // Files hold whole days. What lies in the interval's days but not in the interval is written again.
            var kept = read(table, base.getAsLong())
                    .where(between(start, interval.startMicros()).or(between(interval.endMicros(), end)));
            written = rows.unionByName(kept.select(columns(table)));
        }
        var mark = UUID.randomUUID().toString();
        var writer = written.writeTo(name)
                .option("snapshot-property." + WRITE, mark)
                .option("isolation-level", "serializable");
        if (base.isPresent()) {
            writer = writer.option("validate-from-snapshot-id", Long.toString(base.getAsLong()));
        }
        try {
            writer.overwrite(between(start, end));
        } catch (org.apache.spark.sql.catalyst.analysis.NoSuchTableException e) {
            throw new OfflineStoreException("%s was dropped while it was written".formatted(name));
        }
        return session.read()
                .table(name + ".snapshots")
                .where(col("summary").getItem(WRITE).equalTo(mark))
                .select("snapshot_id")
                .first()
                .getLong(0);
    }

    private static Column between(long startMicros, long endMicros) {
        var time = col(BatchRows.EVENT_TIME);
        return time.geq(timestamp_micros(lit(startMicros))).and(time.lt(timestamp_micros(lit(endMicros))));
    }

    private static boolean isConflict(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ValidationException || cause instanceof CommitFailedException) {
                return true;
            }
        }
        return false;
    }

    /** The snapshot that a reader sees now; empty if nothing was ever written. */
    public OptionalLong currentSnapshot(FeatureTable table) {
        if (!exists(table)) {
            return OptionalLong.empty();
        }
        var refs = session.read()
                .table(name(table) + ".refs")
                .where(col("name").equalTo("main"))
                .select("snapshot_id")
                .collectAsList();
        return refs.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(refs.get(0).getLong(0));
    }

    /** All rows of a snapshot. */
    public Dataset<Row> read(FeatureTable table, long snapshot) {
        return session.read().option("versionAsOf", Long.toString(snapshot)).table(name(table));
    }

    /** @throws OfflineStoreException if nothing was ever written */
    public long requireSnapshot(FeatureTable table) {
        return currentSnapshot(table)
                .orElseThrow(() -> new OfflineStoreException(
                        "the offline store has no rows of feature table %s.".formatted(table.name())));
    }

    private boolean exists(FeatureTable table) {
        return session.catalog().tableExists(name(table));
    }

    private String name(FeatureTable table) {
        return "%s.%s.%s".formatted(quoted(catalog), quoted(table.project()), quoted(table.name()));
    }

    private static Column[] columns(FeatureTable table) {
        return schema(table).keySet().stream().map(name -> col(quoted(name))).toArray(Column[]::new);
    }

    private static Map<String, DataType> schema(FeatureTable table) {
        var schema = new LinkedHashMap<String, DataType>();
        schema.put(BatchRows.EVENT_TIME, DataTypes.TimestampType);
        schema.put(BatchRows.CREATED_TIME, DataTypes.TimestampType);
        table.sortedEntities().forEach(entity -> schema.put(entity.name(), ColumnTypes.of(entity.type())));
        table.features().forEach(feature -> schema.put(feature.name(), ColumnTypes.of(feature.type())));
        return schema;
    }

    /** Makes the Iceberg table what the definition says: creates it, or adds, drops and retypes columns. */
    private void prepare(FeatureTable table) {
        var wanted = schema(table);
        if (!exists(table)) {
            var columns = new ArrayList<String>();
            wanted.forEach((name, type) -> columns.add(quoted(name) + " " + type.sql()));
            session.sql("CREATE NAMESPACE IF NOT EXISTS %s.%s".formatted(quoted(catalog), quoted(table.project())));
            session.sql("CREATE TABLE IF NOT EXISTS %s (%s) USING iceberg PARTITIONED BY (days(%s))"
                    .formatted(name(table), String.join(", ", columns), BatchRows.EVENT_TIME));
            return;
        }
        var entities = Set.copyOf(
                table.entities().stream().map(entity -> entity.name()).toList());
        var present = new LinkedHashMap<String, DataType>();
        for (var field : session.read().table(name(table)).schema().fields()) {
            present.put(field.name(), field.dataType());
        }
        for (var change : changes(table, present, wanted, entities)) {
            session.sql("ALTER TABLE %s %s".formatted(name(table), change));
        }
    }

    private static List<String> changes(
            FeatureTable table, Map<String, DataType> present, Map<String, DataType> wanted, Set<String> entities) {
        var changes = new ArrayList<String>();
        var added = new LinkedHashMap<>(wanted);
        present.forEach((name, type) -> {
            var other = wanted.get(name);
            if (other != null && type.catalogString().equals(other.catalogString())) {
                added.remove(name);
            } else if (entities.contains(name)) {
                throw new OfflineStoreException("entity %s of feature table %s is %s in the offline store, not %s"
                        .formatted(name, table.name(), type.catalogString(), other.catalogString()));
            } else if (other != null && other.equals(WIDENED.get(type))) {
                changes.add("ALTER COLUMN %s TYPE %s".formatted(quoted(name), other.sql()));
                added.remove(name);
            } else {
                // A column that comes back later, or with another type, is a new one: old values never show in it.
                changes.add("DROP COLUMN " + quoted(name));
            }
        });
        added.forEach((name, type) -> {
            if (entities.contains(name)) {
                throw new OfflineStoreException(
                        "the offline store knows feature table %s without entity %s".formatted(table.name(), name));
            }
            changes.add("ADD COLUMN %s %s".formatted(quoted(name), type.sql()));
        });
        return changes;
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
