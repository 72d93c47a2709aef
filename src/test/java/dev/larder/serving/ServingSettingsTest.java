package dev.larder.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.larder.error.LarderException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServingSettingsTest {
    private static ServingSettings settings(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMapping(ServingSettings.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(ServingSettings.class);
    }

    @Test
    void defaultsAreThoseOfTheDocumentation() {
        var settings = settings(Map.of());
        assertEquals(1_000_000, settings.maxRows());
        assertEquals(1_000_000, settings.maxValues());
        assertEquals(Duration.ofMillis(500), settings.refreshInterval());
        assertEquals(Duration.ofMinutes(1), settings.sweepDelay());
        assertEquals(1_000, settings.sweepKeys());
        assertEquals(Duration.ofMillis(20), settings.sweepPause());
    }

    @Test
    void moreRowsThanAreAllowedAreRefusedByTheNameOfTheSetting() {
        var serving = new OnlineServing(null, null, settings(Map.of("larder.serving.max-rows", "10000")), null);
        var failure = assertThrows(LarderException.class, () -> serving.checkSize(null, 10_001));
        assertEquals("TOO_MANY_ROWS", failure.reason());
        assertEquals(
                "The request has 10,001 entity rows; at most 10,000 are allowed (larder.serving.max-rows). Ask in parts.",
                failure.getMessage());
    }
}
