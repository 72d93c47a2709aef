package dev.larder.registry;

import static dev.larder.testing.GrpcDoor.core;
import static dev.larder.testing.GrpcDoor.registry;
import static dev.larder.testing.HttpDoor.request;
import static dev.larder.testing.HttpDoor.yaml;
import static dev.larder.testing.Specs.newProject;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.proto.v1.Change;
import dev.larder.proto.v1.ListChangesRequest;
import dev.larder.testing.Specs;
import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ApplyFeatureTableRequest;
import feast.proto.core.CoreServiceProto.CreateProjectRequest;
import feast.proto.core.CoreServiceProto.GetFeatureTableRequest;
import feast.proto.types.ValueProto.ValueType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Fifty clients that all begin at the same moment. */
abstract class ConcurrencyScenario {
    private static final int CLIENTS = 50;
    private static final String TABLE =
            """
            spec:
              name: trips
              entities: [driver]
              features: [{name: cost, valueType: FLOAT}]
              labels: {team: growth}
              batchSource:
                type: BATCH_FILE
                eventTimestampColumn: ts
                fileOptions: {fileUrl: "file:///lake", fileFormat: {parquetFormat: {}}}
            """;

    private final String project = newProject();

    @Test
    void everyChangeOfOneTableIsMadeAndCounted() throws Exception {
        applyEntity();
        var revisions = together(client -> core().applyFeatureTable(ApplyFeatureTableRequest.newBuilder()
                        .setProject(project)
                        .setTableSpec(Specs.table("trips", "driver").putLabels("client", "c" + client))
                        .build())
                .getTable()
                .getMeta()
                .getRevision());

        assertEquals(
                LongStream.range(0, CLIENTS).boxed().toList(),
                revisions.stream().sorted().toList());
        var history = registry()
                .listChanges(ListChangesRequest.newBuilder()
                        .setProject(project)
                        .setKind(Change.Kind.FEATURE_TABLE)
                        .setName("trips")
                        .build())
                .getChangesList();
        assertEquals(CLIENTS, history.size());
        var last = core().getFeatureTable(GetFeatureTableRequest.newBuilder()
                        .setProject(project)
                        .setName("trips")
                        .build())
                .getTable();
        assertEquals(CLIENTS - 1, last.getMeta().getRevision());
        var labels = new HashSet<String>();
        for (var change : history) {
            change.getDifferencesList().stream()
                    .filter(difference -> difference.getPath().equals("labels.client"))
                    .forEach(difference -> labels.add(difference.getAfter()));
        }
        assertEquals(CLIENTS, labels.size());
    }

    @Test
    void readChangeAndWriteLosesNothing() throws Exception {
        applyEntity();
        var path = "/api/v1/projects/" + project + "/feature-tables/trips";
        yaml(TABLE).put(path).then().statusCode(200);
        together(client -> {
            while (true) {
                var read = request().accept("application/yaml").get(path);
                var changed =
                        read.asString().replace("labels:\n", "labels:\n    client%d: \"yes\"\n".formatted(client));
                var status = yaml(changed)
                        .header("If-Match", read.header("ETag"))
                        .put(path)
                        .statusCode();
                if (status == 200) {
                    return client;
                }
                assertEquals(412, status);
            }
        });
        var labels = core().getFeatureTable(GetFeatureTableRequest.newBuilder()
                        .setProject(project)
                        .setName("trips")
                        .build())
                .getTable()
                .getSpec()
                .getLabelsMap();
        assertTrue(
                IntStream.range(0, CLIENTS).allMatch(client -> labels.containsKey("client" + client)),
                () -> labels.toString());
    }

    @Test
    void oneCreatesAndTheOthersAreTold() throws Exception {
        var codes = together(client -> {
            try {
                core().createProject(CreateProjectRequest.newBuilder()
                        .setName(project)
                        .build());
                return Status.Code.OK;
            } catch (StatusRuntimeException e) {
                return e.getStatus().getCode();
            }
        });
        assertEquals(1, codes.stream().filter(Status.Code.OK::equals).count());
        assertEquals(
                CLIENTS - 1,
                codes.stream().filter(Status.Code.ALREADY_EXISTS::equals).count());
    }

    @Test
    void theSameEntityFromManyClientsIsOneChange() throws Exception {
        together(client -> applyEntity());
        var history = registry()
                .listChanges(ListChangesRequest.newBuilder()
                        .setProject(project)
                        .setKind(Change.Kind.ENTITY)
                        .build())
                .getChangesList();
        assertEquals(1, history.size());
    }

    private Object applyEntity() {
        return core().applyEntity(ApplyEntityRequest.newBuilder()
                .setProject(project)
                .setSpec(Specs.entity("driver", ValueType.Enum.INT64))
                .build());
    }

    @FunctionalInterface
    private interface Client<T> {
        T call(int number) throws Exception;
    }

    private static <T> List<T> together(Client<T> client) throws Exception {
        var start = new CyclicBarrier(CLIENTS);
        var threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            var calls = IntStream.range(0, CLIENTS)
                    .<Callable<T>>mapToObj(number -> () -> {
                        start.await();
                        return client.call(number);
                    })
                    .toList();
            var results = new ArrayList<T>();
            for (Future<T> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
