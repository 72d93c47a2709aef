package dev.larder.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.embedded.EmbeddedServersResource;
import dev.larder.testing.GrpcDoor;
import feast.proto.core.CoreServiceProto.GetEntityRequest;
import feast.proto.core.CoreServiceProto.GetFeastCoreVersionRequest;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServersResource.class)
@TestProfile(GrpcAccessLogTest.SwitchedOn.class)
class GrpcAccessLogTest {
    public static class SwitchedOn implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("larder.access-log.enabled", "true");
        }
    }

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        Logger.getLogger(GrpcAccessLog.CATEGORY).addHandler(handler);
    }

    @AfterEach
    void stop() {
        Logger.getLogger(GrpcAccessLog.CATEGORY).removeHandler(handler);
    }

    @Test
    void everyCallIsALineOfJson() {
        GrpcDoor.core().getFeastCoreVersion(GetFeastCoreVersionRequest.getDefaultInstance());
        assertThrows(StatusRuntimeException.class, () -> GrpcDoor.core()
                .getEntity(GetEntityRequest.newBuilder().setName("nobody").build()));
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> lines.size() == 2);
        var first = new JsonObject(lines.get(0));
        assertEquals("feast.core.CoreService/GetFeastCoreVersion", first.getString("method"));
        assertEquals("OK", first.getString("code"));
        assertTrue(first.getLong("durationMicros") >= 0);
        assertTrue(first.getString("requestId").length() > 10);
        assertTrue(first.getString("peer").contains("127.0.0.1"), first::encode);
        assertEquals("NOT_FOUND", new JsonObject(lines.get(1)).getString("code"));
    }
}
