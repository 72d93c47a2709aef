package dev.larder.spark.join;

import org.apache.spark.broadcast.Broadcast;

/**
 * Knows which keys the entity rows have, as far as some megabytes can tell, and when the last of them is: for entity rows that are
 * too many to be held in memory.
 *
 * @param last time of an entity row, microseconds since 1970
 */
record KeySieve(Broadcast<KeyFilter> keys, long last) implements Sieve {
    /** It has not looked. */
    @Override
    public boolean mayTie() {
        return true;
    }

    @Override
    public boolean passes(long hash, long visibleFrom, long event) {
        return visibleFrom <= last && keys.value().mayContain(hash);
    }
}
