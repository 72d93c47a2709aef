package dev.larder.spark.join;

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

    /** How many times as large as the mean a part may be without that rows are forgotten. */
    private static final int UNEVEN = 4;

    private final ArrayList<EntityKeys> keys = new ArrayList<>();
    private final ArrayList<ArrayList<long[]>> samples = new ArrayList<>();
    private final int fewRows;
    private long earliest = Long.MAX_VALUE;
    private long latest = Long.MIN_VALUE;

    private EntityDigest(int entitySets, int fewRows, int fewRowsOfPart) {
        this.fewRows = fewRows;
        for (int i = 0; i < entitySets; i++) {
            keys.add(new EntityKeys(fewRowsOfPart));
            samples.add(new ArrayList<>());
        }
    }

    /**
     * @param rows (time, the two hashes of the key of the first entity set, those of the second …); null hashes: it has no such key
     * @param fewRows how many entity rows are held in memory; of more it is only known which keys they may have
     */
    static EntityDigest of(JavaRDD<InternalRow> rows, int entitySets, int fewRows) {
        int parts = rows.getNumPartitions();
        // Of all tasks together not many more than are kept in the end.
        int fewRowsOfPart = Math.min(fewRows, (int) ((long) UNEVEN * fewRows / Math.max(1, parts)));
        var digesting = new Digesting(entitySets, fewRows, fewRowsOfPart);
        return parts == 0
                ? new EntityDigest(entitySets, fewRows, fewRowsOfPart)
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

    EntityKeys keys(int entitySet) {
        return keys.get(entitySet);
    }

    /** Pairs of a key's hash and the moment of a row. */
    List<long[]> sample(int entitySet) {
        return samples.get(entitySet);
    }

    private EntityDigest merge(EntityDigest other) {
        earliest = Math.min(earliest, other.earliest);
        latest = Math.max(latest, other.latest);
        for (int i = 0; i < keys.size(); i++) {
            keys.get(i).merge(other.keys.get(i), fewRows);
            samples.get(i).addAll(other.samples.get(i));
        }
        return this;
    }

    private record Digesting(int entitySets, int fewRows, int fewRowsOfPart)
            implements FlatMapFunction<Iterator<InternalRow>, EntityDigest> {
        @Override
        public Iterator<EntityDigest> call(Iterator<InternalRow> rows) {
            var digest = new EntityDigest(entitySets, fewRows, fewRowsOfPart);
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
            for (int i = 0; i < entitySets; i++) {
                if (!row.isNullAt(2 * i + 1)) {
                    long hash = row.getLong(2 * i + 1);
                    digest.keys.get(i).add(hash, row.getLong(2 * i + 2), time);
                    var sample = digest.samples.get(i);
                    if (sample.size() < Heads.LENGTH) {
                        sample.add(new long[] {hash, SlimRow.entityMoment(time)});
                    }
                }
            }
        }
    }
}
