package dev.larder.serving.grpc;

import com.google.protobuf.CodedOutputStream;
import dev.larder.serving.FoundFeatures;
import dev.larder.serving.OnlineFeatures;
import dev.larder.wire.ProtoBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From the stored rows to the bytes of the answer: finding the values, and writing them in either dialect. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ReplyBenchmark {
    @Param({"1x50", "100x50", "100x250"})
    String size;

    private final ProtoBuffer buffer = new ProtoBuffer();
    private FoundFeatures features;
    private OnlineFeatures found;
    private ColumnsReply.Shape columnsShape;
    private RowsReply.Shape rowsShape;
    private List<RowsDialect.EntityRow> entityRows;

    @Setup
    public void setUp() {
        int cross = size.indexOf('x');
        int rows = Integer.parseInt(size.substring(0, cross));
        features = new FoundFeatures(rows, Integer.parseInt(size.substring(cross + 1)));
        found = features.find();
        columnsShape = new ColumnsReply.Shape(features.plan(), ":");
        rowsShape = new RowsReply.Shape(features.plan());
        entityRows = new ArrayList<>();
        for (long row = 0; row < rows; row++) {
            var entityRow = new RowsDialect.EntityRow();
            entityRow.entities().put(FoundFeatures.ENTITY, new RowsDialect.Entity(row, int64(row)));
            entityRows.add(entityRow);
        }
    }

    /** The bytes of a {@code Value}. */
    private static byte[] int64(long number) {
        var bytes = new byte[1 + CodedOutputStream.computeInt64SizeNoTag(number)];
        try {
            CodedOutputStream.newInstance(bytes).writeInt64(4, number);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return bytes;
    }

    @Benchmark
    public OnlineFeatures find() {
        return features.find();
    }

    @Benchmark
    public int writeColumns() {
        buffer.clear();
        new ColumnsReply(columnsShape, found).writeTo(buffer);
        return buffer.length();
    }

    @Benchmark
    public int writeRows() {
        buffer.clear();
        new RowsReply(rowsShape, entityRows, found).writeTo(buffer);
        return buffer.length();
    }
}
