package dev.larder.row;

/**
 * How a row gets into Redis: one script call per row, so that reader and other writers see all of it or nothing. Whoever writes
 * rows (the application, the Spark jobs) sends this very text.
 *
 * <p>{@code KEYS[1]} is the key ({@link RowKey}); {@code ARGV[1]} the field ({@link RowField}), {@code ARGV[2]} the row ({@link
 * RowWriter}), {@code ARGV[3]} when the key may go ({@link #expiryArgument}). The row with the later event time stays; of two
 * with the same, the one that comes later. The key's expiry is only ever raised, and a key that once held a row for ever never
 * gets one. The answer is {@value #WRITTEN}, {@value #OLDER} or {@value #UNWRITABLE}.
 */
public final class RowScript {
    /** The row is stored. */
    public static final int WRITTEN = 1;

    /** A row with a later event time is stored, and stays. */
    public static final int OLDER = 0;

    /** Something that is no hash lies under the key, and stays. */
    public static final int UNWRITABLE = -1;

    /**
     * The script. Event times are compared as two numbers of 32 bits, because a number of Lua holds 53 and its comparison of texts
     * depends on the locale.
     */
    public static final String LUA =
            """
            local stored = redis.pcall('HGET', KEYS[1], ARGV[1])
            if type(stored) == 'table' then
              if string.find(stored.err, 'WRONGTYPE', 1, true) then
                return -1
              end
              return stored
            end
            if stored and #stored >= 9 then
              local high, low = struct.unpack('>i4I4', stored, 2)
              local newHigh, newLow = struct.unpack('>i4I4', ARGV[2], 2)
              if high > newHigh or (high == newHigh and low > newLow) then
                return 0
              end
            end
            local left = redis.call('PTTL', KEYS[1])
            redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
            if ARGV[3] == '' then
              if left >= 0 then
                redis.call('PERSIST', KEYS[1])
              end
            elseif left == -2 then
              redis.call('PEXPIREAT', KEYS[1], ARGV[3])
            elseif left >= 0 then
              local now = redis.call('TIME')
              if tonumber(ARGV[3]) > now[1] * 1000 + math.floor(now[2] / 1000) + left then
                redis.call('PEXPIREAT', KEYS[1], ARGV[3])
              end
            end
            return 1
            """;

    /** The last millisecond that Redis takes for a time to come; about the year 140 000 000. */
    private static final long LAST_MILLI = Long.MAX_VALUE / 2_000;

    private RowScript() {}

    /**
     * The expiry of a row as the script takes it: milliseconds since 1970, never before the row has grown too old; empty for
     * never.
     *
     * @param expiryMicros of {@link Expiry#of}
     */
    public static String expiryArgument(long expiryMicros) {
        long millis = Math.floorDiv(expiryMicros, 1_000) + 1;
        return expiryMicros == Expiry.NEVER || millis > LAST_MILLI ? "" : Long.toString(millis);
    }
}
