package dev.larder.spark.join;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.spark.shuffle.Latest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** However rows are dealt to tasks, and whatever the order in which these are merged: the latest times are found, and their ties. */
class LatestTimesTest {
    private static final int POSITIONS = 6;

    private record Offered(int position, long event, long created) {}

    @Property(tries = 500)
    void equalsASearchOfAllRows(@ForAll Random random) {
        boolean watched = random.nextInt(4) > 0;
        var tasks = new ArrayList<LatestTimes>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            tasks.add(new LatestTimes(POSITIONS, watched));
        }
        var rows = new ArrayList<Offered>();
        for (int i = random.nextInt(30); i > 0; i--) {
            long created = random.nextInt(3) == 0 ? Latest.NOT_CREATED : random.nextInt(3);
            var row = new Offered(random.nextInt(POSITIONS), random.nextInt(4) - 2, created);
            rows.add(row);
            var task = tasks.get(random.nextInt(tasks.size()));
            if (watched) {
                task.offer(row.position(), row.event(), row.created());
            } else {
                task.offer(row.position(), row.event());
            }
        }
        while (tasks.size() > 1) {
            var other = tasks.remove(random.nextInt(tasks.size()));
            tasks.get(random.nextInt(tasks.size())).merge(other);
        }

        var events = new long[POSITIONS];
        Arrays.fill(events, LatestTimes.NOTHING);
        rows.forEach(row -> events[row.position()] = Math.max(events[row.position()], row.event()));
        var latest = tasks.get(0);
        assertArrayEquals(events, latest.events());
        for (int i = 0; i < POSITIONS; i++) {
            int position = i;
            var last = rows.stream()
                    .filter(row -> row.position() == position && row.event() == events[position])
                    .toList();
            long created = last.stream().mapToLong(Offered::created).max().orElse(0);
            boolean tied = last.stream().filter(row -> row.created() == created).count() > 1;
            assertEquals(watched && tied, latest.isTied(position, events[position]), () -> position + " of " + rows);
        }
    }
}
