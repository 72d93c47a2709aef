package dev.larder.row;

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

/** Writes and walks through one row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RowBenchmark {
    private static final long EVENT_TIME = 1_750_000_000_123_456L;

    @Param({"10", "50"})
    int features;

    private final RowWriter writer = new RowWriter();
    private final RowReader reader = new RowReader();
    private Long[] values;
    private byte[] row;

    @Setup
    public void setUp() {
        values = new Long[features];
        for (int i = 0; i < features; i++) {
            values[i] = i * 7_919L % 10_000;
        }
        row = write();
    }

    @Benchmark
    public byte[] write() {
        writer.begin(EVENT_TIME);
        for (int i = 0; i < features; i++) {
            writer.put(i + 1, ValueLayout.INT64, values[i]);
        }
        return writer.end();
    }

    @Benchmark
    public long walk() throws CorruptRowException {
        reader.reset(row);
        long sum = reader.eventTimeMicros();
        while (reader.next()) {
            sum += reader.id() + reader.offset() + reader.length();
        }
        return sum;
    }

    @Benchmark
    public byte[] key() {
        return RowKey.encode(42, java.util.List.of(values[1]));
    }
}
