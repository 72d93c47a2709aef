package dev.larder.online;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.online.OnlineStore.Lookup;
import dev.larder.online.OnlineStore.NewRow;
import dev.larder.online.OnlineStore.Outcome;
import dev.larder.row.Expiry;
import dev.larder.row.RowField;
import dev.larder.row.RowKey;
import dev.larder.row.RowWriter;
import dev.larder.row.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every online store does. It is empty before each test. */
public abstract class OnlineStoreContract {
    private static final int HASH = 42;
    private static final byte[] TRIPS = RowField.encode(1);
    private static final byte[] RATINGS = RowField.encode(300);
    private static final long LIMIT_SECONDS = 20;

    /** An entity lives for ever unless a test says otherwise. */
    private static final long NEVER = Expiry.NEVER;

    private static final long[] TIMES = {
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        -(1L << 53) - 1,
        -(1L << 53),
        -(1L << 32),
        -(1L << 31) - 1,
        -256,
        -1,
        0,
        1,
        255,
        (1L << 31) - 1,
        1L << 31,
        (1L << 32) - 1,
        1L << 32,
        1L << 53,
        (1L << 53) + 1,
        Long.MAX_VALUE - 1,
        Long.MAX_VALUE
    };

    /** The clock of the store stands still at the beginning of the test. */
    protected final Clock clock = Clock.fixed(Instant.now(), Clock.systemUTC().getZone());

    private final long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    protected abstract OnlineStore store();

    /** Puts something under the key that is not ours. */
    protected abstract void putForeign(byte[] key);

    /** When a key that is there will go, to the millisecond; empty: never. */
    protected abstract OptionalLong expiryMicros(byte[] key);

    // Reading

    @Test
    void whatWasWrittenIsRead() {
        var row = row(now, 7);
        assertEquals(List.of(Outcome.WRITTEN), write(newRow(key(1), TRIPS, row)));
        assertArrayEquals(row, read(key(1), TRIPS));
    }

    @Test
    void whatIsNotThereIsNull() {
        write(newRow(key(1), TRIPS, row(now, 7)));
        assertNull(read(key(1), RATINGS), "another field of the key");
        assertNull(read(key(2), TRIPS), "another key");
    }

    /** More fields than Redis keeps as a list, and numbers whose bytes are no text. */
    @Test
    void askingForMostOfAKeyGivesTheSame() {
        var fields = IntStream.rangeClosed(1, 300)
                .mapToObj(RowField::encode)
                .collect(Collectors.toCollection(ArrayList::new));
        for (int i = 0; i < fields.size(); i += 2) {
            write(newRow(key(1), fields.get(i), row(now, i)));
        }
        Collections.shuffle(fields, random);
        for (int count : new int[] {1, 8, 150, 300}) {
            var wanted = fields.subList(0, count).toArray(byte[][]::new);
            var answers = get(store().read(List.of(
                    new Lookup(key(1), wanted, false),
                    new Lookup(key(1), wanted, true),
                    new Lookup(key(2), wanted, true),
                    new Lookup(key(1), wanted, true))));
            assertRows(answers.get(1), answers.get(0));
            assertRows(answers.get(3), answers.get(0));
            assertRows(answers.get(2), new byte[count][]);
        }
    }

    @Test
    void aBatchKeepsTheOrderOfItsKeysAndFields() {
        write(
                newRow(key(1), TRIPS, row(now, 11)),
                newRow(key(1), RATINGS, row(now, 12)),
                newRow(key(2), RATINGS, row(now, 22)),
                newRow(key(3), TRIPS, row(now, 31)));
        var absent = RowField.encode(9);
        var rows = get(store().read(List.of(
                lookup(key(3), RATINGS, TRIPS),
                lookup(key(1), TRIPS, absent, RATINGS),
                lookup(key(4), TRIPS),
                lookup(key(2), RATINGS, TRIPS),
                lookup(key(1), RATINGS, RATINGS))));
        assertRows(rows.get(0), null, row(now, 31));
        assertRows(rows.get(1), row(now, 11), null, row(now, 12));
        assertRows(rows.get(2), (byte[]) null);
        assertRows(rows.get(3), row(now, 22), null);
        assertRows(rows.get(4), row(now, 12), row(now, 12));
        assertEquals(5, rows.size());
    }

