package dev.larder.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmbeddedSettingsTest {
    private static EmbeddedSettings with(Map<String, String> values) {
        return EmbeddedSettings.from(
                new SmallRyeConfigBuilder().withDefaultValues(values).build());
    }

    @Test
    void withoutConfigurationBothServersAreEmbeddedInTheFolderData() {
        assertEquals(new EmbeddedSettings(Path.of("data"), true, true), with(Map.of()));
    }

    @Test
    void theDataDirectoryCanBeChosen() {
        assertEquals(
                Path.of("/srv/larder"),
                with(Map.of("larder.embedded.data-dir", "/srv/larder")).dataDirectory());
    }

    @Test
    void aConfiguredPostgresIsNotEmbedded() {
        var settings = with(Map.of("quarkus.datasource.jdbc.url", "jdbc:postgresql://db/larder"));
        assertEquals(new EmbeddedSettings(Path.of("data"), false, true), settings);
    }

    @Test
    void aConfiguredRedisIsNotEmbedded() {
        var settings = with(Map.of("quarkus.redis.hosts", "redis://cache:6379"));
        assertEquals(new EmbeddedSettings(Path.of("data"), true, false), settings);
    }

    @Test
    void anEmptyAddressIsNoAddress() {
        assertEquals(true, with(Map.of("quarkus.redis.hosts", "")).redis());
    }

    @Test
    void systemPropertiesAreRead() {
        System.setProperty(EmbeddedSettings.DATA_DIR, "elsewhere");
        try {
            assertEquals(
                    Path.of("elsewhere"),
                    EmbeddedSettings.from(EmbeddedSettings.configuration()).dataDirectory());
        } finally {
            System.clearProperty(EmbeddedSettings.DATA_DIR);
        }
    }
}
