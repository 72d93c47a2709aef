package dev.larder.row;

/**
 * How rows get into Redis: by a script, so that reader and other writers see all of a row or nothing. Whoever writes rows (the
 * application, the Spark jobs) sends this very text.
 *
 * <p>{@code KEYS} are keys ({@link RowKey}), no two the same, and of a cluster all in one slot. The first of {@code ARGV} is the
 * field ({@link RowField}) of all rows; then there are two for each key: the row ({@link RowWriter}), and when the key may go
 * ({@link #expiryArgument}). The row with the later event time stays; of two with the same, the one that comes later. The key's
 * expiry is only ever raised, and a key that once held a row for ever never gets one. The answer for a row is {@value #WRITTEN},
 * {@value #OLDER} or {@value #UNWRITABLE}; to several rows it is a list of these. Redis answers nobody else meanwhile, so several
 * are few.
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
            local field = ARGV[1]
            -- Nothing has to be asked of keys that are not there, as when a store is loaded for the first time.
            local new = #KEYS > 1 and redis.call('EXISTS', unpack(KEYS)) == 0
            local function put(key, row, expiry)
              local left = new and -2 or redis.call('PTTL', key)
              -- -2: there is no such key, so there is no row either.
              local stored = left ~= -2 and redis.pcall('HGET', key, field)
              if type(stored) == 'table' then
                return string.find(stored.err, 'WRONGTYPE', 1, true) and -1 or stored
              end
              if stored and #stored >= 9 then
                local high, low = struct.unpack('>i4I4', stored, 2)
                local newHigh, newLow = struct.unpack('>i4I4', row, 2)
                if high > newHigh or (high == newHigh and low > newLow) then
                  return 0
                end
              end
              redis.call('HSET', key, field, row)
              if expiry == '' then
                if left >= 0 then
                  redis.call('PERSIST', key)
                end
              elseif left == -2 then
                redis.call('PEXPIREAT', key, expiry)
              elseif left >= 0 then
                local now = redis.call('TIME')
                if tonumber(expiry) > now[1] * 1000 + math.floor(now[2] / 1000) + left then
                  redis.call('PEXPIREAT', key, expiry)
                end
              end
              return 1
            end
            if #KEYS == 1 then
              return put(KEYS[1], ARGV[2], ARGV[3])
            end
            local answers = {}
            for i, key in ipairs(KEYS) do
              answers[i] = put(key, ARGV[2 * i], ARGV[2 * i + 1])
              if type(answers[i]) == 'table' then
                return answers[i]
              end
            end
            return answers
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
