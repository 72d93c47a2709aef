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
import java.util.regex.Pattern;
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

    /** What Redis itself says to a new connection, not the client or the network of it. */
    private static final Pattern ANSWER =
            Pattern.compile("\\b(?:WRONGPASS|NOAUTH|NOPERM|LOADING|CLUSTERDOWN|DENIED|ERR) .*");

    private static final Pattern USER_INFO = Pattern.compile("://\\S*@");

    /** An exchange that waits for its answers. */
    private static final class Exchange {
        private final long beginNanos = System.nanoTime();
        private final int commands;
        private final CompletableFuture<?> answer;
        /** Not whether the answer is complete: who asked may have cancelled it, and Redis answers nevertheless. */
        private boolean waits = true;

        Exchange(int commands, CompletableFuture<?> answer) {
            this.commands = commands;
            this.answer = answer;
        }
    }

    private final Vertx vertx;
    private final Context loop;
    private final Supplier<Redis> clients;
    private final RedisSettings settings;
    private final RedisMeters meters;
    private final ArrayDeque<Exchange> waiting = new ArrayDeque<>();
    private Exchange suspect;
    private int commandsInFlight;
    /** Null between two attempts to connect: a client must not be closed twice. */
    private Redis client;

    private volatile RedisConnection connection;
    /** Calls that came before there ever was a connection; null after the first attempt. */
    private ArrayList<Runnable> early = new ArrayList<>();

    private boolean closed;
    private long watch;
    /** Why the last attempt to connect failed; null after one that did not. */
    private String refusal;

    /** @param clients makes a client whose connections live on the event loop that asks for it */
    RedisLink(Vertx vertx, Context loop, Supplier<Redis> clients, RedisSettings settings, RedisMeters meters) {
        this.vertx = vertx;
        this.loop = loop;
        this.clients = clients;
        this.settings = settings;
        this.meters = meters;
        loop.runOnContext(nothing -> {
            connect();
            watch = vertx.setPeriodic(
                    Math.max(1, settings.answerTimeout().toMillis() / 4), timer -> giveUpWhatTakesTooLong());
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
            if (early == null || early.size() >= settings.maxCommandsInFlight()) {
                answer.completeExceptionally(meters.failed(unavailable(whyDown())));
            } else {
                early.add(() -> begin(commands, exchange, answer));
            }
            return;
        }
        if (commandsInFlight + commands > settings.maxCommandsInFlight()) {
            answer.completeExceptionally(meters.failed(unavailable(
                    "More commands than larder.online-store.max-commands-in-flight (%d) wait for Redis, or are asked for at once."
                            .formatted(settings.maxCommandsInFlight()))));
            return;
        }
        commandsInFlight += commands;
        meters.sent(commands);
        var sent = new Exchange(commands, answer);
        waiting.addLast(sent);
        exchange.apply(open).onComplete(outcome -> {
            if (!sent.waits) {
                // It was given up.
                return;
            }
            end(sent);
            if (outcome.succeeded()) {
                answer.complete(outcome.result());
            } else if (RedisOnlineStore.isAnswer(outcome.cause())) {
                answer.completeExceptionally(meters.failed(
                        RedisRefusal.of(withoutSecrets(outcome.cause().getMessage()))));
            } else {
                answer.completeExceptionally(meters.failed(unavailable("The connection to Redis broke.")));
                loop.runOnContext(nothing -> lose(open, "it broke", outcome.cause()));
            }
            while (!waiting.isEmpty() && !waiting.peekFirst().waits) {
                waiting.removeFirst();
            }
        });
    }

    private void end(Exchange exchange) {
        exchange.waits = false;
        commandsInFlight -= exchange.commands;
        meters.answered(exchange.commands);
    }

    private void connect() {
        if (closed) {
            return;
        }
        Promise<RedisConnection> connected = Promise.promise();
        try {
            client = clients.get();
            client.connect().onComplete(outcome -> {
                if (outcome.succeeded()) {
                    connected.tryComplete(outcome.result());
                } else {
                    connected.tryFail(outcome.cause());
                }
            });
        } catch (RuntimeException e) {
            // Such as a certificate that cannot be read; it may be mended.
            connected.tryFail(e);
        }
        var attempt = client;
        long timer = vertx.setTimer(
                settings.answerTimeout().plus(settings.reconnectDelay()).toMillis(),
                late -> connected.tryFail("no answer to the first command"));
        connected.future().onComplete(outcome -> {
            vertx.cancelTimer(timer);
            if (closed) {
                return;
            }
            if (outcome.succeeded()) {
                opened(outcome.result());
            } else {
                closeClient(attempt);
                refused(outcome.cause());
                connectAgain();
            }
            releaseEarlyCalls();
        });
    }

    private void opened(RedisConnection opened) {
        opened.endHandler(end -> lose(opened, "it was closed", null));
        opened.exceptionHandler(failure -> lose(opened, "it broke", failure));
        connection = opened;
        refusal = null;
        if (early == null) {
            LOG.info("Redis answers again");
        }
    }

    private void refused(Throwable failure) {
        var why = withoutSecrets(failure.getMessage());
        if (!why.equals(refusal)) {
            LOG.warnf("Redis cannot be reached: %s Calls fail until it answers.", sentence(why));
        }
        refusal = why;
    }

    /** For clients: what Redis itself says, for instance of a wrong password, but not where it is. */
    private String whyDown() {
        var answer = ANSWER.matcher(refusal == null ? "" : refusal);
        return answer.find() ? RedisRefusal.words(answer.group()) : "Redis cannot be reached at the moment.";
    }

    private static String sentence(String words) {
        return words.endsWith(".") ? words : words + ".";
    }

    /** The client names servers by their address, with the password in it. */
    private static String withoutSecrets(String message) {
        return message == null
                ? "no reason is known"
                : USER_INFO.matcher(message).replaceAll("://");
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
        if (oldest == null || !isTooOld(oldest)) {
            suspect = null;
        } else if (oldest == suspect) {
            lose(connection, "no answer within " + settings.answerTimeout(), null);
        } else {
            suspect = oldest;
        }
    }

    private boolean isTooOld(Exchange exchange) {
        return Duration.ofNanos(System.nanoTime() - exchange.beginNanos).compareTo(settings.answerTimeout()) > 0;
    }

    /** Once for each connection: gives it up with all that waits for it. */
    private void lose(RedisConnection lost, String why, Throwable cause) {
        if (lost == null || lost != connection) {
            return;
        }
        LOG.warnf(
                "The connection to Redis is given up: %s. Calls fail until it answers again.",
                cause == null ? why : why + " (" + withoutSecrets(cause.getMessage()) + ")");
        connection = null;
        closeClient(client);
        for (var exchange = waiting.pollFirst(); exchange != null; exchange = waiting.pollFirst()) {
            if (exchange.waits) {
                end(exchange);
                exchange.answer.completeExceptionally(meters.failed(unavailable("Redis did not answer: " + why + ".")));
            }
        }
        connectAgain();
    }

    void close() {
        loop.runOnContext(nothing -> {
            closed = true;
            vertx.cancelTimer(watch);
            connection = null;
            closeClient(client);
        });
    }

    private void closeClient(Redis used) {
        if (used != null && used == client) {
            client = null;
            used.close();
        }
    }

    static LarderException unavailable(String what) {
        return LarderException.of(ErrorCode.UNAVAILABLE, "ONLINE_STORE_UNAVAILABLE", what + " Try again.");
    }
}
