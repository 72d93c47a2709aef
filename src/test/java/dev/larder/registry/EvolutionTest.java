package dev.larder.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.definition.BatchSource.FileSource;
import dev.larder.definition.Entity;
import dev.larder.definition.EntitySet;
import dev.larder.definition.Feature;
import dev.larder.definition.FeatureTable;
import dev.larder.definition.SourceColumns;
import dev.larder.definition.ValueType;
import dev.larder.embedded.EmbeddedServersResource;
import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import dev.larder.testing.Specs;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The numbers that the registry gives, and what it announces: what no door shows and everything behind it relies on. */
@QuarkusTest
@WithTestResource(EmbeddedServersResource.class)
class EvolutionTest {
    private static final Feature COST = new Feature("cost", ValueType.FLOAT, Map.of());
    private static final Feature COUNT = new Feature("count", ValueType.INT64, Map.of());

    @Inject
    RegistryWriter writer;

    @Inject
    Announcements announcements;

    private final String project = Specs.newProject();

    /** Hears what the registry announces, and reads at that moment what can be read. */
    @Singleton
    static class Announcements {
        record Heard(FeatureTableChanged change, long revisionThen) {}

        @Inject
        Registry registry;

        private final List<Heard> heard = new CopyOnWriteArrayList<>();

        void hear(@Observes FeatureTableChanged change) {
            heard.add(new Heard(change, registry.revision()));
        }

        List<Heard> of(String project) {
            return heard.stream()
                    .filter(announcement -> announcement.change().project().equals(project))
                    .toList();
        }
    }

    @BeforeEach
    void entities() {
        for (var name : List.of("driver", "customer")) {
            entity(name);
        }
    }

    @Test
    void featureIdsAreGivenInOrderAndKept() {
        assertEquals(Map.of("cost", 1, "count", 2), apply(COST, COUNT).featureIds());
        assertEquals(Map.of("cost", 1, "count", 2), apply(COUNT, COST).featureIds());
        var third = new Feature("third", ValueType.BOOL, Map.of("a", "b"));
        assertEquals(
                Map.of("third", 3, "cost", 1, "count", 2),
                apply(third, COST, COUNT).featureIds());
    }

    @Test
    void aFeatureThatChangesItsTypeGetsAnotherId() {
        apply(COST, COUNT);
        var changed = apply(new Feature("cost", ValueType.DOUBLE, Map.of()), COUNT);
        assertEquals(Map.of("cost", 3, "count", 2), changed.featureIds());
        assertEquals(
                Map.of("cost", 4, "count", 2), apply(COST, COUNT).featureIds(), "not even the old id for the old type");
    }

    @Test
    void aFeatureThatComesBackGetsAnotherId() {
        apply(COST, COUNT);
        apply(COUNT);
        assertEquals(Map.of("cost", 3, "count", 2), apply(COST, COUNT).featureIds());
    }

    @Test
    void labelsDoNotChangeIds() {
        apply(COST);
        assertEquals(
                Map.of("cost", 1),
                apply(new Feature("cost", ValueType.FLOAT, Map.of("unit", "euro")))
                        .featureIds());
    }

    @Test
    void tablesHaveNumbersOfTheirOwn() {
        var trips = apply(COST);
        var other = writer.applyFeatureTable(
                "me", project, table("other", List.of("driver"), COST), TablePrecondition.NONE);
        assertNotEquals(trips.number(), other.number());
        assertEquals(trips.number(), apply(COST, COUNT).number());
    }

    @Test
    void aRevivedTableGetsAnotherNumberAndOtherIds() {
        var first = apply(COST);
        writer.deleteFeatureTable("me", project, "trips", TablePrecondition.NONE);
        var revived = apply(COST);
        assertTrue(revived.number() > first.number());
        assertEquals(Map.of("cost", 2), revived.featureIds());
        assertEquals(first.createdAt(), revived.createdAt());
    }

    @Test
    void aTableThatChangesItsEntitiesGetsAnotherNumber() {
        var first = apply(COST);
        var moved = writer.applyFeatureTable(
                "me", project, table("trips", List.of("driver", "customer"), COST), TablePrecondition.NONE);
        assertTrue(moved.number() > first.number());
        assertEquals(first.featureIds(), moved.featureIds());
    }

    @Test
    void entitySetsWithTheSameKeyHashAreRefused() {
        var pair = namesWithTheSameHash();
        pair.forEach(this::entity);
        writer.applyFeatureTable("me", project, table("a", List.of(pair.get(0)), COST), TablePrecondition.NONE);
        var refused = assertThrows(
                LarderException.class,
                () -> writer.applyFeatureTable(
                        "me", project, table("b", List.of(pair.get(1)), COST), TablePrecondition.NONE));
        assertEquals(ErrorCode.ALREADY_EXISTS, refused.code());
        assertEquals("KEY_HASH_TAKEN", refused.reason());
    }

    @Test
    void changesOfTablesAreAnnouncedAfterTheCommit() {
        apply(COST);
        apply(COST, COUNT);
        writer.deleteFeatureTable("me", project, "trips", TablePrecondition.NONE);
        apply(COST);
        var heard = announcements.of(project);
        assertEquals(
                List.of(Change.Action.CREATED, Change.Action.UPDATED, Change.Action.DELETED, Change.Action.REVIVED),
                heard.stream()
                        .map(announcement -> announcement.change().action())
                        .toList());
        heard.forEach(announcement ->
                assertTrue(announcement.revisionThen() >= announcement.change().revision(), "it can be read already"));
    }

    @Test
    void whatStoresNothingAnnouncesNothing() {
        apply(COST);
        apply(COST);
        writer.dryRun("me", project, List.of(table("trips", List.of("driver"), COUNT)), TablePrecondition.NONE);
        assertThrows(
                LarderException.class,
                () -> writer.apply(
                        "me",
                        project,
                        List.of(table("trips", List.of("driver"), COUNT), table("bad", List.of("nobody"), COST))));
        assertEquals(1, announcements.of(project).size());
    }

    private RegisteredTable apply(Feature... features) {
        return writer.applyFeatureTable(
                "me", project, table("trips", List.of("driver"), features), TablePrecondition.NONE);
    }

    private void entity(String name) {
        writer.applyEntity("me", project, new Entity(name, ValueType.INT64, "", Map.of()));
    }

    private static FeatureTable table(String name, List<String> entities, Feature... features) {
        var columns = new SourceColumns("ts", "", "", Map.of());
        return new FeatureTable(
                name,
                entities,
                List.of(features),
                Map.of(),
                Duration.ZERO,
                new FileSource(columns, "file:///lake"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private List<String> namesWithTheSameHash() {
        var seen = new HashMap<Integer, String>();
        for (int i = 0; ; i++) {
            var name = "e" + Integer.toString(i * 2_654_435, 36).replace('-', '_');
            var other = seen.putIfAbsent(new EntitySet(project, List.of(name)).keyHash(), name);
            if (other != null && !other.equals(name)) {
                return List.of(other, name);
            }
        }
    }
}
