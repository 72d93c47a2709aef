package dev.larder.spark.join;

import dev.larder.row.Expiry;
import dev.larder.spark.shuffle.Latest;
import dev.larder.spark.shuffle.PartitionCounter;
import dev.larder.spark.shuffle.SlimRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Reads sorted {@link SlimRow}s once, carries the latest feature row of each table forward, and gives each entity row with the
 * features of all tables behind its own columns.
 *
 * @param entityColumns types of the entity row's columns
 * @param tables in the order of their indexes
 */
record CarryForward(List<DataType> entityColumns, List<Table> tables, PartitionCounter leaks)
        implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {
    CarryForward {
        entityColumns = new ArrayList<>(entityColumns);
        tables = new ArrayList<>(tables);
    }

    /** @param features types of the features */
    record Table(List<DataType> features, long maxAgeMicros) implements java.io.Serializable {
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
        private final UnsafeRow entity;
        private final UnsafeRow[] features;
        private final Object[] values;
        private final GenericInternalRow output;
        private final long[] leaked;

        /** Of the present group. More than one only if two keys have the same hash. */
        private final List<Key> keys = new ArrayList<>();

        private int keysInUse;
        private long group;
        private boolean found;
        private boolean counted;

        Carrying(CarryForward plan, Iterator<InternalRow> rows) {
            this.plan = plan;
            this.rows = rows;
            entityTypes = plan.entityColumns.toArray(DataType[]::new);
            entity = new UnsafeRow(entityTypes.length);
            featureTypes = plan.tables.stream()
                    .map(table -> table.features().toArray(DataType[]::new))
                    .toArray(DataType[][]::new);
            features = new UnsafeRow[featureTypes.length];
            for (int i = 0; i < features.length; i++) {
                features[i] = new UnsafeRow(featureTypes[i].length);
            }
            values = new Object[entityTypes.length + plan.featureColumns()];
            output = new GenericInternalRow(values);
            leaked = new long[plan.featureColumns()];
        }

        @Override
        public boolean hasNext() {
            while (!found && rows.hasNext()) {
                found = take(rows.next());
            }
            if (!found && !counted) {
                counted = true;
                plan.leaks.add(new PartitionCounter.PartitionCounts(TaskContext.getPartitionId(), leaked));
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
        private boolean take(InternalRow row) {
            int table = SlimRow.table(row);
            var key = SlimRow.key(row);
            if (key.numBytes() == 0) {
                join(row, null);
                return true;
            }
            var state = state(SlimRow.group(row), key);
            if (table == SlimRow.ENTITY) {
                join(row, state);
                return true;
            }
            state.latest[table].offer(SlimRow.event(row), SlimRow.created(row), SlimRow.payload(row));
            return false;
        }

        private Key state(long rowGroup, UTF8String key) {
            if (group != rowGroup) {
                group = rowGroup;
                keysInUse = 0;
            }
            for (int i = 0; i < keysInUse; i++) {
                if (keys.get(i).bytes.equals(key)) {
                    return keys.get(i);
                }
            }
            if (keysInUse == keys.size()) {
                keys.add(new Key(featureTypes.length));
            }
            return keys.get(keysInUse++).reset(key);
        }

        private void join(InternalRow row, Key state) {
            pointTo(entity, SlimRow.payload(row));
            for (int i = 0; i < entityTypes.length; i++) {
                values[i] = entity.get(i, entityTypes[i]);
            }
            long time = SlimRow.event(row);
            int column = entityTypes.length;
            for (int i = 0; i < featureTypes.length; i++) {
                var latest = state == null ? null : state.latest[i];
                var types = featureTypes[i];
                boolean inside = latest != null
                        && latest.isPresent()
                        && Expiry.isInside(latest.event(), plan.tables.get(i).maxAgeMicros(), time);
                if (inside) {
                    pointTo(features[i], latest.payload());
                }
                boolean leak = inside && latest.created() > time;
                for (int j = 0; j < types.length; j++, column++) {
                    values[column] = inside ? features[i].get(j, types[j]) : null;
                    if (leak && values[column] != null) {
                        leaked[column - entityTypes.length]++;
                    }
                }
            }
        }

        private static void pointTo(UnsafeRow row, UTF8String bytes) {
            row.pointTo(bytes.getBaseObject(), bytes.getBaseOffset(), bytes.numBytes());
        }
    }

    /** What is carried for one key. */
    private static final class Key {
        private final Latest[] latest;
        private UTF8String bytes;

        Key(int tables) {
            latest = new Latest[tables];
            for (int i = 0; i < tables; i++) {
                latest[i] = new Latest();
            }
        }

        Key reset(UTF8String key) {
            bytes = key.copy();
            for (Latest row : latest) {
                row.clear();
            }
            return this;
        }
    }
}
