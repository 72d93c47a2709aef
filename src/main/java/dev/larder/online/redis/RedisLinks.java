package dev.larder.online.redis;

import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.redis.client.Redis;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A {@link RedisLink} for each event loop that needs one, so that a call never changes its thread. All connections of one Vert.x
 * Redis client live on one event loop, hence a client for each.
 */
@Singleton
class RedisLinks {
    private final Vertx vertx;
    private final Supplier<Redis> clients;
    private final boolean cluster;
    private final RedisSettings settings;
    private final RedisMeters meters;
    private final ConcurrentHashMap<EventLoop, RedisLink> links = new ConcurrentHashMap<>();

    @Inject
    RedisLinks(Vertx vertx, RedisClients clients, RedisSettings settings, RedisMeters meters) {
        this(vertx, clients::create, clients.isCluster(), settings, meters);
    }

    /**
     * @param clients makes a client whose connections all live on the event loop of the caller
     * @param cluster whether keys are spread over several nodes
     */
    RedisLinks(Vertx vertx, Supplier<Redis> clients, boolean cluster, RedisSettings settings, RedisMeters meters) {
        this.vertx = vertx;
        this.clients = clients;
        this.cluster = cluster;
        this.settings = settings;
        this.meters = meters;
    }

    boolean isCluster() {
        return cluster;
    }

    /** The link of the caller's event loop; callers on other threads get one, too. */
    RedisLink current() {
        var context = (ContextInternal) vertx.getOrCreateContext();
        var link = links.get(context.nettyEventLoop());
        return link != null ? link : links.computeIfAbsent(context.nettyEventLoop(), loop -> open(context));
    }

    private RedisLink open(ContextInternal context) {
        var loop = context.isEventLoopContext() && !context.isDuplicate()
                ? context
                : context.owner().createEventLoopContext(context.nettyEventLoop(), null, context.classLoader());
        return new RedisLink(vertx, loop, clients, settings, meters);
    }

    Collection<RedisLink> all() {
        return links.values();
    }

    static boolean sameLoop(Context one, Context other) {
        return ((ContextInternal) one).nettyEventLoop() == ((ContextInternal) other).nettyEventLoop()
                && ((ContextInternal) one).nettyEventLoop().inEventLoop();
    }

    @PreDestroy
    void close() {
        links.values().forEach(RedisLink::close);
    }
}
