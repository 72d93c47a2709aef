package dev.larder.online.redis;

import static org.awaitility.Awaitility.await;

import dev.larder.embedded.RedisChild;
import dev.larder.testing.RedisSocket;
import io.vertx.redis.client.impl.ZModem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** A Redis Cluster of three masters with a replica each, or none. */
final class ClusterChildren implements AutoCloseable {
    private static final int SLOTS = 16_384;
    private static final int MASTERS = 3;

    final List<RedisChild> masters;
    final List<RedisChild> replicas;

    private ClusterChildren(List<RedisChild> masters, List<RedisChild> replicas) {
        this.masters = masters;
        this.replicas = replicas;
    }

    static ClusterChildren start(String name, boolean withReplicas) {
        var masters = nodes(name + "-master-");
        var replicas = withReplicas ? nodes(name + "-replica-") : List.<RedisChild>of();
        for (int i = 0; i < MASTERS; i++) {
            try (var node = masters.get(i).connect()) {
                node.call("CLUSTER", "SET-CONFIG-EPOCH", i + 1);
                node.call(addSlots(SLOTS * i / MASTERS, SLOTS * (i + 1) / MASTERS));
                if (i > 0) {
                    node.call("CLUSTER", "MEET", "127.0.0.1", masters.get(0).port());
                }
            }
        }
        replicas.forEach(
                node -> node.call("CLUSTER", "MEET", "127.0.0.1", masters.get(0).port()));
        masters.forEach(ClusterChildren::awaitOk);
        for (int i = 0; i < replicas.size(); i++) {
            var replica = replicas.get(i);
            var id = text(masters.get(i).call("CLUSTER", "MYID"));
            await().ignoreException(RedisSocket.RedisError.class)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> replica.call("CLUSTER", "REPLICATE", id).equals("OK"));
        }
        replicas.forEach(ClusterChildren::awaitOk);
        replicas.forEach(replica -> await().pollInterval(Duration.ofMillis(20))
                .until(() -> text(replica.call("INFO", "replication")).contains("master_link_status:up")));
        // Every master tells clients of its replica.
        masters.forEach(node -> await().pollInterval(Duration.ofMillis(20))
                .until(() -> ranges(node).stream().allMatch(range -> range.size() == (withReplicas ? 4 : 3))));
        return new ClusterChildren(masters, replicas);
    }

    private static List<List<?>> ranges(RedisChild node) {
        return ((List<?>) node.call("CLUSTER", "SLOTS"))
                .stream().<List<?>>map(range -> (List<?>) range).toList();
    }

    private static List<RedisChild> nodes(String name) {
        return IntStream.range(0, MASTERS)
                .mapToObj(i -> RedisChild.start(
                        name + i,
                        "--cluster-enabled",
                        "yes",
                        "--cluster-node-timeout",
                        "2000",
                        "--repl-diskless-sync",
                        "yes",
                        "--repl-diskless-sync-delay",
                        "0"))
                .toList();
    }

    private static Object[] addSlots(int first, int end) {
        var command = new Object[2 + end - first];
        command[0] = "CLUSTER";
        command[1] = "ADDSLOTS";
        for (int slot = first; slot < end; slot++) {
            command[2 + slot - first] = slot;
        }
        return command;
    }

    private static void awaitOk(RedisChild node) {
        await().pollInterval(Duration.ofMillis(20))
                .until(() -> text(node.call("CLUSTER", "INFO")).contains("cluster_state:ok"));
    }

    private static String text(Object answer) {
        return new String((byte[]) answer, StandardCharsets.US_ASCII);
    }

    RedisChild masterOf(byte[] key) {
        return masters.get(placeOf(key));
    }

    private static int placeOf(byte[] key) {
        int slot = ZModem.generate(key);
        return IntStream.range(0, MASTERS)
                .filter(i -> slot < SLOTS * (i + 1) / MASTERS)
                .findFirst()
                .orElseThrow();
    }

    void flush() {
        masters.forEach(node -> node.call("FLUSHALL"));
    }

    @Override
    public void close() {
        masters.forEach(RedisChild::close);
        replicas.forEach(RedisChild::close);
    }
}
