package dev.larder.spark.shuffle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class LatestTest {
    private record Offered(long event, long created, String value) {}

    /** The first letter decides, the second is not compared. */
    private static long tieKey(UTF8String payload) {
        return payload.getByte(0);
    }

    private static Latest of(List<Offered> rows) {
        var latest = new Latest(LatestTest::tieKey);
        rows.forEach(row -> latest.offer(row.event(), row.created(), UTF8String.fromString(row.value())));
        return latest;
    }

    @Property(tries = 500)
    void whatIsTheLatestDependsOnNoOrder(@ForAll Random random) {
        var rows = new ArrayList<Offered>();
        for (int i = 1 + random.nextInt(12); i > 0; i--) {
            long created = random.nextBoolean() ? Latest.NOT_CREATED : random.nextInt(2);
            rows.add(new Offered(random.nextInt(3), created, String.valueOf((char) ('a' + random.nextInt(3)))));
        }
        var last = rows.stream()
                .max((one, other) -> {
                    int byEvent = Long.compare(one.event(), other.event());
                    int byCreated = Long.compare(one.created(), other.created());
                    return byEvent != 0
                            ? byEvent
                            : byCreated != 0 ? byCreated : one.value().compareTo(other.value());
                })
                .orElseThrow();
        boolean tied = rows.stream()
                .anyMatch(row -> row.event() == last.event()
                        && row.created() == last.created()
                        && !row.value().equals(last.value()));
        Collections.shuffle(rows, random);
        int cut = random.nextInt(rows.size() + 1);

        var whole = of(rows);
        var merged = of(rows.subList(0, cut));
        merged.offer(of(rows.subList(cut, rows.size())));

        for (Latest latest : List.of(whole, merged)) {
            assertEquals(
                    last,
                    new Offered(
                            latest.event(), latest.created(), latest.payload().toString()));
            assertEquals(tied, latest.isTied());
        }
    }

    @Test
    void equalRowsAreNoTie() {
        assertFalse(of(List.of(new Offered(1, 1, "a"), new Offered(1, 1, "a"))).isTied());
        assertTrue(of(List.of(new Offered(1, 1, "a"), new Offered(1, 1, "b"))).isTied());
        assertFalse(of(List.of(new Offered(1, 1, "a"), new Offered(1, 1, "b"), new Offered(1, 2, "a")))
                .isTied());
    }

    @Test
    void withoutTiesNothingIsComputed() {
        var latest = new Latest(payload -> {
            throw new AssertionError("there is no tie");
        });
        latest.offer(1, 1, UTF8String.fromString("a"));
        latest.offer(1, 2, UTF8String.fromString("b"));
        latest.offer(0, 3, UTF8String.fromString("c"));

        assertEquals("b", latest.payload().toString());
    }
}
