package dev.larder.spark.online;

import dev.larder.row.RowField;
import dev.larder.row.RowScript;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisClusterException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Sends rows to Redis in batches. To write a row twice changes nothing, so a batch whose connection broke is sent again: a Redis
 * that is away for some seconds does not fail the job. Not for several threads.
 */
final class RowPipeline implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RowPipeline.class);
    private static final int BATCH = 1_000;

    /** How many rows one call of the script takes. Redis is free for others again after a fraction of a millisecond. */
    private static final int ROWS_PER_CALL = 50;

    private static final int ATTEMPTS = 8;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    /** How a server answers that starts, or while another takes the place of a lost one. */
    private static final List<String> PASSING =
            List.of("LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "BUSY ");

    private static final byte[] SCRIPT = RowScript.LUA.getBytes(StandardCharsets.UTF_8);
    private static final byte[] SCRIPT_SHA = sha1(SCRIPT);

    private final RedisServer server;
    private final byte[] field;
    private final int rowsPerCall;
    private final List<Row> batch = new ArrayList<>(BATCH);
    private UnifiedJedis redis;

    /** @param field of {@link RowField}: that of all rows */
    RowPipeline(RedisServer server, byte[] field) {
        this.server = server;
        this.field = field;
        // The keys of a call must lie on one node.
        rowsPerCall = server.cluster() ? 1 : ROWS_PER_CALL;
    }

    private record Row(byte[] key, byte[] value, byte[] expiry) {}

    /** Rows that are sent together, as the script takes them. */
    private record Call(List<byte[]> keys, List<byte[]> arguments) {
        static Call of(byte[] field, List<Row> rows) {
            var keys = new ArrayList<byte[]>(rows.size());
            var arguments = new ArrayList<byte[]>(1 + 2 * rows.size());
            arguments.add(field);
            for (Row row : rows) {
                keys.add(row.key());
                arguments.add(row.value());
                arguments.add(row.expiry());
            }
            return new Call(keys, arguments);
        }
    }

    /**
     * What became of the rows that were sent.
     *
     * @param stored by Redis
     * @param older lost against a row that is later
     * @param unwritable something else lies under their key
     */
    record Written(int stored, int older, int unwritable) {
        private static final Written NOTHING = new Written(0, 0, 0);
    }

    /**
     * Takes a row of a key that it was not given before, and sends a batch if that is full.
     *
     * @param expiry of {@link RowScript#expiryArgument}
     */
    Written put(byte[] key, byte[] value, String expiry) {
        batch.add(new Row(key, value, expiry.getBytes(StandardCharsets.US_ASCII)));
        return batch.size() < BATCH ? Written.NOTHING : flush();
    }

    /**
     * Sends what is left.
     *
     * @throws OnlineStoreException if Redis stays away
     * @throws JedisDataException if Redis refuses a row
     */
    Written flush() {
        if (batch.isEmpty()) {
            return Written.NOTHING;
        }
        var pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                var written = send();
                batch.clear();
                return written;
            } catch (JedisConnectionException | JedisClusterException e) {
                close();
                awaitRedis(attempt, pause, e);
            } catch (JedisDataException e) {
                if (PASSING.stream().noneMatch(e.getMessage()::startsWith)) {
                    throw e;
                }
                close();
                awaitRedis(attempt, pause, e);
            }
            pause = pause.multipliedBy(2);
        }
    }

    private void awaitRedis(int attempt, Duration pause, JedisException failure) {
        if (attempt == ATTEMPTS) {
            throw new OnlineStoreException(server, ATTEMPTS, failure);
        }
        LOG.warn("Redis at {} is away: {}", server, failure.getMessage());
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the task was cancelled while Redis was away", e);
        }
    }

    private Written send() {
        if (redis == null) {
            redis = server.open();
        }
        var calls = new ArrayList<Call>();
        for (int i = 0; i < batch.size(); i += rowsPerCall) {
            calls.add(Call.of(field, batch.subList(i, Math.min(batch.size(), i + rowsPerCall))));
        }
        var answers = new ArrayList<Response<Object>>(calls.size());
        try (AbstractPipeline pipeline = redis.pipelined()) {
            for (Call call : calls) {
                answers.add(pipeline.evalsha(SCRIPT_SHA, call.keys(), call.arguments()));
            }
        }
        int stored = 0;
        int older = 0;
        for (int i = 0; i < calls.size(); i++) {
            var keys = calls.get(i).keys();
            var rows = answer(answers.get(i), calls.get(i));
            for (int j = 0; j < keys.size(); j++) {
                switch (((Long) rows.get(j)).intValue()) {
                    case RowScript.WRITTEN -> stored++;
                    case RowScript.OLDER -> older++;
                    default -> LOG.warn(
                            "row not written: something that is no hash lies under key {}",
                            HexFormat.of().formatHex(keys.get(j)));
                }
            }
        }
        return new Written(stored, older, batch.size() - stored - older);
    }

    /** One answer for each row. */
    private List<?> answer(Response<Object> response, Call call) {
        Object answer;
        try {
            answer = response.get();
        } catch (JedisNoScriptException e) {
            answer = redis.eval(SCRIPT, call.keys(), call.arguments());
        }
        return answer instanceof List<?> rows ? rows : List.of(answer);
    }

    private static byte[] sha1(byte[] script) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest(script);
            return HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    @Override
    public void close() {
        if (redis != null) {
            redis.close();
            redis = null;
        }
    }
}
