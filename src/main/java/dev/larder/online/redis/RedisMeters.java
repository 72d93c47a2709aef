package dev.larder.online.redis;

import dev.larder.error.LarderException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** What can be seen of Redis at {@code /q/metrics}. */
@Singleton
class RedisMeters {
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Counter commands;
    private final Counter failures;
    private final Counter unreadable;

    RedisMeters(MeterRegistry registry) {
        Gauge.builder("larder.online.store.commands.in.flight", inFlight, AtomicInteger::get)
                .description("commands that wait for the answer of Redis")
                .register(registry);
        commands = Counter.builder("larder.online.store.commands")
                .description("commands sent to Redis")
                .register(registry);
        failures = Counter.builder("larder.online.store.failures")
                .description("calls that failed because Redis was away, too slow or overloaded")
                .register(registry);
        unreadable = Counter.builder("larder.online.store.unreadable.keys")
                .description("keys that hold something that is not ours")
                .register(registry);
    }

    void sent(int count) {
        inFlight.addAndGet(count);
        commands.increment(count);
    }

    void answered(int count) {
        inFlight.addAndGet(-count);
    }

    LarderException failed(LarderException failure) {
        failures.increment();
        return failure;
    }

    void unreadable() {
        unreadable.increment();
    }
}
