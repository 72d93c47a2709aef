package dev.larder;

import dev.larder.embedded.EmbeddedServers;
import dev.larder.embedded.EmbeddedSettings;
import dev.larder.module.Module;
import dev.larder.module.Modules;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/**
 * What the person at the terminal sees when Larder is up: what runs where, and what to try next.
 *
 * @param modules what this replica answers for
 * @param http the address of the HTTP door, without a slash at the end
 * @param grpc host and port of the gRPC door
 * @param postgres where PostgreSQL is, without credentials
 * @param redis where Redis is, without credentials
 */
record StartScreen(String version, Modules modules, String http, String grpc, String postgres, String redis) {
    private static final Pattern USER_INFO = Pattern.compile("(?<=//)[^/@]*@");
    private static final Pattern PARAMETERS = Pattern.compile("[?;][^,]*");
    private static final Pattern PORT = Pattern.compile(":(\\d+)");
    private static final double MILLIS_PER_SECOND = 1_000;

    static StartScreen of(Config config) {
        return new StartScreen(
                value(config, "quarkus.application.version", "unknown"),
                Modules.of(value(config, Modules.SETTING, Modules.ALL)),
                "http://" + host(value(config, "quarkus.http.host", "")) + ":"
                        + value(config, "quarkus.http.port", "8080"),
                host(value(config, "quarkus.grpc.server.host", "")) + ":"
                        + value(config, "quarkus.grpc.server.port", "6565"),
                server(
                        config,
                        EmbeddedServers.POSTGRES_FOLDER,
                        value(config, EmbeddedSettings.JDBC_URL, "not configured")),
                server(
                        config,
                        EmbeddedServers.REDIS_FOLDER,
                        value(config, EmbeddedSettings.REDIS_HOSTS, "not configured")));
    }

    private static String value(Config config, String key, String otherwise) {
        return config.getOptionalValue(key, String.class).orElse(otherwise);
    }

    private static String host(String configured) {
        return configured.isEmpty() || configured.equals("0.0.0.0") || configured.equals("::")
                ? "localhost"
                : configured;
    }

    private static String server(Config config, String folderKey, String url) {
        return config.getOptionalValue(folderKey, String.class)
                .map(folder -> "embedded, port " + port(url) + ", data in " + folder)
                .orElseGet(() -> withoutCredentials(url));
    }

    private static String port(String url) {
        var matcher = PORT.matcher(url);
        return matcher.find() ? matcher.group(1) : "unknown";
    }

    static String withoutCredentials(String urls) {
        return PARAMETERS.matcher(USER_INFO.matcher(urls).replaceAll("")).replaceAll("");
    }

    /** What a first user would ask for. */
    URI firstRequest() {
        return URI.create(http + (modules.has(Module.REGISTRY) ? "/api/v1/projects" : "/q/health/ready"));
    }

    /**
     * The screen.
     *
     * @param started from the start of the JVM until the application was up
     * @param answered from the start of the JVM until it had answered its first HTTP request; empty if it did not answer
     */
    String text(Duration started, Optional<Duration> answered) {
        return """

                Larder %s%s

                  HTTP        %s   (Swagger UI %s/q/swagger-ui, health %s/q/health)
                  gRPC        %s
                  PostgreSQL  %s
                  Redis       %s

                Started in %s s (%s). Ctrl-C stops everything.

                Try:  curl %s
                """
                .formatted(
                        version,
                        modules.areAll() ? "" : ", only " + modules,
                        http,
                        http,
                        http,
                        grpc,
                        postgres,
                        redis,
                        seconds(started),
                        answered.map(time -> "first answer after " + seconds(time) + " s")
                                .orElse("no answer over HTTP yet"),
                        firstRequest());
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toMillis() / MILLIS_PER_SECOND);
    }
}
