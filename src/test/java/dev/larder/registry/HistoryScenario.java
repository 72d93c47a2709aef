package dev.larder.registry;

import static dev.larder.testing.GrpcDoor.assertFails;
import static dev.larder.testing.GrpcDoor.core;
import static dev.larder.testing.GrpcDoor.registry;
import static dev.larder.testing.HttpDoor.request;
import static dev.larder.testing.Specs.entity;
import static dev.larder.testing.Specs.newProject;
import static dev.larder.testing.Specs.table;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Timestamps;
import dev.larder.proto.v1.ApplyRequest;
import dev.larder.proto.v1.Change;
import dev.larder.proto.v1.Change.Action;
import dev.larder.proto.v1.Definition;
import dev.larder.proto.v1.GetRevisionRequest;
import dev.larder.proto.v1.ListChangesRequest;
import feast.proto.core.CoreServiceProto.ArchiveProjectRequest;
import feast.proto.core.CoreServiceProto.DeleteFeatureTableRequest;
import feast.proto.types.ValueProto.ValueType;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Applying several definitions at once, and the record of what changed. */
abstract class HistoryScenario {
    private final String project = newProject();
    private final Definition driver = Definition.newBuilder()
            .setEntity(entity("driver", ValueType.Enum.INT64))
            .build();
    private final Definition trips =
            Definition.newBuilder().setFeatureTable(table("trips", "driver")).build();

    @Test
    void everyChangeIsRecorded() {
        apply(driver, trips);
        apply(Definition.newBuilder()
                .setFeatureTable(
                        table("trips", "driver").setMaxAge(Duration.newBuilder().setSeconds(60)))
                .build());
        core().deleteFeatureTable(DeleteFeatureTableRequest.newBuilder()
                .setProject(project)
                .setName("trips")
                .build());
        apply(trips);
        core().archiveProject(
                        ArchiveProjectRequest.newBuilder().setName(project).build());

        var changes = changes(ListChangesRequest.newBuilder());
        assertEquals(
                List.of(
                        Action.ARCHIVED,
                        Action.REVIVED,
                        Action.DELETED,
                        Action.UPDATED,
                        Action.CREATED,
                        Action.CREATED,
                        Action.CREATED),
                changes.stream().map(Change::getAction).toList());
        assertEquals(
                List.of(project, "trips", "trips", "trips", "trips", "driver", project),
                changes.stream().map(Change::getName).toList());
        var update = changes.get(3);
        assertEquals("anonymous", update.getPrincipal());
        assertTrue(Timestamps.compare(update.getAt(), changes.get(4).getAt()) >= 0);
        assertEquals(1, update.getDifferencesCount());
        assertEquals("max_age", update.getDifferences(0).getPath());
        assertEquals("PT1H", update.getDifferences(0).getBefore());
        assertEquals("PT1M", update.getDifferences(0).getAfter());
    }

    @Test
    void theHistoryIsReadableOverRest() {
        apply(driver, trips);
        request()
                .get("/api/v1/projects/" + project + "/history?kind=feature_table&name=trips")
                .then()
                .statusCode(200)
                .body("changes.action", contains("CREATED"))
                .body("changes.principal", everyItem(equalTo("anonymous")))
                .body("changes[0].differences.find { it.path == 'entities' }.after", equalTo("driver"));
    }

    @Test
    void revisionsOfOneApplyFollowEachOther() {
        var before = revision();
        var changes = apply(driver, trips);
        assertEquals(3, changes.size(), "the project, the entity, the table");
        var first = changes.get(0).getRevision();
        assertTrue(first > before);
        assertEquals(
                List.of(first, first + 1, first + 2),
                changes.stream().map(Change::getRevision).toList());
        assertTrue(revision() >= first + 2);
    }

    @Test
    void whatChangesNothingIsNotRecorded() {
        apply(driver, trips);
        assertEquals(List.of(), apply(driver, trips));
        assertEquals(3, changes(ListChangesRequest.newBuilder()).size());
    }

    @Test
    void aDryRunIsNotRecorded() {
        var answer = registry()
                .apply(ApplyRequest.newBuilder()
                        .setProject(project)
                        .addDefinitions(driver)
                        .setDryRun(true)
                        .build());
        assertTrue(answer.getDryRun());
        assertEquals(2, answer.getChangesCount());
        assertEquals(0, answer.getChanges(0).getRevision());
        assertEquals(List.of(), changes(ListChangesRequest.newBuilder()));
    }

    @Test
    void aFailureInTheMiddleLeavesNothing() {
        var orphan = Definition.newBuilder()
                .setFeatureTable(table("orphan", "nobody"))
                .build();
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "Feature Table refers to no existent Entity: (table: orphan, entity: nobody, project: " + project + ")",
                () -> apply(driver, orphan, trips));
        assertEquals(List.of(), changes(ListChangesRequest.newBuilder()));
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "definitions[1]: A definition must hold an entity or a feature_table.",
                () -> apply(driver, Definition.getDefaultInstance()));
    }

    @Test
    void theHistoryComesInPagesNewestFirst() {
        apply(driver, trips);
        var seen = new ArrayList<String>();
        var token = "";
        do {
            var page = registry()
                    .listChanges(ListChangesRequest.newBuilder()
                            .setProject(project)
                            .setPageSize(1)
                            .setPageToken(token)
                            .build());
            assertEquals(1, page.getChangesCount());
            seen.add(page.getChanges(0).getName());
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        assertEquals(List.of("trips", "driver", project), seen);
    }

    private List<Change> apply(Definition... definitions) {
        return registry()
                .apply(ApplyRequest.newBuilder()
                        .setProject(project)
                        .addAllDefinitions(List.of(definitions))
                        .build())
                .getChangesList();
    }

    private List<Change> changes(ListChangesRequest.Builder request) {
        return registry().listChanges(request.setProject(project).build()).getChangesList();
    }

    private static long revision() {
        return registry().getRevision(GetRevisionRequest.getDefaultInstance()).getRevision();
    }
}
