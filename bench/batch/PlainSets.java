import dev.larder.row.RowKey;
import dev.larder.row.RowWriter;
import dev.larder.row.ValueLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The least that writing rows can cost: the same bytes as plain SETs, pipelined over as many connections as Spark has cores. */
final class PlainSets {
    private static final int BATCH = 500;
    private static final int OK = "+OK\r\n".length();

    private PlainSets() {}

    /** Rows per second. */
    static double rowsPerSecond(int port, long rows, int connections) throws Exception {
        var threads = Executors.newFixedThreadPool(connections);
        try {
            long begin = System.nanoTime();
            var tasks = new java.util.ArrayList<Future<Void>>();
            for (int i = 0; i < connections; i++) {
                long first = rows * i / connections;
                long last = rows * (i + 1) / connections;
                Callable<Void> task = () -> write(port, first, last);
                tasks.add(threads.submit(task));
            }
            for (var task : tasks) {
                task.get();
            }
            return rows / ((System.nanoTime() - begin) / 1e9);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Void write(int port, long first, long last) throws IOException {
        var random = new Random(first);
        var writer = new RowWriter();
        var buffer = new byte[1 << 16];
        var commands = new ByteArrayOutputStream();
        var set = "SET".getBytes(StandardCharsets.US_ASCII);
        try (var redis = new BareRedis(port)) {
            for (long begin = first; begin < last; begin += BATCH) {
                long end = Math.min(last, begin + BATCH);
                commands.reset();
                for (long row = begin; row < end; row++) {
                    writer.begin(BatchData.START_MICROS + row);
                    for (int i = 0; i < BatchData.FEATURES; i++) {
                        writer.put(i + 1, ValueLayout.INT64, (long) random.nextInt(BatchData.VALUES));
                    }
                    var key = RowKey.encode(BatchData.KEY_HASH, List.of(row));
                    commands.writeBytes(BareRedis.encode(List.of(set, key, writer.end())));
                }
                redis.send(commands.toByteArray());
                redis.skip((int) (end - begin) * OK, buffer);
            }
        }
        return null;
    }
}
