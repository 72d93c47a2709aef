import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What reading the rows costs without Larder: the same commands for as many rows, on one connection, all commands of a request at once, the
 * next request when the answers are there. The answers are received and not looked at.
 *
 * @param clientMicros CPU of the client for a request
 * @param redisMicros CPU of Redis for a request
 */
record Floor(double clientMicros, double redisMicros) {
    private static final double WARM_UP_SECONDS = 2;

    static Floor measure(Application application, int rows, int tables, double seconds) throws IOException {
        try (var redis = new BareRedis(application.redisPort())) {
            var commands = commands(redis, rows, tables);
            var buffer = new byte[1 << 16];
            redis.send(commands);
            int answerSize = redis.sizeOf(rows);
            repeat(redis, commands, answerSize, buffer, WARM_UP_SECONDS);
            var threads = ManagementFactory.getThreadMXBean();
            double redisBefore = ProcessUse.cpuMicros(application.redisPid());
            long before = threads.getCurrentThreadCpuTime();
            int requests = repeat(redis, commands, answerSize, buffer, seconds);
            double client = (threads.getCurrentThreadCpuTime() - before) / 1e3;
            return new Floor(
                    client / requests, (ProcessUse.cpuMicros(application.redisPid()) - redisBefore) / requests);
        }
    }

    private static int repeat(BareRedis redis, byte[] commands, int answerSize, byte[] buffer, double seconds)
            throws IOException {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        int requests = 0;
        for (; System.nanoTime() < end; requests++) {
            redis.send(commands);
            redis.skip(answerSize, buffer);
        }
        return requests;
    }

    private static byte[] commands(BareRedis redis, int rows, int tables) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (byte[] key : keys(redis, rows)) {
            var words = new ArrayList<>(List.of("HMGET".getBytes(StandardCharsets.US_ASCII), key));
            words.addAll(list(redis.call("HKEYS".getBytes(StandardCharsets.US_ASCII), key)).subList(0, tables));
            bytes.writeBytes(BareRedis.encode(words));
        }
        return bytes.toByteArray();
    }

    private static List<byte[]> keys(BareRedis redis, int count) throws IOException {
        var keys = new ArrayList<byte[]>();
        var cursor = "0";
        do {
            var answer = (List<?>) redis.call("SCAN", cursor, "COUNT", "1000");
            cursor = new String((byte[]) answer.get(0), StandardCharsets.US_ASCII);
            keys.addAll(list(answer.get(1)));
        } while (keys.size() < count && !cursor.equals("0"));
        return keys.subList(0, count);
    }

    private static List<byte[]> list(Object answer) {
        return ((List<?>) answer).stream().map(element -> (byte[]) element).toList();
    }
}
