package dev.larder;

import static dev.larder.testing.HttpDoor.json;
import static dev.larder.testing.HttpDoor.request;
import static dev.larder.testing.Rows.ago;
import static dev.larder.testing.Rows.int64;
import static dev.larder.testing.Rows.row;
import static dev.larder.testing.Rows.write;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.larder.embedded.EmbeddedServersResource;
import dev.larder.proto.v1.JobFilter;
import dev.larder.proto.v1.JobServiceGrpc;
import dev.larder.testing.Asking;
import dev.larder.testing.GrpcDoor;
import dev.larder.testing.Link;
import dev.larder.testing.PackagedApplication;
import dev.larder.testing.Specs;
import feast.proto.core.CoreServiceGrpc;
import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ApplyFeatureTableRequest;
import feast.proto.core.CoreServiceProto.ListProjectsRequest;
import feast.proto.types.ValueProto.ValueType;
import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** One jar, two replicas on the same servers: one with the registry and jobs, one that only serves. */
class ModulesIT {
    private static final String COUNT = "trips:trip_count";

    @TempDir
    private static Path folder;

    private static final EmbeddedServersResource SERVERS = new EmbeddedServersResource("modules");
    private static Map<String, String> servers;
    private static Link databaseOfServing;
    private static PackagedApplication serving;
    private static PackagedApplication others;
    private static ManagedChannel toServing;
    private static ManagedChannel toOthers;

    @BeforeAll
    static void start() throws Exception {
        servers = SERVERS.start();
        var url = URI.create(servers.get("quarkus.datasource.jdbc.url").substring("jdbc:".length()));
        databaseOfServing = new Link(url.getPort());
        serving = start(
                "serving",
                "quarkus.datasource.jdbc.url=jdbc:postgresql://127.0.0.1:" + databaseOfServing.port() + url.getPath(),
                "quarkus.redis.hosts=" + servers.get("quarkus.redis.hosts"));
        // It leaves the schema to the other one.
        await().atMost(Duration.ofSeconds(90))
                .until(() -> serving.output().contains("waiting for a replica with the registry"));
        others = start(
                        "registry,jobs",
                        "quarkus.datasource.jdbc.url=" + servers.get("quarkus.datasource.jdbc.url"),
                        "quarkus.redis.hosts=" + servers.get("quarkus.redis.hosts"))
                .awaitStart();
        serving.awaitStart();
        toServing = GrpcDoor.channel(serving.grpcPort());
        toOthers = GrpcDoor.channel(others.grpcPort());
    }

    private static PackagedApplication start(String modules, String... properties) throws IOException {
        var all = new ArrayList<>(List.of(properties));
        all.add("larder.modules=" + modules);
        all.add("quarkus.datasource.username=" + servers.get("quarkus.datasource.username"));
        all.add("quarkus.datasource.password=" + servers.get("quarkus.datasource.password"));
        return PackagedApplication.start(folder.resolve(modules), all.toArray(String[]::new));
    }

    @AfterAll
    static void stop() throws IOException {
        toServing.shutdownNow();
        toOthers.shutdownNow();
        serving.close();
        others.close();
        databaseOfServing.close();
        SERVERS.stop();
    }

