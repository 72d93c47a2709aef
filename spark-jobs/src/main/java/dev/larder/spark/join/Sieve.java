package dev.larder.spark.join;

import org.apache.spark.sql.api.java.UDF3;

/** Keeps back feature rows that are joined to no entity row, so that they need not be moved, nor read as a whole. */
interface Sieve extends UDF3<Long, Long, Long, Boolean> {
    /**
     * @param hash of the row's key
     * @param visibleFrom when the row becomes visible, microseconds since 1970
     * @param event its event time, microseconds since 1970
     * @return false: no entity row is joined to it; true: one may be
     */
    boolean passes(long hash, long visibleFrom, long event);

    /** Whether some entity row may be joined to a feature row that has the times of another one of its key. */
    boolean mayTie();

    /** Nulls match nothing. */
    @Override
    default Boolean call(Long hash, Long visibleFrom, Long event) {
        return hash != null && event != null && passes(hash, visibleFrom, event);
    }
}
