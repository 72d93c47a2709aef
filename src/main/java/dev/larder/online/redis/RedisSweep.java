package dev.larder.online.redis;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Looks through the keys of Redis, node by node, for those with a hash at the front. A cursor means something only to the process
 * that gave it, because each orders its keys in a way of its own. So a position is {@code <topology> <node> <process> <cursor>}: when
 * the node was restarted it is looked through again from its beginning, and when slots have changed hands all are.
 *
 * <p>A client cannot say which node a SCAN goes to: with a cluster it is any, with replicas one of them. A script goes where its key
 * lives, so SCAN is called by one, with a key that lives on the wanted node and that nobody touches.
 */
final class RedisSweep {
    private static final String SCAN =
            """
            local process = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
            local cursor = process == ARGV[1] and ARGV[2] or '0'
            local found = redis.call('SCAN', cursor, 'MATCH', ARGV[3], 'COUNT', ARGV[4])
            return {process, found[1], found[2]}
            """;
    private static final String BEGIN = "0";
    /** The one node of a Redis that is no cluster; a process that is none. */
    private static final String NONE = "-";

    private static final String TO_BE_ESCAPED = "*?[\\";
    private static final int SLOTS = 16_384;

    private final byte[] pattern;
    private final int keys;
    private final boolean cluster;

    RedisSweep(int keyHash, int keys, boolean cluster) {
        this.pattern = pattern(keyHash);
        this.keys = keys;
        this.cluster = cluster;
    }

    /** @param next where to go on; empty at the end */
    record Found(List<byte[]> keys, Optional<String> next) {}

    /**
     * The nodes that hold keys of their own.
     *
     * @param keys of each node's id, a key that lives there
     * @param topology changes when slots change hands
     */
    private record Nodes(TreeMap<String, String> keys, String topology) {}

    private record Position(String topology, String node, String process, String cursor) {
        static Position in(Nodes nodes, String text) {
            var parts = text.split(" ");
            return parts.length == 4 && parts[0].equals(nodes.topology())
                    ? new Position(parts[0], parts[1], parts[2], parts[3])
                    : atBeginOf(nodes, nodes.keys().firstKey());
        }

        static Position atBeginOf(Nodes nodes, String node) {
            return new Position(nodes.topology(), node, NONE, BEGIN);
        }

        String text() {
            return String.join(" ", topology, node, process, cursor);
        }
    }

    Future<Found> scan(RedisConnection connection, String position) {
        return nodes(connection).compose(nodes -> {
            var place = Position.in(nodes, position);
            return connection
                    .send(Request.cmd(Command.EVAL)
                            .arg(SCAN)
                            .arg(1)
                            .arg(nodes.keys().get(place.node()))
                            .arg(place.process())
                            .arg(place.cursor())
                            .arg(Buffer.buffer(pattern))
                            .arg(keys))
                    .map(answer -> found(nodes, place, answer));
        });
    }

    private static Found found(Nodes nodes, Position place, Response answer) {
        var keys = answer.get(2).stream().map(Response::toBytes).toList();
        var next = new Position(
                place.topology(),
                place.node(),
                answer.get(0).toString(),
                answer.get(1).toString());
        if (!next.cursor().equals(BEGIN)) {
            return new Found(keys, Optional.of(next.text()));
        }
        return new Found(
                keys,
                Optional.ofNullable(nodes.keys().higherKey(place.node()))
                        .map(node -> Position.atBeginOf(nodes, node).text()));
    }

    private Future<Nodes> nodes(RedisConnection connection) {
        if (!cluster) {
            return Future.succeededFuture(new Nodes(new TreeMap<>(Map.of(NONE, NONE)), NONE));
        }
        return connection.send(Request.cmd(Command.CLUSTER).arg("SLOTS")).map(ranges -> {
            var keys = new TreeMap<String, String>();
            var slots = new TreeMap<Integer, String>();
            for (Response range : ranges) {
                // First slot, last slot, then the master: host, port, id.
                var id = range.get(2).get(2).toString();
                slots.put(range.get(0).toInteger(), id + range.get(1));
                keys.computeIfAbsent(id, node -> keyIn(range.get(0).toInteger()));
            }
            return new Nodes(keys, Integer.toHexString(slots.hashCode()));
        });
    }

    private static String keyIn(int slot) {
        int number = 0;
        while (slotOf(Integer.toString(number)) != slot) {
            number++;
        }
        return Integer.toString(number);
    }

    /** CRC-16/XMODEM of the key, as the Redis Cluster specification says. */
    private static int slotOf(String key) {
        int crc = 0;
        for (byte character : key.getBytes(StandardCharsets.US_ASCII)) {
            crc ^= character << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ 0x1021;
            }
            crc &= 0xffff;
        }
        return crc % SLOTS;
    }

    private static byte[] pattern(int keyHash) {
        var pattern = Buffer.buffer();
        for (byte part : ByteBuffer.allocate(Integer.BYTES).putInt(keyHash).array()) {
            if (TO_BE_ESCAPED.indexOf((char) (part & 0xff)) >= 0) {
                pattern.appendByte((byte) '\\');
            }
            pattern.appendByte(part);
        }
        return pattern.appendByte((byte) '*').getBytes();
    }
}
