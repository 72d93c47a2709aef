package dev.larder.online.redis;

import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * One event loop's connection to Redis, shared by all calls on that loop: commands of different calls follow each other without
 * waiting for answers. It is a circuit breaker, too: when the connection breaks, or an answer takes too long, everything that waits
 * fails, and calls fail at once until Redis answers on a new connection, which is tried for ever.
 *
 * <p>Everything but {@link #call} and {@link #isUp} happens on the event loop.
 */
final class RedisLink {
    private static final Logger LOG = Logger.getLogger(RedisLink.class);

    /** An exchange that waits for its answers. */
    private record Exchange(long beginNanos, int commands, CompletableFuture<?> answer) {}

    private final Vertx vertx;
    private final Context loop;
    private final Supplier<Redis> clients;
    private final RedisSettings settings;
    private final RedisMeters meters;
    private final ArrayDeque<Exchange> waiting = new ArrayDeque<>();
    private Exchange suspect;
    private int commandsInFlight;
    private Redis client;
    private volatile RedisConnection connection;
    /** Calls that came before there ever was a connection; null after the first attempt. */
    private ArrayList<Runnable> early = new ArrayList<>();

    private boolean closed;

    /** @param clients makes a client whose connections live on the event loop that asks for it */
    RedisLink(Vertx vertx, Context loop, Supplier<Redis> clients, RedisSettings settings, RedisMeters meters) {
        this.vertx = vertx;
        this.loop = loop;
        this.clients = clients;
        this.settings = settings;
        this.meters = meters;
        loop.runOnContext(nothing -> {
            connect();
            vertx.setPeriodic(Math.max(1, settings.answerTimeout().toMillis() / 4), timer -> giveUpWhatTakesTooLong());
        });
    }

    boolean isUp() {
        return connection != null;
    }

    /**
     * Sends commands and waits for their answers, without blocking.
     *
     * @param commands how many they are
     * @return fails with UNAVAILABLE if Redis cannot be reached or refuses
     */
    <T> CompletableFuture<T> call(int commands, Function<RedisConnection, Future<T>> exchange) {
        var answer = new CompletableFuture<T>();
        if (Vertx.currentContext() != null && RedisLinks.sameLoop(Vertx.currentContext(), loop)) {
            begin(commands, exchange, answer);
        } else {
            loop.runOnContext(nothing -> begin(commands, exchange, answer));
        }
        return answer;
    }

    private <T> void begin(int commands, Function<RedisConnection, Future<T>> exchange, CompletableFuture<T> answer) {
        var open = connection;
        if (open == null) {
            if (early == null) {
                answer.completeExceptionally(meters.failed(unavailable("Redis cannot be reached at the moment.")));
            } else {
                early.add(() -> begin(commands, exchange, answer));
            }
            return;
        }
        if (commandsInFlight + commands > settings.maxCommandsInFlight()) {
            answer.completeExceptionally(meters.failed(
                    unavailable("More commands than larder.online-store.max-commands-in-flight wait for Redis.")));
            return;
        }
        commandsInFlight += commands;
        meters.sent(commands);
        waiting.addLast(new Exchange(System.nanoTime(), commands, answer));
        exchange.apply(open).onComplete(outcome -> {
            // An exchange that was given up has been counted out already.
            if (!answer.isDone()) {
                counted(commands);
            }
            if (outcome.succeeded()) {
                answer.complete(outcome.result());
            } else if (RedisOnlineStore.isAnswer(outcome.cause())) {
                answer.completeExceptionally(meters.failed(
                        unavailable("Redis refuses: " + outcome.cause().getMessage() + ".")));
            } else {
                answer.completeExceptionally(meters.failed(unavailable("The connection to Redis broke.")));
                loop.runOnContext(nothing -> lose(open, outcome.cause().getMessage()));
            }
            while (!waiting.isEmpty() && waiting.peekFirst().answer().isDone()) {
                waiting.removeFirst();
            }
        });
    }

    private void counted(int commands) {
        commandsInFlight -= commands;
        meters.answered(commands);
    }

    private void connect() {
        if (closed) {
            return;
        }
        var attempt = clients.get();
        client = attempt;
        Promise<RedisConnection> connected = Promise.promise();
        attempt.connect().onComplete(outcome -> {
            if (outcome.succeeded()) {
                connected.tryComplete(outcome.result());
            } else {
                connected.tryFail(outcome.cause());
            }
        });
        long timer = vertx.setTimer(
                settings.answerTimeout().plus(settings.reconnectDelay()).toMillis(),
                late -> connected.tryFail("no answer to the first command"));
        connected.future().onComplete(outcome -> {
            vertx.cancelTimer(timer);
            if (outcome.succeeded()) {
                opened(outcome.result());
            } else {
                attempt.close();
                LOG.debugf(outcome.cause(), "Redis cannot be reached");
                connectAgain();
            }
            releaseEarlyCalls();
        });
    }

    private void opened(RedisConnection opened) {
        opened.endHandler(end -> lose(opened, "it was closed"));
        opened.exceptionHandler(failure -> lose(opened, failure.getMessage()));
        connection = opened;
        if (early == null) {
            LOG.info("Redis answers again");
        }
    }

    private void releaseEarlyCalls() {
        if (early != null) {
            var calls = early;
            early = null;
            calls.forEach(Runnable::run);
        }
    }

    private void connectAgain() {
        if (!closed) {
            vertx.setTimer(settings.reconnectDelay().toMillis(), timer -> connect());
        }
    }

    /**
     * Gives up the connection when an answer takes too long, but not at once: when it was this process that stood still, the answer
     * has arrived already and is read before the next look.
     */
    private void giveUpWhatTakesTooLong() {
        var oldest = waiting.peekFirst();
        if (oldest == null || oldest.answer().isDone() || !isTooOld(oldest)) {
            suspect = null;
        } else if (oldest == suspect) {
            lose(connection, "no answer within " + settings.answerTimeout());
        } else {
            suspect = oldest;
        }
    }

    private boolean isTooOld(Exchange exchange) {
        return Duration.ofNanos(System.nanoTime() - exchange.beginNanos()).compareTo(settings.answerTimeout()) > 0;
    }

    /** Once for each connection: gives it up with all that waits for it. */
    private void lose(RedisConnection lost, String why) {
        if (lost == null || lost != connection) {
            return;
        }
        LOG.warnf("The connection to Redis is given up: %s. Calls fail until it answers again.", why);
        connection = null;
        client.close();
        for (var exchange = waiting.pollFirst(); exchange != null; exchange = waiting.pollFirst()) {
            if (exchange.answer().completeExceptionally(unavailable("Redis did not answer: " + why + "."))) {
                meters.failed(null);
                counted(exchange.commands());
            }
        }
        connectAgain();
    }

    void close() {
        loop.runOnContext(nothing -> {
            closed = true;
            connection = null;
            client.close();
        });
    }

    static LarderException unavailable(String what) {
        return LarderException.of(ErrorCode.UNAVAILABLE, "ONLINE_STORE_UNAVAILABLE", what + " Try again.");
    }
}
