import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Random;

/** Clients that ask without a pause, in both dialects, and compare every value with what must be there. */
final class CheckingClients implements AutoCloseable {
    private static final int CLIENTS = 8;
    private static final int ROWS = 20;
    private static final int FEATURES = 50;

    private final ManagedChannel channel;
    private volatile boolean stopping;
    private Count count = new Count();

    /** What became of the calls since the last look. */
    static final class Count {
        private int calls;
        private int ok;
        private int unavailable;
        private int other;
        private int wrong;
        private long longestNanos;
        private long lastFailureNanos;
        private String example = "";

        int calls() {
            return calls;
        }

        int ok() {
            return ok;
        }

        int unavailable() {
            return unavailable;
        }

        int other() {
            return other;
        }

        int wrong() {
            return wrong;
        }

        double longestMillis() {
            return longestNanos / 1e6;
        }

        /** When the last call failed, by {@link System#nanoTime}; zero: none did. */
        long lastFailureNanos() {
            return lastFailureNanos;
        }

        /** One of those that must not be. */
        String example() {
            return example;
        }
    }

    CheckingClients(int port) {
        channel = ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .build();
        for (int i = 0; i < CLIENTS; i++) {
            int seed = i;
            var thread = new Thread(() -> ask(seed));
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void ask(int seed) {
        var random = new Random(seed);
        while (!stopping) {
            var dialect = random.nextBoolean() ? Load.Dialect.COLUMNS : Load.Dialect.ROWS;
            var load = new Load(ROWS, FEATURES, dialect);
            var entities = OnlineData.someEntities(ROWS, random);
            long begin = System.nanoTime();
            Status status = Status.OK;
            boolean right = true;
            try {
                right = load.isRight(entities, load.call(channel, entities));
            } catch (StatusRuntimeException e) {
                status = e.getStatus();
            } catch (InvalidProtocolBufferException | RuntimeException e) {
                status = Status.UNKNOWN.withDescription(e.toString());
            }
            count(status, right, System.nanoTime(), begin);
        }
    }

    private synchronized void count(Status status, boolean right, long now, long begin) {
        if (stopping) {
            return;
        }
        count.calls++;
        count.longestNanos = Math.max(count.longestNanos, now - begin);
        if (status.isOk() && right) {
            count.ok++;
            return;
        }
        count.lastFailureNanos = now;
        if (status.isOk()) {
            count.wrong++;
        } else if (status.getCode() == Status.Code.UNAVAILABLE) {
            count.unavailable++;
        } else {
            count.other++;
            count.example = status.toString();
        }
    }

    /** What was counted since the last call of this method. */
    synchronized Count take() {
        var taken = count;
        count = new Count();
        return taken;
    }

    @Override
    public void close() {
        stopping = true;
        channel.shutdownNow();
    }
}
