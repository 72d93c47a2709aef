package dev.larder.embedded;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for things other processes do, of which nobody can notify us. */
final class Waiting {
    private static final long LOOK_EVERY_MILLIS = 5;

    private Waiting() {}

    /**
     * Waits until the condition holds.
     *
     * @return whether it held within the limit; false at once when the thread is interrupted
     */
    static boolean until(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