    @Test
    void anEmptyBatchIsAnsweredWithNothing() {
        assertEquals(List.of(), get(store().read(List.of())));
        assertEquals(List.of(), write());
        assertEquals(0, delete());
    }

    // The latest event time wins

    @Test
    void theLatestEventTimeWinsInWhateverOrderRowsCome() {
        var writes = new ArrayList<NewRow>();
        var expected = new ArrayList<Outcome>();
        var latest = new HashMap<Integer, byte[]>();
        for (int entity = 0; entity < 300; entity++) {
            long stored = 0;
            for (int i = 0; i < 6; i++) {
                long time = random.nextInt(10) == 0 ? random.nextLong() : TIMES[random.nextInt(TIMES.length)];
                var row = row(time, random.nextInt());
                boolean wins = !latest.containsKey(entity) || time >= stored;
                if (wins) {
                    stored = time;
                    latest.put(entity, row);
                }
                expected.add(wins ? Outcome.WRITTEN : Outcome.OLDER);
                writes.add(new NewRow(key(entity), TRIPS, row, NEVER));
            }
        }
        assertEquals(expected, write(writes), this::seed);
        latest.forEach((entity, row) -> assertArrayEquals(row, read(key(entity), TRIPS), this::seed));
    }

    @Test
    void everyOrderOfTheSameRowsLeavesTheSame() {
        var rows = new ArrayList<byte[]>();
        for (long time : TIMES) {
            rows.add(row(time, random.nextInt()));
        }
        var last = rows.get(rows.size() - 1);
        for (int entity = 0; entity < 20; entity++) {
            var key = key(entity);
            Collections.shuffle(rows, random);
            write(rows.stream().map(row -> new NewRow(key, TRIPS, row, NEVER)).toList());
            assertArrayEquals(last, read(key, TRIPS), this::seed);
        }
    }

    @Test
    void ofTwoRowsWithTheSameEventTimeTheIncomingOneStays() {
        for (long time : TIMES) {
            var key = key(time);
            assertEquals(
                    List.of(Outcome.WRITTEN, Outcome.WRITTEN),
                    write(new NewRow(key, TRIPS, row(time, 1), NEVER), new NewRow(key, TRIPS, row(time, 2), NEVER)));
            assertArrayEquals(row(time, 2), read(key, TRIPS));
        }
    }

    @Test
    void tablesOfOneKeyDoNotCompete() {
        write(newRow(key(1), TRIPS, row(now, 1)));
        assertEquals(List.of(Outcome.WRITTEN), write(newRow(key(1), RATINGS, row(now - 1, 2))));
        assertArrayEquals(row(now, 1), read(key(1), TRIPS));
        assertArrayEquals(row(now - 1, 2), read(key(1), RATINGS));
    }

