package dev.larder.spark.online;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** Keeps the report of one job in Redis, in the hash {@code larder:job:<id>}, for a week after the last one. Not for several threads. */
public final class ReportStore implements AutoCloseable {
    private static final byte[] SCRIPT =
            """
            local stored = redis.call('HGET', KEYS[1], 'epoch')
            if stored and tonumber(stored) > tonumber(ARGV[1]) then
              return 0
            end
            redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'progress', ARGV[2])
            redis.call('EXPIRE', KEYS[1], ARGV[3])
            return 1
            """
                    .getBytes(StandardCharsets.US_ASCII);

    private static final Duration KEPT = Duration.ofDays(7);

    private final RedisServer server;
    private final byte[] key;
    private final long epoch;
    private UnifiedJedis redis;

    public ReportStore(RedisServer server, String jobId, long epoch) {
        this.server = server;
        this.key = ("larder:job:" + jobId).getBytes(StandardCharsets.UTF_8);
        this.epoch = epoch;
    }

    /**
     * @return false: there is a report of a later epoch, and this one was not stored
     * @throws JedisException if Redis did not take it
     */
    public boolean put(byte[] report) {
        try {
            if (redis == null) {
                redis = server.open();
            }
            var arguments = List.of(bytes(epoch), report, bytes(KEPT.toSeconds()));
            return (Long) redis.eval(SCRIPT, List.of(key), arguments) == 1;
        } catch (JedisException e) {
            close();
            throw e;
        }
    }

    private static byte[] bytes(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        if (redis != null) {
            redis.close();
            redis = null;
        }
    }
}
