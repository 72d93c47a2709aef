package dev.larder.spark.join;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;

/** Keys and times of entity rows: all of them as long as they are few, and only which keys there may be when they are many. */
final class EntityKeys implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int FIRST_SIZE = 64 * EntityTimes.WIDTH;

    /** When it is not known how many there are: 4 MB. */
    private static final int MANY = 1 << 20;

    private final int few;
    private long[] rows = new long[FIRST_SIZE];
    private int used;
    private KeyFilter filter;

    EntityKeys(int few) {
        this.few = few;
    }

    void add(long hash, long otherHash, long time) {
        if (filter != null) {
            filter.add(hash);
            return;
        }
        if (used == rows.length) {
            rows = Arrays.copyOf(rows, 2 * used);
        }
        rows[used++] = hash;
        rows[used++] = otherHash;
        rows[used++] = time;
        forgetIfMany(few);
    }

    /** @param most how many rows may be kept whole */
    EntityKeys merge(EntityKeys other, int most) {
        if (filter == null && other.filter == null) {
            rows = Arrays.copyOf(rows, used + other.used);
            System.arraycopy(other.rows, 0, rows, used, other.used);
            used += other.used;
            forgetIfMany(most);
        } else {
            forgetIfMany(-1);
            other.forgetIfMany(-1);
            filter.addAll(other.filter);
        }
        return this;
    }

    private void forgetIfMany(int most) {
        if (filter == null && used > (long) most * EntityTimes.WIDTH) {
            filter = new KeyFilter(MANY);
            for (int i = 0; i < used; i += EntityTimes.WIDTH) {
                filter.add(rows[i]);
            }
            rows = new long[0];
            used = 0;
        }
    }

    /** Empty: they are too many. */
    Optional<EntityTimes> times() {
        return filter == null ? Optional.of(new EntityTimes(Arrays.copyOf(rows, used))) : Optional.empty();
    }

    /** Empty: see {@link #times}. */
    Optional<KeyFilter> filter() {
        return Optional.ofNullable(filter);
    }
}
