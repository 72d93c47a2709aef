package dev.larder.job.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SparkSettingsTest {
    private static SparkSettings settings(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMapping(SparkSettings.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(SparkSettings.class);
    }

    @Test
    void defaultsAreThoseOfTheDocumentation() {
        var settings = settings(Map.of());
        assertEquals(Optional.empty(), settings.home());
        assertEquals(Optional.empty(), settings.jar());
        assertEquals("local[*]", settings.master());
        assertEquals("client", settings.deployMode());
        assertEquals("2g", settings.driverMemory());
        assertEquals(Map.of(), settings.conf());
        assertEquals("data/jobs", settings.jobsFolder());
        assertEquals("data/warehouse", settings.warehouse());
        assertEquals("larder", settings.catalog());
        assertEquals("data/dead-letters", settings.deadLetters());
        assertEquals(Optional.empty(), settings.redisHosts());
        assertEquals(Duration.ofSeconds(10), settings.killAfter());
    }

    @Test
    void everyKeyIsRead() {
        var settings = settings(Map.ofEntries(
                Map.entry("larder.spark.home", "/opt/spark"),
                Map.entry("larder.spark.jar", "s3a://jars/larder.jar"),
                Map.entry("larder.spark.master", "yarn"),
                Map.entry("larder.spark.deploy-mode", "cluster"),
                Map.entry("larder.spark.driver-memory", "8g"),
                Map.entry("larder.spark.conf.\"spark.executor.memory\"", "4g"),
                Map.entry("larder.spark.jobs-folder", "/jobs"),
                Map.entry("larder.spark.warehouse", "s3a://lake"),
                Map.entry("larder.spark.catalog", "lake"),
                Map.entry("larder.spark.dead-letters", "s3a://letters"),
                Map.entry("larder.spark.redis-hosts", "redis:6379"),
                Map.entry("larder.spark.kill-after", "PT1S")));
        assertEquals(Optional.of("/opt/spark"), settings.home());
        assertEquals(Optional.of("s3a://jars/larder.jar"), settings.jar());
        assertEquals("yarn", settings.master());
        assertEquals("cluster", settings.deployMode());
        assertEquals("8g", settings.driverMemory());
        assertEquals(Map.of("spark.executor.memory", "4g"), settings.conf());
        assertEquals("/jobs", settings.jobsFolder());
        assertEquals("s3a://lake", settings.warehouse());
        assertEquals("lake", settings.catalog());
        assertEquals("s3a://letters", settings.deadLetters());
        assertEquals(Optional.of("redis:6379"), settings.redisHosts());
        assertEquals(Duration.ofSeconds(1), settings.killAfter());
    }
}
