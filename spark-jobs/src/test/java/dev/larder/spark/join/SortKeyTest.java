package dev.larder.spark.join;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SortKeyTest {
    private static final long GROUP = 0x5a02d90b11223344L;

    @Property
    void momentsOfAGroupKeepTheirOrderWhateverTheTimes(
            @ForAll long group, @ForAll long earliest, @ForAll long one, @ForAll long other) {
        long first = Math.min(earliest, Math.min(one, other));
        long last = Math.max(one, other);
        var key = new SortKey(SlimRow.featureMoment(first), SlimRow.entityMoment(last));

        long feature = key.of(group, SlimRow.featureMoment(one));
        long entity = key.of(group, SlimRow.entityMoment(other));

        assertEquals(
                SlimRow.featureMoment(one) < SlimRow.entityMoment(other),
                feature < entity,
                "an entity row sees what is not later than itself");
        assertEquals(key.group(feature), key.group(entity));
    }

    @Test
    void whatWasVisibleBeforeTheFirstEntityRowComesBeforeIt() {
        var key = new SortKey(SlimRow.featureMoment(1_000), SlimRow.entityMoment(2_000));

        assertEquals(key.of(GROUP, SlimRow.featureMoment(1_000)), key.of(GROUP, SlimRow.featureMoment(-5)));
        assertEquals(1, key.of(GROUP, SlimRow.entityMoment(1_000)) - key.of(GROUP, SlimRow.featureMoment(-5)));
    }

    @Test
    void timesOfADayLeaveMostBitsToTheGroup() {
        var day = new SortKey(SlimRow.featureMoment(0), SlimRow.entityMoment(86_400_000_000L));

        assertEquals(GROUP << 38 >> 38, day.group(day.of(GROUP, 7)));
    }
}
