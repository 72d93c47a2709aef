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
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Looks through the keys of Redis, node by node, for those with a hash at the front. A position is {@code <node> <cursor>}; the
 * nodes of a cluster are gone through in the order of their ids, so a position still means something after a failover.
 *
 * <p>A cluster client cannot say which node a SCAN goes to. A script goes where its key lives, so SCAN is called by one, with a key
 * that lives on the wanted node and that nobody touches.
 */
final class RedisSweep {
    private static final String SCAN = "return redis.call('SCAN', ARGV[1], 'MATCH', ARGV[2], 'COUNT', ARGV[3])";
    private static final String BEGIN = "0";
    /** The one node of a Redis that is no cluster. */
    private static final String ONLY_NODE = "-";

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

    Future<Found> scan(RedisConnection connection, String position) {
        return nodes(connection).compose(nodes -> {
            var place = position.isEmpty() ? new String[] {nodes.firstKey(), BEGIN} : position.split(" ");
            // A node that is gone has left its keys to others.
            var rest = nodes.tailMap(place[0]);
            if (rest.isEmpty()) {
                return Future.succeededFuture(new Found(List.of(), Optional.empty()));
            }
            var node = rest.firstKey();
            var cursor = node.equals(place[0]) ? place[1] : BEGIN;
            return connection.send(request(rest.get(node), cursor)).map(response -> found(rest, response));
        });
    }

    private Request request(String keyOfNode, String cursor) {
        var request = cluster
                ? Request.cmd(Command.EVAL)
                        .arg(SCAN)
                        .arg(1)
                        .arg(keyOfNode)
                        .arg(cursor)
                        .arg(Buffer.buffer(pattern))
                        .arg(keys)
                : Request.cmd(Command.SCAN)
                        .arg(cursor)
                        .arg("MATCH")
                        .arg(Buffer.buffer(pattern))
                        .arg("COUNT")
                        .arg(keys);
        return request;
    }

    private static Found found(SortedMap<String, String> rest, Response response) {
        var cursor = response.get(0).toString();
        var keys = response.get(1).stream().map(Response::toBytes).toList();
        if (!cursor.equals(BEGIN)) {
            return new Found(keys, Optional.of(rest.firstKey() + " " + cursor));
        }
        return new Found(keys, rest.keySet().stream().skip(1).findFirst().map(node -> node + " " + BEGIN));
    }

    /** The id of each node that holds keys of its own, with a key that lives there. */
    private Future<TreeMap<String, String>> nodes(RedisConnection connection) {
        if (!cluster) {
            return Future.succeededFuture(new TreeMap<>(java.util.Map.of(ONLY_NODE, "")));
        }
        return connection.send(Request.cmd(Command.CLUSTER).arg("SLOTS")).map(ranges -> {
            var nodes = new TreeMap<String, String>();
            for (Response range : ranges) {
                // First slot, last slot, then the master: host, port, id.
                nodes.computeIfAbsent(
                        range.get(2).get(2).toString(), id -> keyIn(range.get(0).toInteger()));
            }
            return nodes;
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
