package dev.larder.registry;

import static dev.larder.testing.HttpDoor.request;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.embedded.EmbeddedServersResource;
import dev.larder.testing.GrpcDoor;
import dev.larder.testing.Link;
import dev.larder.testing.PackagedApplication;
import dev.larder.testing.Specs;
import feast.proto.core.CoreServiceGrpc;
import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ListProjectsRequest;
import feast.proto.types.ValueProto.ValueType;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** The application runs; its database comes and goes. */
class DatabaseDownIT {
    private static final String TEXT =
            "The registry's database does not answer at the moment. Try again; the same definition twice is one change.";

    @TempDir
    private static Path folder;

    private static final EmbeddedServersResource SERVERS = new EmbeddedServersResource("database-down");
    private static Link link;
    private static PackagedApplication application;
    private static ManagedChannel channel;

    @BeforeAll
    static void start() throws Exception {
        var properties = SERVERS.start();
        var database = URI.create(properties.get("quarkus.datasource.jdbc.url").substring("jdbc:".length()));
        link = new Link(database.getPort());
        application = PackagedApplication.start(
                        folder,
                        "quarkus.datasource.jdbc.url=jdbc:postgresql://127.0.0.1:" + link.port() + database.getPath(),
                        "quarkus.datasource.username=" + properties.get("quarkus.datasource.username"),
                        "quarkus.datasource.password=" + properties.get("quarkus.datasource.password"),
                        "quarkus.redis.hosts=" + properties.get("quarkus.redis.hosts"))
                .awaitStart();
        channel = GrpcDoor.channel(application.grpcPort());
    }

    @AfterAll
    static void stop() throws Exception {
        channel.shutdownNow();
        application.close();
        link.close();
        SERVERS.stop();
    }

    @AfterEach
    void mend() throws Exception {
        link.mend();
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> core().listProjects(ListProjectsRequest.getDefaultInstance())
                                .getProjectsCount()
                        > 0);
    }

    @Test
    void aLostDatabaseIsUnavailableAndComesBackByItself() throws Exception {
        apply("before");
        link.cut();
        assertUnavailable(() -> core().listProjects(ListProjectsRequest.getDefaultInstance()));
        assertUnavailable(() -> apply("during"));
        request()
                .get(application.url("/api/v1/projects"))
                .then()
                .statusCode(503)
                .body("code", equalTo("UNAVAILABLE"))
                .body("reason", equalTo("DATABASE_UNAVAILABLE"))
                .body("detail", equalTo(TEXT));
        request().get(application.url("/q/health/ready")).then().statusCode(503);
        request().get(application.url("/q/health/live")).then().statusCode(200);

        link.mend();
        await().atMost(Duration.ofSeconds(10)).ignoreExceptions().until(() -> apply("after"));
        request().get(application.url("/q/health/ready")).then().statusCode(200);
        request()
                .get(application.url("/api/v1/projects/default/entities/before"))
                .then()
                .statusCode(200);
    }

    @Test
    void aDatabaseThatFallsSilentDoesNotHangTheCall() {
        link.silence();
        long begin = System.nanoTime();
        assertUnavailable(() -> apply("silent"));
        assertTrue(Duration.ofNanos(System.nanoTime() - begin).toSeconds() < 25);
        assertThat(application.output(), containsString("the database does not answer"));
    }

    private static void assertUnavailable(Executable call) {
        var failure = assertThrows(StatusRuntimeException.class, call);
        assertEquals(Status.Code.UNAVAILABLE, failure.getStatus().getCode(), failure.getMessage());
        assertEquals(TEXT, failure.getStatus().getDescription());
    }

    private static boolean apply(String name) {
        return core().applyEntity(ApplyEntityRequest.newBuilder()
                        .setSpec(Specs.entity(name, ValueType.Enum.INT64))
                        .build())
                .hasEntity();
    }

    private static CoreServiceGrpc.CoreServiceBlockingStub core() {
        return CoreServiceGrpc.newBlockingStub(channel).withDeadlineAfter(40, TimeUnit.SECONDS);
    }
}
