package dev.larder.spark.join;

import dev.larder.spark.shuffle.RawRow;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * What one quick pass over the times and keys of all entity rows tells, to leave out feature rows that nothing can match and to
 * find heavy keys.
 */
final class EntityDigest implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int DEPTH = 2;

    private final ArrayList<KeyFilter> filters = new ArrayList<>();
    private final ArrayList<ArrayList<long[]>> samples = new ArrayList<>();
    private long earliest = Long.MAX_VALUE;
    private long latest = Long.MIN_VALUE;

    private EntityDigest(int entitySets) {
        for (int i = 0; i < entitySets; i++) {
            filters.add(new KeyFilter());
            samples.add(new ArrayList<>());
        }
    }

    /** @param rows (time, key of the first entity set, key of the second …) */
    static EntityDigest of(JavaRDD<InternalRow> rows, List<Integer> keyColumns) {
        var digesting = new Digesting(new ArrayList<>(keyColumns));
        return rows.getNumPartitions() == 0
                ? new EntityDigest(keyColumns.size())
                : rows.mapPartitions(digesting).treeReduce(EntityDigest::merge, DEPTH);
    }

    boolean isEmpty() {
        return earliest > latest;
    }

    /** The earliest time of an entity row that can match, microseconds since 1970. */
    long earliest() {
        return earliest;
    }

    /** The latest time of an entity row that can match, microseconds since 1970. */
    long latest() {
        return latest;
    }

    SortKey sortKey() {
        return isEmpty() ? SortKey.NOTHING : new SortKey(SlimRow.featureMoment(earliest), SlimRow.entityMoment(latest));
    }

    KnownKeys knownKeys(int entitySet) {
        return new KnownKeys(filters.get(entitySet));
    }

    /** Pairs of a key's hash and the moment of a row. */
    List<long[]> sample(int entitySet) {
        return samples.get(entitySet);
    }

    private EntityDigest merge(EntityDigest other) {
        earliest = Math.min(earliest, other.earliest);
        latest = Math.max(latest, other.latest);
        for (int i = 0; i < filters.size(); i++) {
            filters.get(i).addAll(other.filters.get(i));
            samples.get(i).addAll(other.samples.get(i));
        }
        return this;
    }

    private record Digesting(ArrayList<Integer> keyColumns)
            implements FlatMapFunction<Iterator<InternalRow>, EntityDigest> {
        @Override
        public Iterator<EntityDigest> call(Iterator<InternalRow> rows) {
            var digest = new EntityDigest(keyColumns.size());
            while (rows.hasNext()) {
                add(digest, rows.next());
            }
            return List.of(digest).iterator();
        }

        private void add(EntityDigest digest, InternalRow row) {
            if (row.isNullAt(0)) {
                return;
            }
            long time = row.getLong(0);
            digest.earliest = Math.min(digest.earliest, time);
            digest.latest = Math.max(digest.latest, time);
            for (int i = 0; i < keyColumns.size(); i++) {
                var key = row.getStruct(i + 1, keyColumns.get(i));
                if (!key.anyNull()) {
                    long hash = RawRow.hash(RawRow.bytes(key));
                    digest.filters.get(i).add(hash);
                    var sample = digest.samples.get(i);
                    if (sample.size() < Heads.LENGTH) {
                        sample.add(new long[] {hash, SlimRow.entityMoment(time)});
                    }
                }
            }
        }
    }
}
