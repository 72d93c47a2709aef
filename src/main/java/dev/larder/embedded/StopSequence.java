package dev.larder.embedded;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Stops the servers after the application, however the process ends: by its own decision, by Ctrl-C or by SIGTERM.
 *
 * <p>The JVM runs all its shutdown hooks at once, and the application stops in one of them. So the hook of the servers waits for
 * {@link #applicationStopped()}.
 */
public final class StopSequence {
    /** An application that has not stopped by then is left without its servers, so that an impatient supervisor does not kill them. */
    private static final Duration APPLICATION_STOP_LIMIT = Duration.ofSeconds(30);

    private final EmbeddedServers servers;
    private final BooleanSupplier applicationRuns;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread hook = new Thread(this::onShutdown, "embedded-servers-stop");
    private volatile boolean underWay;

    private StopSequence(EmbeddedServers servers, BooleanSupplier applicationRuns) {
        this.servers = servers;
        this.applicationRuns = applicationRuns;
    }

    /**
     * To be called before the servers start.
     *
     * @param applicationRuns whether there is an application to wait for, asked when the process has been told to end
     */
    public static StopSequence of(EmbeddedServers servers, BooleanSupplier applicationRuns) {
        var sequence = new StopSequence(servers, applicationRuns);
        Runtime.getRuntime().addShutdownHook(sequence.hook);
        return sequence;
    }

    /** Whether the process has been told to end, so that nothing more should be started. */
    public boolean isUnderWay() {
        return underWay;
    }

    /** The application has stopped or was never started. Returns when the servers have stopped too. */
    public void applicationStopped() {
        stopped.countDown();
        servers.close();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It is running, and finds nothing left to do.
        }
    }

    private void onShutdown() {
        underWay = true;
        try {
            if (applicationRuns.getAsBoolean()) {
                stopped.await(APPLICATION_STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        servers.close();
    }
}