    @Test
    void concurrentWritersLeaveTheLatest() throws Exception {
        int writers = 8;
        int rounds = 25;
        int entities = 20;
        var threads = Executors.newFixedThreadPool(writers);
        try {
            var tasks = IntStream.range(0, writers)
                    .mapToObj(writer -> threads.submit(() -> {
                        var order = new Random(seed + writer);
                        for (int round = 0; round < rounds; round++) {
                            var rows = new ArrayList<NewRow>();
                            for (int entity = 0; entity < entities; entity++) {
                                // Each time comes once, from one of the writers.
                                long time = now - order.nextInt(rounds) * 100L - writer - 1;
                                rows.add(newRow(key(entity), TRIPS, row(time, time)));
                            }
                            write(rows);
                        }
                        write(newRow(key(writer), TRIPS, row(now, writer)));
                    }))
                    .toList();
            for (var task : tasks) {
                task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        for (int writer = 0; writer < writers; writer++) {
            assertArrayEquals(row(now, writer), read(key(writer), TRIPS), this::seed);
        }
    }

    // Max age

    @Test
    void aRowThatIsTooOldIsNotWritten() {
        assertEquals(
                List.of(Outcome.TOO_OLD, Outcome.WRITTEN, Outcome.TOO_OLD),
                write(
                        new NewRow(key(1), TRIPS, row(now - 100, 1), now - 1),
                        new NewRow(key(2), TRIPS, row(now - 100, 2), now),
                        new NewRow(key(3), TRIPS, row(Long.MIN_VALUE, 3), Long.MIN_VALUE)));
        assertNull(read(key(1), TRIPS));
        assertNull(read(key(3), TRIPS));
    }

    @Test
    void aKeyGoesWhenTheLastOfItsRowsHasGrownTooOld() {
        write(new NewRow(key(1), TRIPS, row(now, 1), in(5)));
        assertExpiry(in(5));
        write(new NewRow(key(1), RATINGS, row(now, 1), in(10)));
        assertExpiry(in(10));
        write(new NewRow(key(1), RowField.encode(3), row(now, 1), in(7)));
        assertExpiry(in(10));
    }

    @Test
    void anOlderRowNeverLowersTheExpiry() {
        write(new NewRow(key(1), TRIPS, row(now, 1), in(10)));
        assertEquals(List.of(Outcome.OLDER), write(new NewRow(key(1), TRIPS, row(now - 1, 1), in(5))));
        assertExpiry(in(10));
    }

    @Test
    void aSmallerMaxAgeNeverLowersTheExpiry() {
        write(new NewRow(key(1), TRIPS, row(now, 1), in(10)));
        assertEquals(List.of(Outcome.WRITTEN), write(new NewRow(key(1), TRIPS, row(now + 1, 1), in(5))));
        assertExpiry(in(10));
    }

    @Test
    void aNewerRowRaisesTheExpiry() {
        write(new NewRow(key(1), TRIPS, row(now, 1), in(5)), new NewRow(key(1), TRIPS, row(now, 1), in(6)));
        assertExpiry(in(6));
    }

    @Test
    void aRowThatIsNotStoredDoesNotRaiseTheExpiry() {
        write(new NewRow(key(1), TRIPS, row(now, 1), in(5)), new NewRow(key(1), TRIPS, row(now - 1, 1), in(50)));
        assertExpiry(in(5));
    }

    @Test
    void aRowWithoutMaxAgeKeepsTheKeyForEver() {
        write(new NewRow(key(1), TRIPS, row(now, 1), in(5)));
        write(new NewRow(key(1), RATINGS, row(now, 1), NEVER));
        assertEquals(OptionalLong.empty(), expiryMicros(key(1)));
        write(new NewRow(key(1), TRIPS, row(now + 1, 1), in(50)));
        assertEquals(OptionalLong.empty(), expiryMicros(key(1)), "once for ever, always for ever");
    }

    @Test
    void theExpiryIsThatOfTheLatestWhateverTheOrder() {
        for (int entity = 0; entity < 20; entity++) {
            var key = key(entity);
            var hours = new ArrayList<>(IntStream.rangeClosed(1, 10).boxed().toList());
            Collections.shuffle(hours, random);
            write(hours.stream()
                    .map(hour -> new NewRow(key, RowField.encode(hour), row(now, 1), in(hour)))
                    .toList());
            assertEquals(
                    in(10),
                    expiryMicros(key).orElseThrow(),
                    Duration.ofSeconds(1).toNanos() / 1e3,
                    this::seed);
        }
    }

    @Test
    void aKeyWhoseTimeHasComeIsGone() {
        write(new NewRow(key(1), TRIPS, row(now - 100, 1), in(1)), new NewRow(key(2), TRIPS, row(now - 100, 1), now));
        afterAMoment(() -> read(key(2), TRIPS) == null);
        assertArrayEquals(row(now - 100, 1), read(key(1), TRIPS));
    }

    /** Waits until something is so that becomes so soon after the present of {@link #clock}. */
    protected abstract void afterAMoment(Callable<Boolean> condition);

    // What is not ours

    @Test
    void somethingForeignUnderAKeySpoilsThatKeyOnly() {
        putForeign(key(2));
        var rows = new ArrayList<NewRow>();
        for (int entity = 1; entity <= 3; entity++) {
            rows.add(newRow(key(entity), TRIPS, row(now, 1)));
            rows.add(newRow(key(entity), TRIPS, row(now + 1, 2)));
            rows.add(newRow(key(entity), TRIPS, row(now, 3)));
        }
        assertEquals(
                List.of(
                        Outcome.WRITTEN,
                        Outcome.WRITTEN,
                        Outcome.OLDER,
                        Outcome.UNWRITABLE,
                        Outcome.UNWRITABLE,
                        Outcome.UNWRITABLE,
                        Outcome.WRITTEN,
                        Outcome.WRITTEN,
                        Outcome.OLDER),
                write(rows));
        var read = get(store().read(List.of(
                lookup(key(1), TRIPS), lookup(key(2), TRIPS, RATINGS), lookup(key(3), TRIPS, RATINGS))));
        assertRows(read.get(0), row(now + 1, 2));
        assertSame(OnlineStore.UNREADABLE, read.get(1)[0]);
        assertSame(OnlineStore.UNREADABLE, read.get(1)[1]);
        assertRows(read.get(2), row(now + 1, 2), null);

        assertEquals(2, delete(lookup(key(1), TRIPS), lookup(key(2), TRIPS), lookup(key(3), TRIPS)));
        assertNull(read(key(3), TRIPS));
        assertSame(OnlineStore.UNREADABLE, read(key(2), TRIPS), "what is not ours is not removed");
    }

    @Test
    void keysAndRowsMayHoldAnyBytes() {
        var every = new byte[256];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }
        var large = new byte[100_000];
        random.nextBytes(large);
        var hostile = List.of(
                new byte[] {},
                new byte[] {0},
                "\r\n$5\r\nhello\r\n".getBytes(StandardCharsets.UTF_8),
                "{tag}".getBytes(StandardCharsets.UTF_8),
                "{}{".getBytes(StandardCharsets.UTF_8),
                "*?[a-z]\\".getBytes(StandardCharsets.UTF_8),
                new byte[] {-1, -2, 0, 13, 10},
                every,
                large);
        var rows = new ArrayList<NewRow>();
        for (byte[] value : hostile) {
            rows.add(newRow(RowKey.encode(HASH, List.of(value)), TRIPS, rowWith(value)));
        }
        assertEquals(Collections.nCopies(rows.size(), Outcome.WRITTEN), write(rows));
        for (NewRow row : rows) {
            assertArrayEquals(row.row(), read(row.key(), TRIPS));
        }
    }

    @Test
    void fiftyThousandRowsGoInOneBatch() {
        int count = 50_001;
        var rows = IntStream.range(0, count)
                .mapToObj(entity -> newRow(key(entity), TRIPS, row(now, entity)))
                .toList();
        assertEquals(Collections.nCopies(count, Outcome.WRITTEN), write(rows));
        var read = get(store().read(rows.stream()
                .map(row -> lookup(row.key(), RATINGS, TRIPS))
                .toList()));
        for (int entity = 0; entity < count; entity++) {
            assertRows(read.get(entity), null, row(now, entity));
        }
        assertEquals(
                count, delete(rows.stream().map(row -> lookup(row.key(), TRIPS)).toArray(Lookup[]::new)));
    }

    // Deleting

    @Test
    void theRowsOfOneEntityAreDeleted() {
        write(
                newRow(key(1), TRIPS, row(now, 1)),
                newRow(key(1), RATINGS, row(now, 2)),
                newRow(key(2), TRIPS, row(now, 3)));
        assertEquals(1, delete(lookup(key(1), TRIPS), lookup(key(3), TRIPS)));
        assertNull(read(key(1), TRIPS));
        assertArrayEquals(row(now, 2), read(key(1), RATINGS));
        assertArrayEquals(row(now, 3), read(key(2), TRIPS));
        assertEquals(0, delete(lookup(key(1), TRIPS)), "it is gone already");
    }

    @Test
    void severalTablesOfAKeyAreDeletedAtOnce() {
        write(
                newRow(key(1), TRIPS, row(now, 1)),
                newRow(key(1), RATINGS, row(now, 2)),
                newRow(key(2), RATINGS, row(now, 3)));
        assertEquals(3, delete(lookup(key(1), TRIPS, RATINGS), lookup(key(2), TRIPS, RATINGS)));
        assertNull(read(key(1), TRIPS));
        assertNull(read(key(1), RATINGS));
        assertNull(read(key(2), RATINGS));
    }

    @Test
    void aDeletedRowMayBeWrittenAgainWithAnEarlierEventTime() {
        write(newRow(key(1), TRIPS, row(now, 1)));
        delete(lookup(key(1), TRIPS));
        assertEquals(List.of(Outcome.WRITTEN), write(newRow(key(1), TRIPS, row(now - 9, 2))));
        assertArrayEquals(row(now - 9, 2), read(key(1), TRIPS));
    }

    // Sweeping

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abcd",
                "*?[\\",
                "****",
                "????",
                "[a]b",
                "\\\\\\\\",
                "]\n\0*",
                "[^-]",
                "\0\0\0\0",
                "\u00ff\u00fe\n\r",
                "a*\\?"
            })
    void aSweepRemovesOneTableOfOneHashAndNothingElse(String hashBytes) {
        int hash = hash(hashBytes);
        var others = List.of(hash("zzzz"), hash("a?bb"), hash("abbb"), hash + 1, hash ^ 0x01000000, ~hash);
        var rows = new ArrayList<NewRow>();
        for (int entity = 0; entity < 10; entity++) {
            rows.add(newRow(key(hash, entity), TRIPS, row(now, 1)));
            rows.add(newRow(key(hash, entity), RATINGS, row(now, 2)));
            for (int other : others) {
                rows.add(newRow(key(other, entity), TRIPS, row(now, 3)));
            }
        }
        putForeign(key(hash, 99));
        write(rows);
        sweep(hash, TRIPS, 1_000);
        for (int entity = 0; entity < 10; entity++) {
            assertNull(read(key(hash, entity), TRIPS));
            assertArrayEquals(row(now, 2), read(key(hash, entity), RATINGS));
            for (int other : others) {
                assertArrayEquals(row(now, 3), read(key(other, entity), TRIPS));
            }
        }
        assertSame(OnlineStore.UNREADABLE, read(key(hash, 99), TRIPS));
    }

    @Test
    void aSweepGoesInSmallStepsAndReachesEverything() {
        int count = 1_000;
        write(IntStream.range(0, count)
                .mapToObj(entity -> newRow(key(entity), TRIPS, row(now, entity)))
                .toList());
        int steps = 0;
        int left = count;
        for (var position = Optional.of(""); position.isPresent(); steps++) {
            position = get(store().sweep(HASH, TRIPS, position.get(), 10));
            int leftNow = count(count);
            assertTrue(left - leftNow <= 100, "a step of about 10 keys removed " + (left - leftNow));
            left = leftNow;
        }
        assertEquals(0, left);
        assertTrue(steps >= 50, steps + " steps");
    }

    private int count(int entities) {
        var lookups = IntStream.range(0, entities)
                .mapToObj(entity -> lookup(key(entity), TRIPS))
                .toList();
        return (int) get(store().read(lookups)).stream()
                .filter(rows -> rows[0] != null)
                .count();
    }

    @Test
    void aSweepOfNothingEnds() {
        sweep(HASH, TRIPS, 10);
    }

    protected final void sweep(int hash, byte[] field, int keys) {
        for (var position = Optional.of(""); position.isPresent(); ) {
            position = get(store().sweep(hash, field, position.get(), keys));
        }
    }

    // Words of these tests

    protected static <T> T get(CompletionStage<T> stage) {
        return OnlineStores.get(stage);
    }

    private static int hash(String bytes) {
        return ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)).getInt();
    }

    private static byte[] key(long entity) {
        return key(HASH, entity);
    }

    private static byte[] key(int hash, long entity) {
        return RowKey.encode(hash, List.of(entity));
    }

    private static byte[] row(long eventTimeMicros, long value) {
        return new RowWriter()
                .begin(eventTimeMicros)
                .put(1, ValueLayout.INT64, value)
                .end();
    }

    private byte[] rowWith(byte[] value) {
        return new RowWriter().begin(now).put(1, ValueLayout.BYTES, value).end();
    }

    private static NewRow newRow(byte[] key, byte[] field, byte[] row) {
        return new NewRow(key, field, row, NEVER);
    }

    private static Lookup lookup(byte[] key, byte[]... fields) {
        return new Lookup(key, fields);
    }

    private List<Outcome> write(NewRow... rows) {
        return write(List.of(rows));
    }

    private List<Outcome> write(List<NewRow> rows) {
        return get(store().write(rows));
    }

    private byte[] read(byte[] key, byte[] field) {
        return get(store().read(List.of(lookup(key, field)))).get(0)[0];
    }

    private int delete(Lookup... rows) {
        return get(store().delete(List.of(rows)));
    }

    private long in(int hours) {
        return now + TimeUnit.HOURS.toMicros(hours);
    }

    private void assertExpiry(long micros) {
        assertEquals(micros, expiryMicros(key(1)).orElseThrow(), TimeUnit.SECONDS.toMicros(1));
    }

    private static void assertRows(byte[][] rows, byte[]... expected) {
        assertTrue(Arrays.deepEquals(expected, rows), () -> Arrays.deepToString(rows));
    }

    private String seed() {
        return "seed " + seed;
    }
}
