package dev.larder.online;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The online store in the memory of a test. It says what the others say; it is never down. */
public final class InMemoryOnlineStore implements OnlineStore {
    private static final long NEVER = Long.MAX_VALUE;

    private final Clock clock;
    private final TreeMap<byte[], Entry> entries = new TreeMap<>(Arrays::compareUnsigned);

    public InMemoryOnlineStore(Clock clock) {
        this.clock = clock;
    }

    private static final class Entry {
        final boolean foreign;
        final Map<ByteBuffer, byte[]> rows = new HashMap<>();
        long expiryMicros = Long.MIN_VALUE;

        Entry(boolean foreign) {
            this.foreign = foreign;
        }

        boolean mustStay() {
            return foreign || expiryMicros == NEVER;
        }
    }

    /** Puts something under the key that is not ours. */
    synchronized void putForeign(byte[] key) {
        entries.put(key.clone(), new Entry(true));
    }

    /** When the key may go, in microseconds since 1970; empty: never. */
    synchronized OptionalLong expiryMicros(byte[] key) {
        var entry = entry(key).orElseThrow();
        return entry.mustStay() ? OptionalLong.empty() : OptionalLong.of(entry.expiryMicros);
    }

    private Optional<Entry> entry(byte[] key) {
        return Optional.ofNullable(entries.get(key)).filter(entry -> {
            boolean stays = entry.mustStay() || entry.expiryMicros >= now();
            if (!stays) {
                entries.remove(key);
            }
            return stays;
        });
    }

    private long now() {
        var now = clock.instant();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    @Override
    public synchronized CompletionStage<List<byte[][]>> read(List<Lookup> lookups) {
        var answer = new ArrayList<byte[][]>(lookups.size());
        for (Lookup lookup : lookups) {
            var rows = new byte[lookup.fields().length][];
            entry(lookup.key()).ifPresent(entry -> {
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = entry.foreign ? UNREADABLE : entry.rows.get(ByteBuffer.wrap(lookup.fields()[i]));
                }
            });
            answer.add(rows);
        }
        return CompletableFuture.completedFuture(answer);
    }

    @Override
    public synchronized CompletionStage<List<Outcome>> write(List<NewRow> rows) {
        return CompletableFuture.completedFuture(rows.stream().map(this::write).toList());
    }

    private Outcome write(NewRow row) {
        if (row.expiryMicros() < now()) {
            return Outcome.TOO_OLD;
        }
        var entry = entry(row.key()).orElseGet(() -> new Entry(false));
        if (entry.foreign) {
            return Outcome.UNWRITABLE;
        }
        var field = ByteBuffer.wrap(row.field().clone());
        var stored = entry.rows.get(field);
        if (stored != null && eventTime(stored) > eventTime(row.row())) {
            return Outcome.OLDER;
        }
        entry.rows.put(field, row.row().clone());
        entry.expiryMicros = Math.max(entry.expiryMicros, row.expiryMicros());
        entries.put(row.key().clone(), entry);
        return Outcome.WRITTEN;
    }

    private static long eventTime(byte[] row) {
        return ByteBuffer.wrap(row).getLong(1);
    }

    @Override
    public synchronized CompletionStage<Integer> delete(List<Lookup> rows) {
        int deleted = 0;
        for (Lookup row : rows) {
            for (byte[] field : row.fields()) {
                deleted += entry(row.key())
                                .filter(entry -> remove(row.key(), entry, field))
                                .isPresent()
                        ? 1
                        : 0;
            }
        }
        return CompletableFuture.completedFuture(deleted);
    }

    private boolean remove(byte[] key, Entry entry, byte[] field) {
        boolean removed = entry.rows.remove(ByteBuffer.wrap(field)) != null;
        if (removed && entry.rows.isEmpty()) {
            entries.remove(key);
        }
        return removed;
    }

    /** A position is the last key that was looked at. */
    @Override
    public synchronized CompletionStage<Optional<String>> sweep(int keyHash, byte[] field, String position, int keys) {
        var rest = position.isEmpty() ? entries : entries.tailMap(HexFormat.of().parseHex(position), false);
        var looked = rest.keySet().stream().limit(keys).toList();
        for (byte[] key : looked) {
            if (key.length >= Integer.BYTES && ByteBuffer.wrap(key).getInt() == keyHash) {
                remove(key, entries.get(key), field);
            }
        }
        return CompletableFuture.completedFuture(
                looked.size() < keys
                        ? Optional.empty()
                        : Optional.of(HexFormat.of().formatHex(looked.get(keys - 1))));
    }
}
