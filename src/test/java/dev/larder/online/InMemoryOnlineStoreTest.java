package dev.larder.online;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

class InMemoryOnlineStoreTest extends OnlineStoreContract {
    private Duration passed = Duration.ZERO;
    private final InMemoryOnlineStore store = new InMemoryOnlineStore(new Clock() {
        @Override
        public Instant instant() {
            return clock.instant().plus(passed);
        }

        @Override
        public ZoneId getZone() {
            return clock.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return clock.withZone(zone);
        }
    });

    @Override
    protected OnlineStore store() {
        return store;
    }

    @Override
    protected void putForeign(byte[] key) {
        store.putForeign(key);
    }

    @Override
    protected OptionalLong expiryMicros(byte[] key) {
        return store.expiryMicros(key);
    }

    @Override
    protected void afterAMoment(Callable<Boolean> condition) {
        passed = Duration.ofMillis(1);
        try {
            assertTrue(condition.call());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
