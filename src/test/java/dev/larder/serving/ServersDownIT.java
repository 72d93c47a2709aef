package dev.larder.serving;

import static dev.larder.testing.HttpDoor.request;
import static dev.larder.testing.Rows.ago;
import static dev.larder.testing.Rows.int64;
import static dev.larder.testing.Rows.row;
import static dev.larder.testing.Rows.write;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.embedded.EmbeddedServersResource;
import dev.larder.testing.Asking;
import dev.larder.testing.GrpcDoor;
import dev.larder.testing.Link;
import dev.larder.testing.PackagedApplication;
import dev.larder.testing.Specs;
import feast.proto.core.CoreServiceGrpc;
import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ApplyFeatureTableRequest;
import feast.proto.types.ValueProto.ValueType;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application serves; its Redis and its PostgreSQL come and go. */
class ServersDownIT {
    private static final String COUNT = "trips:trip_count";

    @TempDir
    private static Path folder;

    private static final EmbeddedServersResource SERVERS = new EmbeddedServersResource("servers-down");
    private static Link database;
    private static Link redis;
    private static PackagedApplication application;
    private static ManagedChannel channel;

    @BeforeAll
    static void start() throws Exception {
        var properties = SERVERS.start();
        var url = URI.create(properties.get("quarkus.datasource.jdbc.url").substring("jdbc:".length()));
        database = new Link(url.getPort());
        redis = new Link(URI.create(properties.get("quarkus.redis.hosts")).getPort());
        application = PackagedApplication.start(
                        folder,
                        "quarkus.datasource.jdbc.url=jdbc:postgresql://127.0.0.1:" + database.port() + url.getPath(),
                        "quarkus.datasource.username=" + properties.get("quarkus.datasource.username"),
                        "quarkus.datasource.password=" + properties.get("quarkus.datasource.password"),
                        "quarkus.redis.hosts=redis://127.0.0.1:" + redis.port())
                .awaitStart();
        channel = GrpcDoor.channel(application.grpcPort());
        var core = CoreServiceGrpc.newBlockingStub(channel);
        core.applyEntity(ApplyEntityRequest.newBuilder()
                .setSpec(Specs.entity("driver", ValueType.Enum.INT64))
                .build());
        core.applyFeatureTable(ApplyFeatureTableRequest.newBuilder()
                .setTableSpec(Specs.table("trips", "driver"))
                .build());
        write(
                channel,
                "",
                "trips",
                List.of(row(Map.of("driver", int64(1)), ago(Duration.ofSeconds(10)), Map.of("trip_count", int64(3)))));
    }

    @AfterAll
    static void stop() throws Exception {
        channel.shutdownNow();
        application.close();
        database.close();
        redis.close();
        SERVERS.stop();
    }

    @AfterEach
    void mend() throws Exception {
        redis.mend();
        database.mend();
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(ServersDownIT::assertServed);
    }

    @Test
    void aLostRedisIsUnavailableAtOnceAndComesBackByItself() throws Exception {
        assertServed();
        redis.cut();
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertUnavailable(ServersDownIT::ask));
        long begin = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertUnavailable(ServersDownIT::ask);
        }
        assertTrue(Duration.ofNanos(System.nanoTime() - begin).toMillis() < 5_000, "fails at once");
        assertUnavailable(() -> write(
                channel, "", "trips", List.of(row(Map.of("driver", int64(2)), ago(Duration.ofSeconds(10)), Map.of()))));
        request().get(application.url("/q/health/group/serving")).then().statusCode(503);
        request().get(application.url("/q/health/live")).then().statusCode(200);

        redis.mend();
        await().atMost(Duration.ofSeconds(5)).ignoreExceptions().untilAsserted(ServersDownIT::assertServed);
        request().get(application.url("/q/health/group/serving")).then().statusCode(200);
    }

    @Test
    void aRedisThatFallsSilentDoesNotHangCalls() {
        redis.silence();
        long begin = System.nanoTime();
        assertUnavailable(ServersDownIT::ask);
        assertTrue(Duration.ofNanos(System.nanoTime() - begin).toMillis() < 3_000);
        begin = System.nanoTime();
        assertUnavailable(ServersDownIT::ask);
        assertTrue(Duration.ofNanos(System.nanoTime() - begin).toMillis() < 400, "known to be silent: at once");
    }

    @Test
    void theDeadlineOfACallIsKept() {
        redis.silence();
        var failure = assertThrows(StatusRuntimeException.class, () -> Asking.columns(channel, "default")
                .withDeadlineAfter(100, TimeUnit.MILLISECONDS)
                .getOnlineFeatures(Asking.columnsRequest(List.of(Map.of("driver", int64(1))), COUNT)));
        assertEquals(Status.Code.DEADLINE_EXCEEDED, failure.getStatus().getCode());
    }

    @Test
    void withoutItsDatabaseServingGoesOnAndHealthSaysSo() throws Exception {
        database.cut();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> request()
                .get(application.url("/q/health/group/serving"))
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'definitions' }.data.keySet()", hasItem("failure"))
                .body("checks.find { it.name == 'definitions' }.status", equalTo("UP")));
        for (int i = 0; i < 50; i++) {
            assertServed();
        }
        request().get(application.url("/q/health/ready")).then().statusCode(503);
        request()
                .get(application.url("/q/metrics"))
                .then()
                .statusCode(200)
                .body(org.hamcrest.Matchers.containsString("larder_serving_definitions_age_seconds"));

        database.mend();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        request().get(application.url("/q/health/ready")).then().statusCode(200));
    }

    private static Asking.Answer ask() {
        return Asking.IN_ROWS.ask(channel, "", List.of(Map.of("driver", int64(1))), COUNT);
    }

    private static void assertServed() {
        assertEquals(new Asking.Cell(int64(3), "PRESENT"), ask().cell(0, COUNT));
    }

    private static void assertUnavailable(org.junit.jupiter.api.function.Executable call) {
        var failure = assertThrows(StatusRuntimeException.class, call);
        assertEquals(Status.Code.UNAVAILABLE, failure.getStatus().getCode(), failure.getMessage());
    }
}
