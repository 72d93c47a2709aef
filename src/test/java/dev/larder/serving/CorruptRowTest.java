package dev.larder.serving;

import static dev.larder.testing.GrpcDoor.core;
import static dev.larder.testing.HttpDoor.json;
import static dev.larder.testing.HttpDoor.request;
import static dev.larder.testing.Rows.ago;
import static dev.larder.testing.Rows.int64;
import static dev.larder.testing.Rows.nothing;
import static dev.larder.testing.Rows.row;
import static dev.larder.testing.Rows.write;
import static dev.larder.testing.Specs.entity;
import static dev.larder.testing.Specs.newProject;
import static dev.larder.testing.Specs.table;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.definition.EntitySet;
import dev.larder.embedded.EmbeddedServersResource;
import dev.larder.row.RowKey;
import dev.larder.testing.Asking;
import dev.larder.testing.RedisSocket;
import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ApplyFeatureTableRequest;
import feast.proto.types.ValueProto.ValueType;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is not a row, under keys and fields where rows should be: that row cannot be told, and the others are served. */
@QuarkusTest
@WithTestResource(EmbeddedServersResource.class)
class CorruptRowTest {
    private static final String COUNT = "trips:trip_count";

    @ConfigProperty(name = "quarkus.redis.hosts")
    URI redis;

    private final String project = newProject();

    @BeforeEach
    void writeRowsAndDamageSome() {
        core().applyEntity(ApplyEntityRequest.newBuilder()
                .setProject(project)
                .setSpec(entity("driver", ValueType.Enum.INT64))
                .build());
        core().applyFeatureTable(ApplyFeatureTableRequest.newBuilder()
                .setProject(project)
                .setTableSpec(table("trips", "driver"))
                .build());
        LongStream.rangeClosed(1, 6)
                .forEach(driver -> write(
                        project,
                        "trips",
                        row(
                                Map.of("driver", int64(driver)),
                                ago(Duration.ofSeconds(5)),
                                Map.of("trip_count", int64(driver)))));
        try (var socket = new RedisSocket(redis.getPort())) {
            var field = ((List<?>) socket.call("HKEYS", key(1))).get(0);
            var good = (byte[]) socket.call("HGET", key(1), field);
            socket.call("HSET", key(2), field, new byte[] {1, 2, 3});
            socket.call("HSET", key(3), field, "this is no row at all");
            socket.call("HSET", key(4), field, java.util.Arrays.copyOf(good, good.length - 1));
            socket.call("DEL", key(5));
            socket.call("SET", key(5), "not even a hash");
        }
    }

    private byte[] key(long driver) {
        return RowKey.encode(new EntitySet(project, List.of("driver")).keyHash(), List.of(driver));
    }

    @ParameterizedTest
    @EnumSource
    void theDamagedRowsAreInvalidAndTheOthersServed(Asking asking) {
        List<Map<String, feast.proto.types.ValueProto.Value>> drivers = LongStream.rangeClosed(1, 6)
                .mapToObj(driver -> Map.of("driver", int64(driver)))
                .toList();
        var answer = asking.ask(project, drivers, COUNT);
        assertEquals(List.of("PRESENT", "INVALID", "INVALID", "INVALID", "INVALID", "PRESENT"), answer.statuses(COUNT));
        assertEquals(int64(6), answer.cell(5, COUNT).value());
        assertEquals(nothing(), answer.cell(2, COUNT).value());
        json("{\"entities\": {\"driver\": [1, 2, 5, 6]}, \"features\": [\"%s\"]}".formatted(COUNT))
                .post("/p/" + project + "/get-online-features")
                .then()
                .statusCode(200)
                .body("results[1].values", contains(1, null, null, 6))
                .body("results[1].statuses", contains("PRESENT", "INVALID", "INVALID", "PRESENT"));
        request()
                .get("/q/metrics")
                .then()
                .body(containsString(
                        "larder_serving_corrupt_rows_total{project=\"%s\",table=\"trips\"}".formatted(project)));
    }
}
