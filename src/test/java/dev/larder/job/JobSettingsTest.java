package dev.larder.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobSettingsTest {
    private static JobSettings settings(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMapping(JobSettings.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(JobSettings.class);
    }

    @Test
    void defaultsAreThoseOfTheDocumentation() {
        var settings = settings(Map.of());
        assertEquals(2, settings.maxRunning());
        assertEquals(3, settings.maxAttempts());
        assertEquals(Duration.ofSeconds(10), settings.retryDelay());
        assertEquals(Duration.ofHours(6), settings.timeout());
        assertEquals(Duration.ofMinutes(5), settings.startTimeout());
        assertEquals(Duration.ofMinutes(1), settings.heartbeatTimeout());
        assertEquals(Duration.ofMillis(500), settings.lookInterval());
        assertEquals(Duration.ofDays(30), settings.keep());
        assertEquals("data/training-sets", settings.outputLocation());
    }

    @Test
    void everyKeyIsRead() {
        var settings = settings(Map.of(
                "larder.jobs.max-running", "7",
                "larder.jobs.max-attempts", "1",
                "larder.jobs.retry-delay", "PT1S",
                "larder.jobs.timeout", "PT2S",
                "larder.jobs.start-timeout", "PT3S",
                "larder.jobs.heartbeat-timeout", "PT4S",
                "larder.jobs.look-interval", "PT5S",
                "larder.jobs.keep", "P6D",
                "larder.embedded.data-dir", "/srv/larder"));
        assertEquals(7, settings.maxRunning());
        assertEquals(1, settings.maxAttempts());
        assertEquals(Duration.ofSeconds(1), settings.retryDelay());
        assertEquals(Duration.ofSeconds(2), settings.timeout());
        assertEquals(Duration.ofSeconds(3), settings.startTimeout());
        assertEquals(Duration.ofSeconds(4), settings.heartbeatTimeout());
        assertEquals(Duration.ofSeconds(5), settings.lookInterval());
        assertEquals(Duration.ofDays(6), settings.keep());
        assertEquals("/srv/larder/training-sets", settings.outputLocation());
    }
}
