package dev.larder.online;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Keeps one row for each key and field. Every method takes a batch and makes one round trip of it; none of them blocks. They fail
 * with a {@link dev.larder.error.LarderException} of the code UNAVAILABLE when the store does not answer, at once when it is known
 * to be down, and RESOURCE_EXHAUSTED when it is full.
 */
public interface OnlineStore {
    /** Stands for a value that is there and cannot be read, because something that is not ours lies under the key. No row is empty. */
    byte[] UNREADABLE = {};

    /**
     * Reads rows.
     *
     * @return for each lookup, in order, the row of each of its fields, in order: null where there is none, {@link #UNREADABLE} where
     *     there is no telling
     */
    CompletionStage<List<byte[][]>> read(List<Lookup> lookups);

    /**
     * Writes rows. Each is written as a whole or not at all; a row with a later event time that is there already stays.
     *
     * @return for each row, in order, what became of it
     */
    CompletionStage<List<Outcome>> write(List<NewRow> rows);

    /**
     * Deletes rows.
     *
     * @return how many of them there were
     */
    CompletionStage<Integer> delete(List<Lookup> rows);

    /**
     * Deletes one field of all keys with the same hash at the front, a part of them with each call.
     *
     * @param position empty to begin; then what the call before answered
     * @param keys about how many keys of the whole store to look at in this call
     * @return where to go on, or empty when nothing is left
     */
    CompletionStage<Optional<String>> sweep(int keyHash, byte[] field, String position, int keys);

    /**
     * Where rows are: some fields of one key. Lookups may share the array of fields; nobody changes it.
     *
     * @param mostOfKey whether these are most of the fields that the key may have, so that reading all of them costs less than looking
     *     for each
     */
    record Lookup(byte[] key, byte[][] fields, boolean mostOfKey) {
        public Lookup(byte[] key, byte[][] fields) {
            this(key, fields, false);
        }
    }

    /**
     * A row to write.
     *
     * @param expiryMicros when it has grown too old, as {@code row.Expiry} reckons it: the key may go when this is true of all its rows
     */
    record NewRow(byte[] key, byte[] field, byte[] row, long expiryMicros) {}

    /** What became of a row that was to be written. */
    enum Outcome {
        WRITTEN,
        /** A row with a later event time is there and stays. */
        OLDER,
        /** It has grown older than its max age already. */
        TOO_OLD,
        /** Something that is not ours lies under the key. */
        UNWRITABLE
    }
}
