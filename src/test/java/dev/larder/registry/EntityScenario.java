package dev.larder.registry;

import static dev.larder.testing.GrpcDoor.assertFails;
import static dev.larder.testing.GrpcDoor.core;
import static dev.larder.testing.Specs.newProject;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.testing.Specs;
import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ArchiveProjectRequest;
import feast.proto.core.CoreServiceProto.GetEntityRequest;
import feast.proto.core.CoreServiceProto.ListEntitiesRequest;
import feast.proto.core.CoreServiceProto.ListProjectsRequest;
import feast.proto.core.EntityProto.Entity;
import feast.proto.core.EntityProto.EntitySpecV2;
import feast.proto.types.ValueProto.ValueType;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

abstract class EntityScenario {
    private final String project = newProject();

    @Test
    void entitiesAreFilteredByLabels() {
        apply(project, driver().putLabels("team", "growth").putLabels("pii", "no"));
        apply(project, Specs.entity("customer", ValueType.Enum.STRING).putLabels("team", "growth"));
        assertEquals(Set.of("driver", "customer"), names(project, Map.of("team", "growth")));
        assertEquals(Set.of("driver"), names(project, Map.of("team", "growth", "pii", "no")));
        assertEquals(Set.of(), names(project, Map.of("team", "growth", "pii", "yes")));
        assertEquals(Set.of(), names(project, Map.of("no' or 1=1 --", "?:x")));
        assertEquals(Set.of("driver", "customer"), names(project, Map.of()));
    }

