package dev.larder.spark.join;

import static dev.larder.spark.testing.Rows.at;
import static dev.larder.spark.testing.Rows.row;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.row.ValueLayout;
import dev.larder.spark.table.EntityColumn;
import dev.larder.spark.table.FeatureColumn;
import dev.larder.spark.table.FeatureTable;
import dev.larder.spark.testing.LocalSpark;
import dev.larder.spark.testing.Rows;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

/** What is read to decide between rows with the same times. What is decided, {@link PointInTimeLawsTest} knows. */
class TiesTest {
    private static final Instant NOON = at("2026-03-01T12:00:00Z");

    private static final AtomicLong PRICES_READ = new AtomicLong();

    /** Of entity rows in memory: enough for all of them. */
    private static final int MANY = 1_000;

    private final FeatureTable table = new FeatureTable(
            "default",
            "drivers",
            1,
            1,
            List.of(new EntityColumn("driver", ValueLayout.INT64)),
            List.of(new FeatureColumn(1, "trips", ValueLayout.INT64), new FeatureColumn(2, "price", ValueLayout.INT64)),
            60_000_000L,
            Map.of());

    private static Long read(Long trips) {
        PRICES_READ.incrementAndGet();
        return trips;
    }

    /** Asks for trips. */
    private PointInTimeJoin.Result join(int fewEntities, Row... rows) {
        var history = Rows.of("driver long, event timestamp, created timestamp, trips long", rows)
                .repartition(2)
                .withColumn(
                        "price",
                        udf((UDF1<Long, Long>) TiesTest::read, DataTypes.LongType)
                                .apply(col("trips")));
        return new PointInTimeJoin(LocalSpark.session(), false, 1, fewEntities)
                .join(
                        Rows.of(
                                "driver long, at timestamp",
                                row(1L, NOON),
                                row(1L, NOON.plusSeconds(50)),
                                row(2L, NOON)),
                        "at",
                        List.of(new FeatureRows(table, List.of("trips"), "event", Optional.of("created"), history)));
    }

    private void assertOnlyWhatIsAskedForIsRead(Row... rows) {
        PRICES_READ.set(0);
        var result = join(MANY, rows);
        assertEquals(3, result.rows().collectAsList().size());
        assertEquals(Map.of(), result.ties());
        assertEquals(0, PRICES_READ.get());
    }

    private void assertAllIsRead(int fewEntities, Row... rows) {
        PRICES_READ.set(0);
        assertEquals(3, join(fewEntities, rows).rows().collectAsList().size());
        assertEquals(rows.length, PRICES_READ.get());
    }

    @Test
    void ofRowsWithTimesOfTheirOwnOnlyWhatIsAskedForIsRead() {
        assertOnlyWhatIsAskedForIsRead(
                row(1L, NOON, null, 1L),
                row(1L, NOON.minusNanos(1_000), null, 2L),
                row(2L, NOON, NOON, 3L),
                row(3L, NOON, null, 4L));
    }

    @Test
    void aRowThatWasCreatedLaterIsNoTie() {
        assertOnlyWhatIsAskedForIsRead(
                row(1L, NOON, NOON.plusSeconds(1), 1L),
                row(1L, NOON, NOON.plusSeconds(2), 2L),
                row(1L, NOON, null, 3L));
    }

    @Test
    void aTieThatNoEntityRowIsJoinedToIsNotDecided() {
        assertOnlyWhatIsAskedForIsRead(
                // A later row is joined.
                row(1L, NOON.minusSeconds(1), null, 1L),
                row(1L, NOON.minusSeconds(1), null, 2L),
                row(1L, NOON, null, 3L),
                // Too old.
                row(2L, NOON.minusSeconds(61), null, 4L),
                row(2L, NOON.minusSeconds(61), null, 5L),
                // Nobody asks for it.
                row(3L, NOON, null, 6L),
                row(3L, NOON, null, 7L));
    }

    @Test
    void aTieIsDecidedByAllFeatures() {
        assertAllIsRead(MANY, row(1L, NOON, null, 1L), row(1L, NOON, null, 2L));
        assertAllIsRead(MANY, row(2L, NOON, NOON, 1L), row(2L, NOON, NOON, 1L));
        assertAllIsRead(MANY, row(1L, NOON.plusSeconds(9), null, 1L), row(1L, NOON.plusSeconds(9), null, 2L));
    }

    @Test
    void whereEntityRowsAreTooManyToLookForTiesAllFeaturesAreRead() {
        assertAllIsRead(0, row(1L, NOON, null, 1L));
    }
}
