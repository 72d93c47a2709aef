package dev.larder.online.redis;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.embedded.RedisChild;
import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import dev.larder.online.OnlineStore.Lookup;
import dev.larder.online.OnlineStore.NewRow;
import dev.larder.online.OnlineStore.Outcome;
import dev.larder.online.OnlineStores;
import dev.larder.row.Expiry;
import dev.larder.row.RowField;
import dev.larder.row.RowKey;
import dev.larder.row.RowWriter;
import dev.larder.row.ValueLayout;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Redis comes and goes, falls silent and forgets. */
class RedisLinkTest {
    private static final byte[] FIELD = RowField.encode(1);
    private static final Duration ANSWER_TIMEOUT = Duration.ofMillis(500);
    private static final int MAX_IN_FLIGHT = 100;

    /** More than any computer takes for what is done at once, less than the shortest of the delays. */
    private static final long AT_ONCE_MILLIS = 300;

    private final RedisChild redis = RedisChild.prepare("online-link");
    private final RedisFixture fixture = new RedisFixture(
            RedisFixture.settings(ANSWER_TIMEOUT, MAX_IN_FLIGHT), options -> options.setConnectionString(redis.url()));
    private final RedisOnlineStore store = fixture.store(Clock.systemUTC());

    @AfterEach
    void nothingIsInFlightInTheEnd() {
        try {
            await().untilAsserted(() -> assertEquals(0, fixture.inFlight()));
        } finally {
            fixture.close();
            redis.close();
        }
    }

