package dev.larder.spark.join;

import java.io.Serializable;
import org.apache.spark.unsafe.types.UTF8String;

/** Keeps back feature rows that are joined to no entity row, so that they need not be moved. */
interface Sieve extends Serializable {
    /**
     * @param key of the row
     * @param hash of the key
     * @param visibleFrom when the row becomes visible, microseconds since 1970
     * @return false: no entity row is joined to it; true: one may be
     */
    boolean passes(UTF8String key, long hash, long visibleFrom, long event);
}
