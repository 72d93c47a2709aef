package dev.larder.job.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.error.LarderException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkHomeTest {
    @TempDir
    private Path folder;

    private static SparkHome home(Map<String, String> properties) {
        return new SparkHome(new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMapping(SparkSettings.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(SparkSettings.class));
    }

    private Path spark(String name) throws IOException {
        var home = folder.resolve(name);
        var submit = Files.createDirectories(home.resolve("bin")).resolve("spark-submit");
        assertTrue(Files.createFile(submit).toFile().setExecutable(true));
        return home;
    }

    /** In a process of its own, since its environment is given. */
    private String found(Map<String, String> properties, String environment) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classPath = Optional.ofNullable(System.getProperty("surefire.test.class.path"))
                .orElseGet(() -> System.getProperty("java.class.path"));
        var probe = new ProcessBuilder(java, "-cp", classPath, Probe.class.getName());
        properties.forEach((name, value) -> probe.command().add(name + "=" + value));
        probe.environment().put("SPARK_HOME", environment);
        var process = probe.redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output.lines().reduce((one, other) -> other).orElse("");
    }

    static final class Probe {
        private Probe() {}

        public static void main(String[] properties) {
            var settings = new HashMap<String, String>();
            for (String property : properties) {
                settings.put(property.split("=", 2)[0], property.split("=", 2)[1]);
            }
            try {
                System.out.println(home(settings).folder());
            } catch (LarderException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void theSettingPrevailsOverTheEnvironment() throws Exception {
        var configured = spark("configured");
        assertEquals(
                configured.toString(),
                found(
                        Map.of("larder.spark.home", configured.toString()),
                        spark("environment").toString()));
    }

    @Test
    void theEnvironmentPrevailsOverTheSparkThatWasBuilt() throws Exception {
        var environment = spark("environment").toString();
        assertEquals(environment, found(Map.of(), environment));
    }

    @Test
    void anEnvironmentWithoutSparkIsSaidAndNothingElseIsTaken() throws Exception {
        var empty = Files.createDirectories(folder.resolve("empty"));
        assertEquals(missing(empty), found(Map.of(), empty.toString()));
    }

    @Test
    void aSettingWithoutSparkIsSaidAndNothingElseIsTaken() throws Exception {
        var empty = Files.createDirectories(folder.resolve("empty"));
        var failure = assertThrows(LarderException.class, () -> home(Map.of("larder.spark.home", empty.toString()))
                .folder());
        assertEquals(missing(empty), failure.getMessage());
        Files.createFile(Files.createDirectories(empty.resolve("bin")).resolve("spark-submit"));
        assertThrows(
                LarderException.class,
                () -> home(Map.of("larder.spark.home", empty.toString())).folder(),
                "it cannot be executed");
    }

    private static String missing(Path folder) {
        return "There is no bin/spark-submit in %s. Build it with \"mvn -f src/build/pom.xml package\", or set larder.spark.home or the environment's SPARK_HOME."
                .formatted(folder);
    }

    @Test
    void theJarIsTheOneThatIsConfigured() {
        // On a cluster it is a URL, and nothing here can tell whether it is there.
        assertEquals(
                "s3a://jars/larder.jar",
                home(Map.of("larder.spark.jar", "s3a://jars/larder.jar")).jar());
    }
}
