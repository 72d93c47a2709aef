package dev.larder.spark.join;

import dev.larder.row.Expiry;
import dev.larder.spark.shuffle.Latest;
import dev.larder.spark.shuffle.PartitionCounter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.ToLongFunction;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Reads sorted {@link SlimRow}s once, carries the latest feature row of each table forward, and gives each entity row with the
 * features of all tables behind its own columns.
 *
 * @param entityColumns types of the entity row's columns
 * @param tables in the order of their indexes
 * @param counter of each feature column, how many values were created after the time of the entity row; then of each table, how many
 *     entity rows were joined to a row that had the times of another, but other values
 */
record CarryForward(List<DataType> entityColumns, List<Table> tables, SortKey sortKey, PartitionCounter counter)
        implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {
    CarryForward {
        entityColumns = new ArrayList<>(entityColumns);
        tables = new ArrayList<>(tables);
    }

    /** @param features types of the features */
    record Table(List<DataType> features, TieKey tieKey, long maxAgeMicros) implements java.io.Serializable {
        Table {
            features = new ArrayList<>(features);
        }
    }

    int featureColumns() {
        return tables.stream().mapToInt(table -> table.features().size()).sum();
    }

    @Override
    public Iterator<InternalRow> call(Iterator<InternalRow> rows) {
        return new Carrying(this, rows);
    }

    private static final class Carrying implements Iterator<InternalRow> {
        private final CarryForward plan;
        private final Iterator<InternalRow> rows;
        private final DataType[] entityTypes;
        private final DataType[][] featureTypes;
        private final EntityRow entity;
        private final FeatureRow[] features;
        private final Object[] values;
        private final GenericInternalRow output;
        private final List<ToLongFunction<UTF8String>> tieKeys;
        private final long[] counts;

        /** Of the present group. More than one only if groups of several keys come together. */
        private Map<UTF8String, Key> keys = new HashMap<>();

        private Key last;
        private long group;
        private boolean found;
        private boolean counted;

        Carrying(CarryForward plan, Iterator<InternalRow> rows) {
            this.plan = plan;
            this.rows = rows;
            entityTypes = plan.entityColumns.toArray(DataType[]::new);
            entity = new EntityRow(entityTypes.length);
            featureTypes = plan.tables.stream()
                    .map(table -> table.features().toArray(DataType[]::new))
                    .toArray(DataType[][]::new);
            features = plan.tables.stream()
                    .map(table -> new FeatureRow(table.tieKey().columns()))
                    .toArray(FeatureRow[]::new);
            tieKeys = plan.tables.stream().map(table -> table.tieKey().reader()).toList();
            values = new Object[entityTypes.length + plan.featureColumns()];
            output = new GenericInternalRow(values);
            counts = new long[plan.featureColumns() + plan.tables.size()];
        }

        @Override
        public boolean hasNext() {
            while (!found && rows.hasNext()) {
                found = take(rows.next());
            }
            if (!found && !counted) {
                counted = true;
                plan.counter.add(new PartitionCounter.PartitionCounts(TaskContext.getPartitionId(), counts));
            }
            return found;
        }

        @Override
        public InternalRow next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            found = false;
            return output;
        }

        /** @return whether an output row is ready */
        private boolean take(InternalRow slim) {
            int table = SlimRow.table(slim);
            long rowGroup = plan.sortKey.group(SlimRow.sortKey(slim));
            if (table == SlimRow.ENTITY) {
                entity.at(SlimRow.row(slim));
                join(entity.canMatch() ? state(rowGroup, entity.key()) : null);
                return true;
            }
            var feature = features[table].at(SlimRow.row(slim));
            state(rowGroup, feature.key())
                    .latest[table]
                    .offer(feature.event(), feature.created(), SlimRow.isTied(slim), SlimRow.row(slim));
            return false;
        }

        private Key state(long rowGroup, UTF8String key) {
            if (group != rowGroup) {
                group = rowGroup;
                // Not cleared: that takes as long as it once was large.
                keys = new HashMap<>();
                last = null;
            }
            if (last == null || !last.bytes.equals(key)) {
                last = keys.get(key);
                if (last == null) {
                    last = new Key(key.copy(), tieKeys);
                    keys.put(last.bytes, last);
                }
            }
            return last;
        }

        private void join(Key state) {
            for (int i = 0; i < entityTypes.length; i++) {
                values[i] = entity.row().get(EntityRow.COLUMNS + i, entityTypes[i]);
            }
            long time = entity.row().isNullAt(0) ? 0 : entity.time();
            int column = entityTypes.length;
            for (int i = 0; i < featureTypes.length; i++) {
                var latest = state == null ? null : state.latest[i];
                var types = featureTypes[i];
                boolean inside = latest != null
                        && latest.isPresent()
                        && Expiry.isInside(latest.event(), plan.tables.get(i).maxAgeMicros(), time);
                if (inside) {
                    features[i].at(latest.payload());
                    counts[counts.length - featureTypes.length + i] += latest.isTied() ? 1 : 0;
                }
                boolean leak = inside && latest.created() > time;
                for (int j = 0; j < types.length; j++, column++) {
                    values[column] = inside ? features[i].row().get(FeatureRow.FEATURES + j, types[j]) : null;
                    if (leak && values[column] != null) {
                        counts[column - entityTypes.length]++;
                    }
                }
            }
        }
    }

    /** What is carried for one key. */
    private static final class Key {
        private final UTF8String bytes;
        private final Latest[] latest;

        Key(UTF8String bytes, List<ToLongFunction<UTF8String>> tieKeys) {
            this.bytes = bytes;
            latest = new Latest[tieKeys.size()];
            for (int i = 0; i < latest.length; i++) {
                latest[i] = new Latest(tieKeys.get(i));
            }
        }
    }
}
