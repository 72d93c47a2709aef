package dev.larder.serving;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Online serving: how much one request may ask for, and how current the definitions are. */
@ConfigMapping(prefix = "larder.serving")
public interface ServingSettings {
    /**
     * How many entity rows one request may ask for, write or delete. The default is more than the 4 MiB of a gRPC message hold,
     * so that clients of Feast 0.9 find no other limit; lower it so that large requests do not hold up small ones.
     *
     * @return entity rows
     */
    @WithDefault("1000000")
    int maxRows();

    /**
     * How many values one request may ask for: entity rows times features. This bounds the memory that a request takes.
     *
     * @return values
     */
    @WithDefault("1000000")
    int maxValues();

    /** How often to ask the registry whether definitions changed: one query for a number. */
    @WithDefault("PT0.5S")
    Duration refreshInterval();

    /**
     * How long after a feature table was deleted, or changed its entities, its rows begin to be removed from the online store.
     * Writers need this long at most to notice.
     */
    @WithDefault("PT1M")
    Duration sweepDelay();

    /**
     * How many keys of the online store to look at, for rows to remove, in one step.
     *
     * @return keys
     */
    @WithDefault("1000")
    int sweepKeys();

    /** How long to rest between two such steps. */
    @WithDefault("PT0.02S")
    Duration sweepPause();
}
