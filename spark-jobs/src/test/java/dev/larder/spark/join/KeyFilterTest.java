package dev.larder.spark.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyFilterTest {
    private static final int EXPECTED = 100_000;
    private static final int OTHERS = 100_000;

    /** The part of the hashes that were not added, but are taken for one that was. */
    private static double wrong(int added) {
        var filter = new KeyFilter(EXPECTED);
        var hashes = new Random(1);
        for (int i = 0; i < added; i++) {
            filter.add(hashes.nextLong());
        }
        int wrong = 0;
        for (int i = 0; i < OTHERS; i++) {
            wrong += filter.mayContain(hashes.nextLong()) ? 1 : 0;
        }
        return (double) wrong / OTHERS;
    }

    @Test
    void itIsSeldomWrongAboutOtherHashes() {
        assertEquals(0, wrong(0));
        assertTrue(wrong(EXPECTED) < 1 / 250.0);
        assertTrue(wrong(10 * EXPECTED) < 1 / 4.0);
    }

    @Test
    void itKnowsAllThatWereAddedToItOrToOneThatItTookIn() {
        for (int expected : new int[] {2, 1 << 10, 1 << 20}) {
            var filter = new KeyFilter(expected);
            var other = new KeyFilter(expected);
            new Random(2).longs(1_000).forEach(filter::add);
            new Random(3).longs(1_000).forEach(other::add);
            filter.addAll(other);
            assertTrue(new Random(2).longs(1_000).allMatch(filter::mayContain));
            assertTrue(new Random(3).longs(1_000).allMatch(filter::mayContain));
        }
    }
}
