package dev.larder.spark.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A training set from the batch source has the numbers of one from the offline store after a load, and for the present those that
 * serving answers after a load; both those of a naive reading of the source.
 */
class TrainedIsServedTest {
    private static final String WORLD = "law.world";
    private static final int CASES_AT_ONCE = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Property(tries = 26, shrinking = ShrinkingMode.OFF, afterFailure = AfterFailureMode.RANDOM_SEED)
    void whatIsTrainedOnIsServed(@ForAll Random random) {
        check(Cases.world(random, CASES_AT_ONCE));
    }

    /** A failure says how to call it. */
    @Test
    @EnabledIfSystemProperty(named = WORLD, matches = ".+", disabledReason = "a failure names a file")
    void whatIsInAFile() throws IOException {
        check(World.parse(Files.readString(Path.of(System.getProperty(WORLD)))));
    }

    private static void check(World world) {
        var differences = Trial.differences(world);
        if (differences.isEmpty()) {
            return;
        }
        var kind = kind(differences);
        var small =
                Shrinking.of(world, smaller -> kind(Trial.differences(smaller)).equals(kind), PATIENCE);
        fail(
                """
                %s
                in this world, which is the smallest that was found:
                %s
                Run it again with
                mvn -f spark-jobs/pom.xml test -Dtest='%s#whatIsInAFile' -D%s=%s
                """
                        .formatted(
                                String.join("\n", Trial.differences(small)),
                                small.json(),
                                TrainedIsServedTest.class.getSimpleName(),
                                WORLD,
                                written(small)));
    }

    /** So that another failure is not taken for a smaller one. */
    private static String kind(List<String> differences) {
        return differences.isEmpty() ? "" : differences.get(0).replaceAll("^t\\d+|[\\d/].*", "");
    }

    private static Path written(World world) {
        try {
            return Files.writeString(Files.createTempFile("law", ".json"), world.json());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Property(tries = 50)
    void aWorldIsWhatItsJsonSays(@ForAll Random random) {
        var json = Cases.world(random, 2).json();

        assertEquals(json, World.parse(json).json());
    }
}