    @Test
    void whatOneIsToldTheOtherServesAlsoWithoutTheDatabase() throws Exception {
        var core = CoreServiceGrpc.newBlockingStub(toOthers).withDeadlineAfter(30, TimeUnit.SECONDS);
        core.applyEntity(ApplyEntityRequest.newBuilder()
                .setSpec(Specs.entity("driver", ValueType.Enum.INT64))
                .build());
        core.applyFeatureTable(ApplyFeatureTableRequest.newBuilder()
                .setTableSpec(Specs.table("trips", "driver"))
                .build());
        write(
                toServing,
                "",
                "trips",
                List.of(row(Map.of("driver", int64(1)), ago(Duration.ofSeconds(10)), Map.of("trip_count", int64(3)))));
        assertServed();

        databaseOfServing.cut();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                        serving.output(), containsString("Serving goes on with the definitions of revision")));
        assertServed();
        request().get(serving.url("/q/health/ready")).then().statusCode(200);
        databaseOfServing.mend();
    }

    private static void assertServed() {
        var answer = Asking.IN_COLUMNS.ask(toServing, "", List.of(Map.of("driver", int64(1))), COUNT);
        assertEquals(new Asking.Cell(int64(3), "PRESENT"), answer.cell(0, COUNT));
    }

    @Test
    void eachHasItsOwnGrpcServicesAndNamesTheSettingForOthers() throws Exception {
        assertAbsent("feast.core.CoreService/ListProjects", "serving", () -> CoreServiceGrpc.newBlockingStub(toServing)
                .listProjects(ListProjectsRequest.getDefaultInstance()));
        assertAbsent("larder.v1.JobService/ListJobs", "serving", () -> JobServiceGrpc.newBlockingStub(toServing)
                .listJobs(JobFilter.getDefaultInstance()));
        assertAbsent(
                "feast.serving.ServingService/GetOnlineFeatures",
                "registry,jobs",
                () -> Asking.IN_COLUMNS.ask(toOthers, "", List.of(Map.of("driver", int64(1))), COUNT));
        JobServiceGrpc.newBlockingStub(toOthers).listJobs(JobFilter.getDefaultInstance());

        assertThat(
                services(toServing),
                containsInAnyOrder(
                        "feast.serving.ServingService", "larder.v1.OnlineStoreService", "grpc.health.v1.Health"));
        assertThat(
                services(toOthers),
                containsInAnyOrder(
                        "feast.core.CoreService",
                        "feast.core.JobService",
                        "feast_spark.api.JobService",
                        "larder.v1.JobService",
                        "larder.v1.RegistryService",
                        "grpc.health.v1.Health"));
        assertEquals("SERVING", health(toServing, "feast.serving.ServingService"));
        assertEquals("UNKNOWN", health(toServing, "feast.core.CoreService"));
    }

    private static void assertAbsent(String method, String modules, Executable call) {
        GrpcDoor.assertFails(
                Status.Code.UNIMPLEMENTED,
                "This replica does not have the method %s: its larder.modules is %s. Ask a replica with the others."
                        .formatted(method, modules),
                call);
    }

    private static List<String> services(Channel channel) throws Exception {
        var answer = new CompletableFuture<ServerReflectionResponse>();
        var request = ServerReflectionGrpc.newStub(channel).serverReflectionInfo(new StreamObserver<>() {
            @Override
            public void onNext(ServerReflectionResponse response) {
                answer.complete(response);
            }

            @Override
            public void onError(Throwable failure) {
                answer.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {
                answer.cancel(false);
            }
        });
        request.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        var services = answer.get(10, TimeUnit.SECONDS).getListServicesResponse();
        request.onCompleted();
        return services.getServiceList().stream().map(ServiceResponse::getName).toList();
    }

    private static String health(Channel channel, String service) {
        return HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus()
                .name();
    }

    @Test
    void eachHasItsOwnPathsAndNamesTheSettingForOthers() {
        request().get(others.url("/api/v1/projects")).then().statusCode(200);
        request().get(others.url("/api/v1/projects/default/jobs")).then().statusCode(200);
        for (var path : List.of("/api/v1/projects", "/api/v2/projects", "/api/v1/projects/default/jobs")) {
            request()
                    .get(serving.url(path))
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json")
                    .body("code", equalTo("NOT_FOUND"))
                    .body("reason", equalTo("MODULE_ABSENT"))
                    .body("detail", containsString("its larder.modules is serving."));
        }
        var question = "{\"entities\": {\"driver\": [1]}, \"features\": [\"none:none\"]}";
        json(question)
                .post(others.url("/get-online-features"))
                .then()
                .statusCode(404)
                .body("reason", equalTo("MODULE_ABSENT"))
                .body("detail", containsString("a path of serving: its larder.modules is registry,jobs."));
        json(question)
                .post(serving.url("/get-online-features"))
                .then()
                .statusCode(404)
                .body(containsString("FeatureViewNotFoundException"));
    }

    @Test
    void eachDoesOnlyItsOwnWorkAndChecksOnlyWhatThatNeeds() {
        assertThat(metrics(serving), containsString("larder_serving_definitions_age_seconds"));
        assertThat(metrics(serving), not(containsString("larder_jobs_")));
        assertThat(metrics(others), containsString("larder_jobs_running"));
        assertThat(metrics(others), not(containsString("larder_serving_")));
        request()
                .get(serving.url("/q/health/ready"))
                .then()
                .statusCode(200)
                .body("checks.name", containsInAnyOrder("definitions", "online store", "gRPC Server"));
        request()
                .get(others.url("/q/health/ready"))
                .then()
                .statusCode(200)
                .body(
                        "checks.name",
                        containsInAnyOrder("Database connections health check", "online store", "gRPC Server"));
        assertThat(serving.output(), containsString(", only serving\n"));
    }

    private static String metrics(PackagedApplication application) {
        return request().get(application.url("/q/metrics")).asString();
    }

    @Test
    void theRegistryAloneNeedsNoRedis() throws Exception {
        try (var registry = start(
                        "registry", "quarkus.datasource.jdbc.url=" + servers.get("quarkus.datasource.jdbc.url"))
                .awaitStart()) {
            request().get(registry.url("/api/v1/projects")).then().statusCode(200);
            request()
                    .get(registry.url("/q/health/ready"))
                    .then()
                    .statusCode(200)
                    .body("checks.name", containsInAnyOrder("Database connections health check", "gRPC Server"));
            assertThat(registry.output(), not(containsString("Exception")));
            assertFalse(Files.exists(folder.resolve("registry").resolve("data")), "no Redis is embedded");
        }
    }

    @Test
    void whatCannotWorkIsRefusedAtStart() throws Exception {
        var unknown = start("registry,fast");
        assertEquals(1, unknown.awaitEnd());
        assertEquals(
                "larder.modules=registry,fast: there is no module \"fast\". Name one or several of registry,jobs,serving.\n",
                unknown.output());

        var alone = start("jobs,serving");
        assertEquals(1, alone.awaitEnd());
        assertThat(alone.output(), containsString("larder.modules=jobs,serving: a replica without registry"));
        assertThat(alone.output(), containsString("QUARKUS_REDIS_HOSTS"));
        assertThat(alone.output(), not(containsString("\tat ")));
    }
}
