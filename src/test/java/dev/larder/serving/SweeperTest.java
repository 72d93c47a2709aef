package dev.larder.serving;

import static dev.larder.testing.GrpcDoor.core;
import static dev.larder.testing.Rows.ago;
import static dev.larder.testing.Rows.int64;
import static dev.larder.testing.Rows.row;
import static dev.larder.testing.Specs.entity;
import static dev.larder.testing.Specs.newProject;
import static dev.larder.testing.Specs.table;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.embedded.EmbeddedServersResource;
import dev.larder.registry.RetiredTables;
import dev.larder.testing.GrpcDoor;
import dev.larder.testing.RedisSocket;
import dev.larder.testing.Rows;
import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ApplyFeatureTableRequest;
import feast.proto.core.CoreServiceProto.DeleteFeatureTableRequest;
import feast.proto.types.ValueProto.ValueType;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServersResource.class)
@TestProfile(SweeperTest.AtOnceInSmallSteps.class)
class SweeperTest {
    private static final int DRIVERS = 200;

    public static final class AtOnceInSmallSteps implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "larder.serving.sweep-delay", "PT0S",
                    "larder.serving.sweep-keys", "20",
                    "larder.serving.sweep-pause", "PT0.001S");
        }
    }

    @ConfigProperty(name = "quarkus.redis.hosts")
    URI redis;

    @Inject
    RetiredTables retired;

    private final String project = newProject();

    @Test
    void theRowsOfADeletedTableGoAndThoseOfOthersStay() {
        define();
        long trips = fieldOf("trips");
        long ratings = fieldOf("ratings");
        core().deleteFeatureTable(DeleteFeatureTableRequest.newBuilder()
                .setProject(project)
                .setName("trips")
                .build());
        assertGoes(trips);
        assertEquals(DRIVERS, rowsOfFields().get(ratings));
    }

    @Test
    void aTableThatIsMadeAgainByTheSameNameKeepsItsNewRows() {
        define();
        long before = fieldOf("trips");
        core().deleteFeatureTable(DeleteFeatureTableRequest.newBuilder()
                .setProject(project)
                .setName("trips")
                .build());
        apply("trips");
        long after = fieldOf("trips");
        assertTrue(after != before, "a number is never given again");
        assertGoes(before);
        assertEquals(DRIVERS, rowsOfFields().get(after));
    }

    private void define() {
        core().applyEntity(ApplyEntityRequest.newBuilder()
                .setProject(project)
                .setSpec(entity("driver", ValueType.Enum.INT64))
                .build());
        apply("trips");
        apply("ratings");
    }

    private void apply(String name) {
        core().applyFeatureTable(ApplyFeatureTableRequest.newBuilder()
                .setProject(project)
                .setTableSpec(table(name, "driver"))
                .build());
    }

    private void assertGoes(long field) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertEquals(Set.of(), intersection(rowsOfFields().keySet(), field)));
        await().untilAsserted(() -> assertEquals(0, retired.count(), "and is forgotten"));
    }

    private static Set<Long> intersection(Set<Long> fields, long field) {
        return fields.stream().filter(other -> other == field).collect(Collectors.toSet());
    }

    /** Writes rows of the table, and finds in Redis where they are. */
    private long fieldOf(String table) {
        var before = rowsOfFields().keySet();
        var rows = LongStream.range(0, DRIVERS)
                .mapToObj(driver -> row(
                        Map.of("driver", int64(driver)),
                        ago(Duration.ofSeconds(1)),
                        Map.of("trip_count", int64(driver))))
                .toList();
        await().ignoreExceptions()
                .untilAsserted(() -> assertEquals(
                        DRIVERS,
                        Rows.write(GrpcDoor.channel(), project, table, rows).getWritten()));
        var fields = rowsOfFields();
        fields.keySet().removeAll(before);
        assertEquals(1, fields.size());
        return fields.firstKey();
    }

    /** For each field that any key has, how many keys have it. */
    private TreeMap<Long, Integer> rowsOfFields() {
        var rows = new TreeMap<Long, Integer>();
        try (var socket = new RedisSocket(redis.getPort())) {
            for (Object key : (List<?>) socket.call("KEYS", "*")) {
                for (Object field : (List<?>) socket.call("HKEYS", key)) {
                    rows.merge(number((byte[]) field), 1, Integer::sum);
                }
            }
        }
        return rows;
    }

    private static long number(byte[] field) {
        long number = 0;
        for (int i = field.length - 1; i >= 0; i--) {
            number = number << 7 | field[i] & 0x7f;
        }
        return number;
    }
}
