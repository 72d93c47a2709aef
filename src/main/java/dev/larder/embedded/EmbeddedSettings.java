package dev.larder.embedded;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.PropertiesConfigSourceLoader;
import java.nio.file.Path;
import java.util.Objects;
import org.eclipse.microprofile.config.Config;

/**
 * Which servers to embed, and where their data lies. Read before the application exists, from the places the application itself reads.
 *
 * @param dataDirectory {@value #DATA_DIR}: the folder that keeps the data, the logs and the programs of the embedded servers; relative
 *     to the working directory; default {@value #DEFAULT_DATA_DIR}
 * @param postgres whether to start PostgreSQL: true unless {@value #JDBC_URL} is set
 * @param redis whether to start Redis: true unless {@value #REDIS_HOSTS} is set
 */
public record EmbeddedSettings(Path dataDirectory, boolean postgres, boolean redis) {
    public static final String DATA_DIR = "larder.embedded.data-dir";
    public static final String JDBC_URL = "quarkus.datasource.jdbc.url";
    public static final String REDIS_HOSTS = "quarkus.redis.hosts";

    private static final String DEFAULT_DATA_DIR = "data";
    private static final int CONFIG_FOLDER_ORDINAL = 260;

    public EmbeddedSettings {
        Objects.requireNonNull(dataDirectory, "dataDirectory");
    }

    /**
     * What users have configured, as long as there is no application to ask: system properties, environment, {@code .env} and {@code
     * config/application.properties}, in this order of precedence.
     */
    public static Config configuration() {
        var classLoader = Thread.currentThread().getContextClassLoader();
        var configFile = Path.of("config", "application.properties").toAbsolutePath();
        return ConfigUtils.emptyConfigBuilder()
                .withSources(PropertiesConfigSourceLoader.inFileSystem(
                        configFile.toUri().toString(), CONFIG_FOLDER_ORDINAL, classLoader))
                .build();
    }

    public static EmbeddedSettings from(Config config) {
        return new EmbeddedSettings(
                Path.of(value(config, DATA_DIR, DEFAULT_DATA_DIR)),
                value(config, JDBC_URL, "").isEmpty(),
                value(config, REDIS_HOSTS, "").isEmpty());
    }

    public EmbeddedSettings withoutRedis() {
        return new EmbeddedSettings(dataDirectory, postgres, false);
    }

    private static String value(Config config, String key, String otherwise) {
        return config.getOptionalValue(key, String.class).map(String::strip).orElse(otherwise);
    }
}
