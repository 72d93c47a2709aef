package dev.larder.online.redis;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the online store uses Redis. Where Redis is, its password, TLS and replicas are settings of {@code quarkus.redis}. */
@ConfigMapping(prefix = "larder.online-store")
public interface RedisSettings {
    /**
     * How long Redis may take for an answer. A connection that takes longer is given up with everything that waits for it, and
     * calls fail at once until Redis answers on a new one.
     */
    @WithDefault("PT0.5S")
    Duration answerTimeout();

    /** How long to wait between two attempts to connect again. */
    @WithDefault("PT0.2S")
    Duration reconnectDelay();

    /**
     * How many commands may wait for their answers on one connection. Calls beyond are refused with UNAVAILABLE.
     *
     * @return commands
     */
    @WithDefault("50000")
    int maxCommandsInFlight();
}
