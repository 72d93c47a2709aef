package dev.larder.online.redis;

import dev.larder.definition.Micros;
import dev.larder.online.OnlineStore;
import dev.larder.row.RowScript;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisCluster;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The online store in Redis: one hash for each key, HMGET to read, {@link RowScript} to write. Redis keeps a small hash as a list and
 * looks for each field from its beginning, so where most of the fields are wanted HGETALL costs it half.
 */
@ApplicationScoped
public class RedisOnlineStore implements OnlineStore {
    private static final byte[] SCRIPT = RowScript.LUA.getBytes(StandardCharsets.UTF_8);
    private static final byte[] SCRIPT_SHA = sha1(SCRIPT);
    private static final byte[] ONE_KEY = {'1'};
    /** So many commands at most are one exchange, so that Redis can answer it in time and other calls get their turn. */
    private static final int MAX_BATCH = 1_000;
    /** So many exchanges of one call at most wait at the same time: a large call must not fill the connection. */
    private static final int PARTS_AT_ONCE = 4;

    private final RedisLinks links;
    private final RedisMeters meters;
    private final Clock clock;

    RedisOnlineStore(RedisLinks links, RedisMeters meters, Clock clock) {
        this.links = links;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public CompletionStage<List<byte[][]>> read(List<Lookup> lookups) {
        var requests = new ArrayList<Request>(lookups.size());
        for (Lookup lookup : lookups) {
            requests.add(
                    lookup.mostOfKey()
                            ? Request.cmd(Command.HGETALL).arg(lookup.key())
                            : onFields(Command.HMGET, lookup));
        }
        return send(requests, this::together).thenApply(responses -> {
            var rows = new ArrayList<byte[][]>(responses.size());
            var index = new FieldIndex();
            for (int i = 0; i < responses.size(); i++) {
                rows.add(rows(lookups.get(i), responses.get(i), index));
            }
            return rows;
        });
    }

    private byte[][] rows(Lookup lookup, Response response, FieldIndex index) {
        var rows = new byte[lookup.fields().length][];
        if (response instanceof ErrorType) {
            meters.unreadable();
            Arrays.fill(rows, UNREADABLE);
            return rows;
        }
        if (lookup.mostOfKey()) {
            index.of(lookup.fields());
            for (int i = 0; i < response.size(); i += 2) {
                int place = index.place(response.get(i).toBuffer());
                if (place >= 0) {
                    rows[place] = response.get(i + 1).toBytes();
                }
            }
            return rows;
        }
        for (int i = 0; i < rows.length; i++) {
            var row = response.get(i);
            rows[i] = row == null ? null : row.toBytes();
        }
        return rows;
    }

    @Override
    public CompletionStage<List<Outcome>> write(List<NewRow> rows) {
        var outcomes = new ArrayList<>(Collections.nCopies(rows.size(), Outcome.TOO_OLD));
        var places = new ArrayList<Integer>(rows.size());
        long now = Micros.of(clock.instant());
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).expiryMicros() >= now) {
                places.add(i);
            }
        }
        return send(places, (connection, part) -> write(connection, rows, part)).thenApply(responses -> {
            for (int i = 0; i < responses.size(); i++) {
                outcomes.set(places.get(i), outcome(responses.get(i)));
            }
            return outcomes;
        });
    }

    /** With the digest of the script; with the script itself if a Redis has not seen it since its start. */
    private Future<List<Response>> write(RedisConnection connection, List<NewRow> rows, List<Integer> places) {
        return together(connection, writes(Command.EVALSHA, SCRIPT_SHA, rows, places))
                .recover(failure -> isAnswer(failure) && failure.getMessage().contains("NOSCRIPT")
                        ? together(connection, writes(Command.EVAL, SCRIPT, rows, places))
                        : Future.failedFuture(failure));
    }

    private static List<Request> writes(Command command, byte[] script, List<NewRow> rows, List<Integer> places) {
        return places.stream()
                .map(place -> write(command, script, rows.get(place)))
                .toList();
    }

    private static Request write(Command command, byte[] script, NewRow row) {
        return Request.cmd(command)
                .arg(script)
                .arg(ONE_KEY)
                .arg(row.key())
                .arg(row.field())
                .arg(row.row())
                .arg(RowScript.expiryArgument(row.expiryMicros()));
    }

    private Outcome outcome(Response response) {
        return switch (response.toInteger()) {
            case RowScript.WRITTEN -> Outcome.WRITTEN;
            case RowScript.OLDER -> Outcome.OLDER;
            default -> {
                meters.unreadable();
                yield Outcome.UNWRITABLE;
            }
        };
    }

    @Override
    public CompletionStage<Integer> delete(List<Lookup> rows) {
        var requests = new ArrayList<Request>(rows.size());
        for (Lookup row : rows) {
            requests.add(onFields(Command.HDEL, row));
        }
        // Not as a batch: it would fail as a whole, and what it had deleted could not be counted again.
        return send(requests, RedisOnlineStore::oneByOne).thenApply(responses -> {
            int deleted = 0;
            for (Response response : responses) {
                deleted += response instanceof ErrorType ? 0 : response.toInteger();
            }
            return deleted;
        });
    }

    @Override
    public CompletionStage<Optional<String>> sweep(int keyHash, byte[] field, String position, int keys) {
        var sweep = new RedisSweep(keyHash, keys, links.isCluster());
        return call(1, connection -> sweep.scan(connection, position)).thenCompose(found -> delete(found.keys().stream()
                        .map(key -> new Lookup(key, new byte[][] {field}))
                        .toList())
                .thenApply(deleted -> found.next()));
    }

    private static Request onFields(Command command, Lookup lookup) {
        var request = Request.cmd(command).arg(lookup.key());
        for (byte[] field : lookup.fields()) {
            request.arg(field);
        }
        return request;
    }

    /** So much of a batch as is one exchange, and what Redis answers to each of it. */
    private interface Exchange<T> extends BiFunction<RedisConnection, List<T>, Future<List<Response>>> {}

    /** One part after the other is answered; other calls get in between. */
    private <T> CompletionStage<List<Response>> send(List<T> batch, Exchange<T> exchange) {
        if (batch.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        if (batch.size() <= MAX_BATCH) {
            return call(batch.size(), connection -> exchange.apply(connection, batch));
        }
        var answers = new Response[batch.size()];
        var turns = IntStream.range(0, PARTS_AT_ONCE)
                .mapToObj(turn -> partsFrom(turn * MAX_BATCH, batch, exchange, answers))
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(turns).thenApply(done -> Arrays.asList(answers));
    }

    /** The part that begins here, and when it is answered each {@value #PARTS_AT_ONCE}th after it. */
    private <T> CompletableFuture<Void> partsFrom(int begin, List<T> batch, Exchange<T> exchange, Response[] answers) {
        if (begin >= batch.size()) {
            return CompletableFuture.completedFuture(null);
        }
        var part = batch.subList(begin, Math.min(begin + MAX_BATCH, batch.size()));
        return call(part.size(), connection -> exchange.apply(connection, part))
                .thenCompose(responses -> {
                    for (int i = 0; i < responses.size(); i++) {
                        answers[begin + i] = responses.get(i);
                    }
                    return partsFrom(begin + PARTS_AT_ONCE * MAX_BATCH, batch, exchange, answers);
                })
                .toCompletableFuture();
    }

    /**
     * One round trip for all.
     *
     * @return what Redis answered to each; the {@link ErrorType} where it says that the key holds something of another type
     */
    private Future<List<Response>> together(RedisConnection connection, List<Request> requests) {
        var answers = links.isCluster() ? byNode(connection, requests) : connection.batch(requests);
        // A batch fails as a whole if one of its commands does, or if a key has moved to another node. Sent one by one,
        // each has its own answer. Reading and writing a row twice changes nothing.
        return answers.recover(
                failure -> isAnswer(failure) && !failure.getMessage().contains("NOSCRIPT")
                        ? oneByOne(connection, requests)
                        : Future.failedFuture(failure));
    }

    private <T> CompletionStage<T> call(int commands, Function<RedisConnection, Future<T>> exchange) {
        return links.current().call(commands, exchange);
    }

    private static Future<List<Response>> byNode(RedisConnection connection, List<Request> requests) {
        return RedisCluster.create(connection).groupByNodes(requests).compose(groups -> {
            var places = new IdentityHashMap<Request, Integer>();
            for (int i = 0; i < requests.size(); i++) {
                places.put(requests.get(i), i);
            }
            var responses = new Response[requests.size()];
            var answers = new ArrayList<Future<?>>(groups.size());
            for (List<Request> group : groups) {
                answers.add(connection.batch(group).onSuccess(parts -> {
                    for (int i = 0; i < parts.size(); i++) {
                        responses[places.get(group.get(i))] = parts.get(i);
                    }
                }));
            }
            return Future.join(answers).map(Arrays.asList(responses));
        });
    }

    private static Future<List<Response>> oneByOne(RedisConnection connection, List<Request> requests) {
        var responses = new Response[requests.size()];
        var answers = new ArrayList<Future<?>>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            int place = i;
            answers.add(connection
                    .send(requests.get(i))
                    .recover(failure -> failure instanceof ErrorType error && error.is("WRONGTYPE")
                            ? Future.succeededFuture(error)
                            : Future.failedFuture(failure))
                    .onSuccess(response -> responses[place] = response));
        }
        return Future.join(answers).map(Arrays.asList(responses));
    }

    /** Whether Redis said it, rather than the client having lost Redis. */
    static boolean isAnswer(Throwable failure) {
        return failure instanceof ErrorType && !failure.getMessage().contains("CONNECTION_CLOSED");
    }

    private static byte[] sha1(byte[] script) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(script))
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
