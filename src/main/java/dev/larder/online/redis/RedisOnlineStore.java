package dev.larder.online.redis;

import static java.util.stream.IntStream.range;

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The online store in Redis: one hash for each key, HMGET to read, {@link RowScript} to write. */
@ApplicationScoped
public class RedisOnlineStore implements OnlineStore {
    private static final byte[] SCRIPT = RowScript.LUA.getBytes(StandardCharsets.UTF_8);
    private static final byte[] SCRIPT_SHA = sha1(SCRIPT);
    private static final byte[] ONE_KEY = {'1'};
    /** So many commands at most are one exchange, so that Redis can answer it in time and other calls get their turn. */
    private static final int MAX_BATCH = 1_000;

    private static final String WRONG_TYPE = "WRONGTYPE";

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
            requests.add(onFields(Command.HMGET, lookup));
        }
        return send(requests).thenApply(responses -> {
            var rows = new ArrayList<byte[][]>(responses.size());
            for (int i = 0; i < responses.size(); i++) {
                rows.add(rows(lookups.get(i).fields().length, responses.get(i)));
            }
            return rows;
        });
    }

    private byte[][] rows(int count, Response response) {
        var rows = new byte[count][];
        if (response instanceof ErrorType) {
            meters.unreadable();
            Arrays.fill(rows, UNREADABLE);
            return rows;
        }
        for (int i = 0; i < count; i++) {
            var row = response.get(i);
            rows[i] = row == null ? null : row.toBytes();
        }
        return rows;
    }

    @Override
    public CompletionStage<List<Outcome>> write(List<NewRow> rows) {
        var outcomes = new ArrayList<>(Collections.nCopies(rows.size(), Outcome.TOO_OLD));
        var places = new ArrayList<Integer>(rows.size());
        long now = micros(clock.instant());
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).expiryMicros() >= now) {
                places.add(i);
            }
        }
        return send(
                        places.stream()
                                .map(place -> write(Command.EVALSHA, SCRIPT_SHA, rows.get(place)))
                                .toList(),
                        i -> write(Command.EVAL, SCRIPT, rows.get(places.get(i))))
                .thenApply(responses -> {
                    for (int i = 0; i < responses.size(); i++) {
                        outcomes.set(places.get(i), outcome(responses.get(i)));
                    }
                    return outcomes;
                });
    }

    private static long micros(Instant time) {
        return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
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
        if (response instanceof ErrorType) {
            meters.unreadable();
            return Outcome.UNWRITABLE;
        }
        return response.toInteger() == RowScript.WRITTEN ? Outcome.WRITTEN : Outcome.OLDER;
    }

    @Override
    public CompletionStage<Integer> delete(List<Lookup> rows) {
        var requests = new ArrayList<Request>(rows.size());
        for (Lookup row : rows) {
            requests.add(onFields(Command.HDEL, row));
        }
        return send(requests).thenApply(responses -> {
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

    /**
     * One round trip for all.
     *
     * @param again another form of the request of this index, for a Redis that does not know the script of the first
     * @return what Redis answered to each; the {@link ErrorType} where it says that the key holds something of another type
     */
    private CompletionStage<List<Response>> send(List<Request> requests, IntFunction<Request> again) {
        if (requests.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        if (requests.size() > MAX_BATCH) {
            return inParts(requests, again);
        }
        return call(requests.size(), connection -> together(connection, requests)
                .recover(failure -> isAnswer(failure, "NOSCRIPT")
                        ? together(
                                connection,
                                range(0, requests.size()).mapToObj(again).toList())
                        : Future.failedFuture(failure))
                // A batch fails as a whole if one of its commands does. Sent one by one, each has its own answer.
                .recover(failure ->
                        isAnswer(failure) ? oneByOne(connection, requests, again) : Future.failedFuture(failure)));
    }

    /** One part after the other is answered; other calls get in between. */
    private CompletionStage<List<Response>> inParts(List<Request> requests, IntFunction<Request> again) {
        var parts = new ArrayList<CompletableFuture<List<Response>>>();
        for (int begin = 0; begin < requests.size(); begin += MAX_BATCH) {
            int first = begin;
            parts.add(send(
                            requests.subList(first, Math.min(first + MAX_BATCH, requests.size())),
                            i -> again.apply(first + i))
                    .toCompletableFuture());
        }
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(done ->
                        parts.stream().flatMap(part -> part.join().stream()).toList());
    }

    private Future<List<Response>> together(RedisConnection connection, List<Request> requests) {
        return links.isCluster() ? byNode(connection, requests) : connection.batch(requests);
    }

    private CompletionStage<List<Response>> send(List<Request> requests) {
        return send(requests, requests::get);
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

    private static Future<List<Response>> oneByOne(
            RedisConnection connection, List<Request> requests, IntFunction<Request> again) {
        var responses = new Response[requests.size()];
        var answers = new ArrayList<Future<?>>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            int place = i;
            answers.add(connection
                    .send(requests.get(i))
                    .recover(failure -> isAnswer(failure, "NOSCRIPT")
                            ? connection.send(again.apply(place))
                            : Future.failedFuture(failure))
                    .recover(failure -> isAnswer(failure, WRONG_TYPE)
                            ? Future.succeededFuture((Response) failure)
                            : Future.failedFuture(failure))
                    .onSuccess(response -> responses[place] = response));
        }
        return Future.join(answers).map(Arrays.asList(responses));
    }

    private static boolean isAnswer(Throwable failure, String word) {
        return isAnswer(failure) && failure.getMessage().contains(word);
    }

    /** Whether Redis said it, rather than the client having lost Redis. */
    static boolean isAnswer(Throwable failure) {
        return failure instanceof ErrorType error && !error.is("CONNECTION_CLOSED");
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
