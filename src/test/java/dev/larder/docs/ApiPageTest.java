package dev.larder.docs;

import static dev.larder.testing.GrpcDoor.channel;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.embedded.EmbeddedServersResource;
import dev.larder.testing.GrpcDoor;
import dev.larder.testing.HttpDoor;
import dev.larder.testing.Specs;
import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ApplyFeatureTableRequest;
import feast.proto.core.JobServiceProto.StartStreamToOnlineIngestionJobRequest;
import feast.proto.types.ValueProto.ValueType;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.quarkus.grpc.GrpcService;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/api.md names every path and every call of the application, and no other. */
@QuarkusTest
@WithTestResource(EmbeddedServersResource.class)
class ApiPageTest {
    private static final String HOW = "docs/api.md and the application differ; mend the table in docs/api.md";
    private static final String UNIMPLEMENTED = "**UNIMPLEMENTED**";
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD");

    @Inject
    @GrpcService
    Instance<BindableService> services;

    @Test
    void everyPathIsThere() throws IOException {
        Map<String, Map<String, Object>> paths = HttpDoor.request()
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getMap("paths");
        var served = new TreeSet<String>();
        paths.forEach((path, operations) -> operations.keySet().stream()
                .map(String::toUpperCase)
                .filter(METHODS::contains)
                .forEach(method -> served.add(method + " " + path)));
        var documented = rows().stream()
                .filter(row -> METHODS.contains(row.get(0)))
                .map(row -> row.get(0) + " " + plain(row.get(1)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertSame(served, documented);
    }

    @Test
    void everyCallIsThere() throws IOException {
        assertSame(calls().keySet(), documentedCalls().keySet());
    }

    /** What is marked as UNIMPLEMENTED is, and nothing else. */
    @Test
    void callsThatAreNotImplementedAreMarked() throws IOException {
        var documented = documentedCalls();
        var streams = table();
        calls().forEach((name, method) -> {
            var said = documented.getOrDefault(name, "");
            boolean marked = said.startsWith(UNIMPLEMENTED);
            // What is only refused for some requests says so under its errors.
            boolean sometimes = !marked && said.contains("UNIMPLEMENTED");
            if (method.getType() == MethodDescriptor.MethodType.UNARY && !sometimes) {
                var request = name.endsWith("/StartStreamToOnlineIngestionJob") ? streams : new byte[0];
                assertEquals(
                        marked, code(method, request) == Status.Code.UNIMPLEMENTED, () -> HOW + ": mark of " + name);
            }
        });
    }

    private static void assertSame(Set<String> served, Set<String> documented) {
        assertTrue(served.size() > 10, () -> "the application says that it has only " + served);
        var missing = new TreeSet<>(served);
        missing.removeAll(documented);
        var gone = new TreeSet<>(documented);
        gone.removeAll(served);
        assertTrue(missing.isEmpty() && gone.isEmpty(), () -> "%s:\n  missing there: %s\n  not in the application: %s"
                .formatted(HOW, missing, gone));
    }

    private Map<String, MethodDescriptor<?, ?>> calls() {
        var calls = new TreeMap<String, MethodDescriptor<?, ?>>();
        services.stream()
                .flatMap(service -> service.bindService().getServiceDescriptor().getMethods().stream())
                .forEach(method -> calls.put(method.getFullMethodName(), method));
        return calls;
    }

    /** A feature table that a stream could be started for, in a request to do so. */
    private static byte[] table() {
        GrpcDoor.core()
                .applyEntity(ApplyEntityRequest.newBuilder()
                        .setProject("api_page")
                        .setSpec(Specs.entity("driver", ValueType.Enum.INT64))
                        .build());
        GrpcDoor.core()
                .applyFeatureTable(ApplyFeatureTableRequest.newBuilder()
                        .setProject("api_page")
                        .setTableSpec(Specs.table("trips", "driver"))
                        .build());
        return StartStreamToOnlineIngestionJobRequest.newBuilder()
                .setProject("api_page")
                .setTableName("trips")
                .build()
                .toByteArray();
    }

    private static <Q, A> Status.Code code(MethodDescriptor<Q, A> method, byte[] request) {
        try {
            ClientCalls.blockingUnaryCall(
                    channel(),
                    method,
                    CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS),
                    method.parseRequest(new ByteArrayInputStream(request)));
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    /** What is said of each call, by its full name. */
    private static Map<String, String> documentedCalls() throws IOException {
        var calls = new TreeMap<String, String>();
        for (List<String> row : rows()) {
            if (row.get(0).matches("`[a-z_0-9.]+\\.[A-Za-z]+`")) {
                calls.put(plain(row.get(0)) + "/" + plain(row.get(1)), row.get(2) + " " + row.get(3));
            }
        }
        return calls;
    }

    private static List<List<String>> rows() throws IOException {
        return Page.read("api.md").rows();
    }

    private static String plain(String code) {
        return code.replace("`", "");
    }
}
