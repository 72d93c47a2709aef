package dev.larder.spark.join;

import org.apache.spark.unsafe.types.UTF8String;

/**
 * Knows which keys the entity rows have, as far as some megabytes can tell, and when the last of them is: for entity rows that are
 * too many to be held in memory.
 *
 * @param last time of an entity row
 */
record KeySieve(KeyFilter keys, long last) implements Sieve {
    @Override
    public boolean passes(UTF8String key, long hash, long visibleFrom, long event) {
        return visibleFrom <= last && keys.mayContain(hash);
    }
}
