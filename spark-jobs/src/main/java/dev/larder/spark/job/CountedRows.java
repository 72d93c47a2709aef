package dev.larder.spark.job;

import dev.larder.spark.shuffle.PartitionCounter;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.classic.SparkSession;

/** Counts rows as they pass. */
record CountedRows(PartitionCounter counter) implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {
    static Dataset<Row> of(Dataset<Row> rows, PartitionCounter counter) {
        var counted = rows.queryExecution().toRdd().toJavaRDD().mapPartitions(new CountedRows(counter));
        return ((SparkSession) rows.sparkSession()).internalCreateDataFrame(counted.rdd(), rows.schema(), false);
    }

    @Override
    public Iterator<InternalRow> call(Iterator<InternalRow> rows) {
        return new Iterator<>() {
            private long count;

            @Override
            public boolean hasNext() {
                if (rows.hasNext()) {
                    return true;
                }
                counter.add(new PartitionCounter.PartitionCounts(TaskContext.getPartitionId(), new long[] {count}));
                return false;
            }

            @Override
            public InternalRow next() {
                count++;
                return rows.next();
            }
        };
    }
}