    @Test
    void textThatCannotBeStoredCannotBeAskedFor() {
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "The request holds text that no definition can hold, such as the character NUL.",
                () -> names(project, Map.of("team", "\u0000")));
    }

    @Test
    void anUnspecifiedProjectIsTheDefaultProject() {
        var name = newProject();
        apply("", Specs.entity(name, ValueType.Enum.STRING));
        assertTrue(names("", Map.of()).contains(name));
        assertTrue(names("default", Map.of()).contains(name));
        assertEquals(name, get("", name).getSpec().getName());
    }

    @Test
    void entitiesAreFilteredByProject() {
        apply(project, driver());
        var other = newProject();
        apply(other, Specs.entity("customer", ValueType.Enum.STRING));
        assertEquals(Set.of("driver"), names(project, Map.of()));
        assertEquals(Set.of("customer"), names(other, Map.of()));
    }

    @Test
    void anUnknownProjectHasNoEntities() {
        assertEquals(Set.of(), names(newProject(), Map.of()));
    }

    @Test
    void aWildcardIsNoProject() {
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "invalid value for project resource, *: argument must only contain alphanumeric characters, dashes, or underscores.",
                () -> names("*", Map.of()));
    }

    @Test
    void aNameWithADashIsRefused() {
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "invalid value for entity resource, dash-entity: argument must only contain alphanumeric characters and underscores.",
                () -> apply(project, Specs.entity("dash-entity", ValueType.Enum.STRING)));
    }

    @Test
    void theTypeCannotChange() {
        apply(project, driver());
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "You are attempting to change the type of this entity in " + project
                        + " project from INT64 to STRING. This isn't allowed. Please create a new entity.",
                () -> apply(project, Specs.entity("driver", ValueType.Enum.STRING)));
        assertEquals(ValueType.Enum.INT64, get(project, "driver").getSpec().getValueType());
    }

    @Test
    void theSameEntityAgainChangesNothing() {
        var first = apply(project, driver().putLabels("team", "growth"));
        assertEquals(first, apply(project, driver().putLabels("team", "growth")));
        assertEquals(first, get(project, "driver"));
    }

    @Test
    void aNewEntityIsStoredAsItWasSent() {
        var spec = driver().putLabels("team", "growth").build();
        var applied = apply(project, spec.toBuilder());
        assertEquals(spec, applied.getSpec());
        assertTrue(applied.getMeta().getCreatedTimestamp().getSeconds() > 1_700_000_000L);
        assertEquals(applied.getMeta().getCreatedTimestamp(), applied.getMeta().getLastUpdatedTimestamp());
        assertEquals(applied, get(project, "driver"));
    }

    @Test
    void aMissingProjectIsCreated() {
        apply(project, driver());
        assertTrue(core().listProjects(ListProjectsRequest.getDefaultInstance())
                .getProjectsList()
                .contains(project));
    }

    @Test
    void anArchivedProjectTakesNoEntities() {
        apply(project, driver());
        core().archiveProject(
                        ArchiveProjectRequest.newBuilder().setName(project).build());
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "Project is archived: " + project,
                () -> apply(project, Specs.entity("customer", ValueType.Enum.STRING)));
    }

    @Test
    void labelsAndDescriptionCanChange() {
        var before = apply(project, driver().putLabels("team", "growth"));
        var after = apply(project, driver().putLabels("team", "risk").setDescription("another"));
        assertEquals(Map.of("team", "risk"), after.getSpec().getLabelsMap());
        assertEquals("another", after.getSpec().getDescription());
        assertEquals(before.getMeta().getCreatedTimestamp(), after.getMeta().getCreatedTimestamp());
        assertEquals(after, get(project, "driver"));
    }

    @ParameterizedTest
    @EnumSource(
            value = ValueType.Enum.class,
            names = {"INVALID", "UNRECOGNIZED"},
            mode = EnumSource.Mode.EXCLUDE)
    void everyValueTypeIsKept(ValueType.Enum type) {
        apply(project, Specs.entity("key", type));
        assertEquals(type, get(project, "key").getSpec().getValueType());
    }

    @Test
    void aTypeIsNeeded() {
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "Entity driver needs a value_type, such as INT64.",
                () -> apply(project, Specs.entity("driver", ValueType.Enum.INVALID)));
    }

    @Test
    void aNameIsNeeded() {
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "Entity name must be provided",
                () -> apply(project, Specs.entity("", ValueType.Enum.STRING)));
        assertFails(Status.Code.INVALID_ARGUMENT, "No entity name provided", () -> get(project, ""));
    }

    @Test
    void aLabelNeedsAKey() {
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "Entity cannot have labels with empty key.",
                () -> apply(project, driver().putLabels("", "x")));
    }

    @Test
    void aLongNameIsKeptAndATooLongOneRefused() {
        var longName = "e".repeat(160);
        apply(project, Specs.entity(longName, ValueType.Enum.INT64));
        assertEquals(longName, get(project, longName).getSpec().getName());
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "invalid value for entity resource, " + "e".repeat(40)
                        + "...: argument has 256 characters; at most 255 are allowed.",
                () -> apply(project, Specs.entity("e".repeat(256), ValueType.Enum.INT64)));
    }

    @Test
    void aMissingEntityIsNotFound() {
        assertFails(
                Status.Code.NOT_FOUND, "Entity with name \"nobody\" could not be found.", () -> get(project, "nobody"));
    }

    private static EntitySpecV2.Builder driver() {
        return Specs.entity("driver", ValueType.Enum.INT64);
    }

    private static Entity apply(String project, EntitySpecV2.Builder spec) {
        return core().applyEntity(ApplyEntityRequest.newBuilder()
                        .setProject(project)
                        .setSpec(spec)
                        .build())
                .getEntity();
    }

    private static Entity get(String project, String name) {
        return core().getEntity(GetEntityRequest.newBuilder()
                        .setProject(project)
                        .setName(name)
                        .build())
                .getEntity();
    }

    private static Set<String> names(String project, Map<String, String> labels) {
        var filter = ListEntitiesRequest.Filter.newBuilder().setProject(project).putAllLabels(labels);
        List<Entity> entities = core().listEntities(
                        ListEntitiesRequest.newBuilder().setFilter(filter).build())
                .getEntitiesList();
        return entities.stream().map(entity -> entity.getSpec().getName()).collect(Collectors.toSet());
    }
}