    @Test
    void aKilledRedisIsUnavailableAtOnceAndComesBackByItself() {
        redis.start();
        assertServed();
        redis.kill();
        awaitUnavailable();
        long begin = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertUnavailable("Redis cannot be reached at the moment. Try again.", read(1));
        }
        assertTrue(millisSince(begin) < AT_ONCE_MILLIS, "a hundred calls fail at once");
        redis.start();
        awaitServed();
    }

    @Test
    void aFrozenRedisIsUnavailableAfterTheAnswerTimeoutAndComesBackByItself() {
        redis.start();
        assertServed();
        redis.freeze();
        long begin = System.nanoTime();
        assertUnavailable("Redis did not answer: no answer within PT0.5S. Try again.", read(1));
        long passed = millisSince(begin);
        assertTrue(passed >= 500 && passed < 2_000, passed + " ms");
        begin = System.nanoTime();
        assertUnavailable("Redis cannot be reached at the moment. Try again.", read(1));
        assertTrue(millisSince(begin) < AT_ONCE_MILLIS, "known to be silent");
        redis.thaw();
        awaitIt(() -> assertArrayEquals(row(7), OnlineStores.get(read(1)).get(0)[0], "what it had before it froze"));
    }

    @Test
    void everythingThatWaitsForAFrozenRedisFailsOnceAndIsCountedOnce() {
        redis.start();
        assertServed();
        redis.freeze();
        var waiting = IntStream.range(0, 10)
                .<CompletionStage<?>>mapToObj(i -> read(5))
                .toList();
        await().untilAsserted(() -> assertEquals(50, fixture.inFlight()));
        waiting.forEach(call -> assertUnavailable("Redis did not answer: no answer within PT0.5S. Try again.", call));
        assertEquals(0, fixture.inFlight());
        assertEquals(10, fixture.count("larder.online.store.failures"));
        redis.thaw();
        awaitServed();
    }

    @Test
    void aRedisThatIsAbsentAtTheStartIsUnavailableUntilItComes() {
        assertUnavailable("Redis cannot be reached at the moment. Try again.", read(1));
        assertUnavailable("Redis cannot be reached at the moment. Try again.", write(7));
        redis.start();
        awaitServed();
    }

    @Test
    void tooManyCommandsInFlightAreRefusedByTheNameOfTheSetting() {
        redis.start();
        assertServed();
        var tooMuch =
                "More commands than larder.online-store.max-commands-in-flight (100) wait for Redis, or are asked for at once. Try again.";
        assertUnavailable(tooMuch, read(MAX_IN_FLIGHT + 1));
        assertEquals(MAX_IN_FLIGHT, OnlineStores.get(read(MAX_IN_FLIGHT)).size(), "just as many are served");
    }

    @Test
    void aFullRedisSaysSoAndServesWhatItHas() {
        redis.start();
        assertServed();
        redis.call("CONFIG", "SET", "maxmemory", "1");
        var failure = (LarderException)
                assertThrows(java.util.concurrent.ExecutionException.class, () -> write(8).toCompletableFuture()
                                .get(5, TimeUnit.SECONDS))
                        .getCause();
        assertEquals(ErrorCode.RESOURCE_EXHAUSTED, failure.code());
        assertEquals("ONLINE_STORE_FULL", failure.reason());
        assertEquals(
                "The online store is full: Redis has used its maxmemory and takes no more rows; those in it are served."
                        + " Raise maxmemory, delete rows, or give feature tables a maxAge so that their rows expire.",
                failure.getMessage());
        assertArrayEquals(row(7), OnlineStores.get(read(1)).get(0)[0]);
        redis.call("CONFIG", "SET", "maxmemory", "0");
        assertEquals(List.of(Outcome.WRITTEN), OnlineStores.get(write(9)));
    }

    @Test
    void aReplicaIsNamedAsWhatItIs() {
        redis.start();
        assertServed();
        redis.call("REPLICAOF", "127.0.0.1", "1");
        assertUnavailable(
                "Redis is a replica that takes no rows (READONLY). Let quarkus.redis.hosts name the primary. Try again.",
                write(8));
        redis.call("REPLICAOF", "NO", "ONE");
        assertEquals(List.of(Outcome.WRITTEN), OnlineStores.get(write(9)));
    }

    @Test
    void aRedisThatForgotTheScriptGetsItAgain() {
        redis.start();
        assertServed();
        redis.call("SCRIPT", "FLUSH");
        assertEquals(List.of(Outcome.WRITTEN), OnlineStores.get(write(8)));
        assertArrayEquals(row(8), OnlineStores.get(read(1)).get(0)[0]);
        assertEquals(List.of(Outcome.WRITTEN), OnlineStores.get(write(9)), "and knows it from then on");
    }

    @Test
    void callsUnderLoadGetTheRightValueOrAreUnavailable() throws Exception {
        redis.start();
        assertServed();
        var end = new AtomicBoolean();
        var served = new AtomicInteger();
        var threads = Executors.newFixedThreadPool(4);
        try {
            var callers = Collections.nCopies(4, 0).stream()
                    .map(nothing -> threads.submit(() -> {
                        while (!end.get()) {
                            var outcome =
                                    OnlineStores.get(write(7).thenCombine(read(2), (written, rows) -> rows.get(0)[0])
                                            .handle((row, failure) -> failure == null ? row : failure));
                            if (outcome instanceof byte[] row) {
                                assertArrayEquals(row(7), row);
                                served.incrementAndGet();
                            } else if (outcome != null) {
                                assertEquals(ErrorCode.UNAVAILABLE, code((Throwable) outcome));
                            }
                        }
                    }))
                    .toList();
            for (int i = 0; i < 3; i++) {
                redis.kill();
                redis.start();
                int before = served.get();
                await().until(() -> served.get() > before + 100);
            }
            end.set(true);
            for (var caller : callers) {
                caller.get(20, TimeUnit.SECONDS);
            }
        } finally {
            end.set(true);
            threads.shutdownNow();
        }
    }

    private static ErrorCode code(Throwable failure) {
        var cause = failure.getCause() == null ? failure : failure.getCause();
        return ((LarderException) cause).code();
    }

    private CompletionStage<List<byte[][]>> read(int keys) {
        return store.read(IntStream.rangeClosed(1, keys)
                .mapToObj(entity -> new Lookup(key(entity), new byte[][] {FIELD}))
                .toList());
    }

    private CompletionStage<List<Outcome>> write(long value) {
        return store.write(List.of(new NewRow(key(1), FIELD, row(value), Expiry.NEVER)));
    }

    private static byte[] key(long entity) {
        return RowKey.encode(42, List.of(entity));
    }

    private static byte[] row(long value) {
        return new RowWriter().begin(0).put(1, ValueLayout.INT64, value).end();
    }

    private void assertServed() {
        assertEquals(List.of(Outcome.WRITTEN), OnlineStores.get(write(7)));
        var rows = OnlineStores.get(read(2));
        assertArrayEquals(row(7), rows.get(0)[0]);
        assertNull(rows.get(1)[0]);
    }

    private void awaitServed() {
        awaitIt(this::assertServed);
    }

    private void awaitUnavailable() {
        awaitIt(() -> assertThrows(LarderException.class, () -> OnlineStores.get(read(1))));
    }

    /** In this thread, because another would get another connection. */
    private static void awaitIt(ThrowingRunnable assertion) {
        await().pollInSameThread()
                .pollInterval(Duration.ofMillis(5))
                .ignoreException(LarderException.class)
                .untilAsserted(assertion);
    }

    private static void assertUnavailable(String text, CompletionStage<?> call) {
        var failure = assertThrows(LarderException.class, () -> OnlineStores.get(call));
        assertEquals(ErrorCode.UNAVAILABLE + " " + text, failure.code() + " " + failure.getMessage());
    }

    private static long millisSince(long beginNanos) {
        return Duration.ofNanos(System.nanoTime() - beginNanos).toMillis();
    }
}
