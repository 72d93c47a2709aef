package dev.larder.job;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Jobs: how many, how long, how often. */
@ConfigMapping(prefix = "larder.jobs")
public interface JobSettings {
    /**
     * How many jobs may run at once, over all replicas. Others wait for their turn; 0 lets none start.
     *
     * @return jobs
     */
    @WithDefault("2")
    int maxRunning();

    /**
     * How often a job is started before it has failed for good. What cannot pass by itself, such as a missing column, fails at once.
     *
     * @return starts
     */
    @WithDefault("3")
    int maxAttempts();

    /** How long to wait before the second attempt; doubled for each further one. */
    @WithDefault("PT10S")
    Duration retryDelay();

    /** A job that runs longer than this is ended and has failed. */
    @WithDefault("PT6H")
    Duration timeout();

    /** How long a job may take from its start to its first report: the time a cluster needs to find room for it. */
    @WithDefault("PT5M")
    Duration startTimeout();

    /** A running job that reports nothing for so long is taken for lost. */
    @WithDefault("PT1M")
    Duration heartbeatTimeout();

    /** How often each replica looks at the running jobs and into the queue. */
    @WithDefault("PT0.5S")
    Duration lookInterval();

    /** How long {@code POST /materialize} waits for the end of its jobs. Then it answers that they still run, and they go on. */
    @WithDefault("PT1H")
    Duration materializeTimeout();

    /** How long ended jobs and their logs are kept. */
    @WithDefault("P30D")
    Duration keep();

    /** The folder below which training sets are written when a request names no place. A path, or a URL that Spark can write. */
    @WithDefault("${larder.embedded.data-dir:data}/training-sets")
    String outputLocation();
}
