package dev.larder.spark.join;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.rdd.PartitionPruningRDD;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Takes keys and times from the head of each partition of feature rows, given as the arguments of {@link Sieve#passes}: a sample
 * that does not read what it does not take.
 */
record Heads() implements FlatMapFunction<Iterator<InternalRow>, long[]> {
    static final int LENGTH = 1_000;
    private static final int PARTITIONS = 100;

    /** Pairs of a key's hash and the moment of a row. */
    static List<long[]> of(JavaRDD<InternalRow> rows) {
        int partitions = rows.getNumPartitions();
        int step = (partitions + PARTITIONS - 1) / PARTITIONS;
        var some = partitions <= PARTITIONS ? rows : everyNth(rows, step);
        return some.mapPartitions(new Heads()).collect();
    }

    private static JavaRDD<InternalRow> everyNth(JavaRDD<InternalRow> rows, int step) {
        return PartitionPruningRDD.create(rows.rdd(), new EveryNth(step)).toJavaRDD();
    }

    @Override
    public Iterator<long[]> call(Iterator<InternalRow> rows) {
        var pairs = new ArrayList<long[]>();
        while (rows.hasNext() && pairs.size() < LENGTH) {
            var row = rows.next();
            pairs.add(new long[] {row.getLong(0), SlimRow.featureMoment(row.getLong(2))});
        }
        return pairs.iterator();
    }

    private static final class EveryNth extends scala.runtime.AbstractFunction1<Object, Object>
            implements java.io.Serializable {
        private static final long serialVersionUID = 1L;
        private final int step;

        EveryNth(int step) {
            this.step = step;
        }

        @Override
        public Object apply(Object partition) {
            return (Integer) partition % step == 0;
        }
    }
}
