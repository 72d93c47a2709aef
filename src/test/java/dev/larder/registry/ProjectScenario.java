package dev.larder.registry;

import static dev.larder.testing.GrpcDoor.assertFails;
import static dev.larder.testing.GrpcDoor.core;
import static dev.larder.testing.Specs.entity;
import static dev.larder.testing.Specs.newProject;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.testing.GrpcDoor;
import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ArchiveProjectRequest;
import feast.proto.core.CoreServiceProto.CreateProjectRequest;
import feast.proto.core.CoreServiceProto.GetEntityRequest;
import feast.proto.core.CoreServiceProto.GetFeastCoreVersionRequest;
import feast.proto.core.CoreServiceProto.ListProjectsRequest;
import feast.proto.types.ValueProto.ValueType;
import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

abstract class ProjectScenario {
    @Test
    void theDefaultProjectAlwaysExists() {
        assertTrue(projects().contains("default"));
    }

    @Test
    void aCreatedProjectIsListed() {
        var project = newProject();
        create(project);
        assertTrue(projects().contains(project));
    }

    @Test
    void aProjectNameMayHaveDashes() {
        var project = newProject() + "-eu";
        create(project);
        assertTrue(projects().contains(project));
    }

    @Test
    void aProjectCannotBeCreatedTwice() {
        var project = newProject();
        create(project);
        assertFails(Status.Code.ALREADY_EXISTS, "Project already exists: " + project, () -> create(project));
    }

    @Test
    void aProjectNeedsAValidName() {
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "invalid value for project resource, no good: argument must only contain alphanumeric characters, dashes, or underscores.",
                () -> create("no good"));
        assertFails(Status.Code.INVALID_ARGUMENT, "Project name must be provided", () -> create(""));
    }

    @Test
    void anArchivedProjectIsHiddenButCanBeRead() {
        var project = newProject();
        core().applyEntity(ApplyEntityRequest.newBuilder()
                .setProject(project)
                .setSpec(entity("driver", ValueType.Enum.INT64))
                .build());
        archive(project);
        assertFalse(projects().contains(project));
        var read = core().getEntity(GetEntityRequest.newBuilder()
                .setProject(project)
                .setName("driver")
                .build());
        assertEquals(ValueType.Enum.INT64, read.getEntity().getSpec().getValueType());
    }

    @Test
    void archivingTwiceIsFine() {
        var project = newProject();
        create(project);
        archive(project);
        archive(project);
        assertFalse(projects().contains(project));
    }

    @Test
    void anUnknownProjectCannotBeArchived() {
        var project = newProject();
        assertFails(
                Status.Code.INVALID_ARGUMENT, "Could not find project: \"" + project + "\"", () -> archive(project));
    }

    @Test
    void theDefaultProjectCannotBeArchived() {
        for (var name : List.of("default", "")) {
            assertFails(
                    Status.Code.UNIMPLEMENTED, "Archiving the default project is not allowed.", () -> archive(name));
        }
        assertTrue(projects().contains("default"));
    }

    @Test
    void theVersionIsTold() {
        var version = core().getFeastCoreVersion(GetFeastCoreVersionRequest.getDefaultInstance())
                .getVersion();
        assertTrue(version.matches("\\d+\\.\\d+\\.\\d+.*"), version);
    }

    @Test
    void theServiceReportsItsHealth() {
        var health = HealthGrpc.newBlockingStub(GrpcDoor.channel());
        for (var service : List.of("", "feast.core.CoreService", "larder.v1.RegistryService")) {
            assertEquals(
                    ServingStatus.SERVING,
                    health.check(HealthCheckRequest.newBuilder()
                                    .setService(service)
                                    .build())
                            .getStatus());
        }
    }

    private static List<String> projects() {
        return core().listProjects(ListProjectsRequest.getDefaultInstance()).getProjectsList();
    }

    private static void create(String name) {
        core().createProject(CreateProjectRequest.newBuilder().setName(name).build());
    }

    private static void archive(String name) {
        core().archiveProject(ArchiveProjectRequest.newBuilder().setName(name).build());
    }
}
