package dev.larder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartScreenTest {
    private static StartScreen with(Map<String, String> values) {
        var all = new HashMap<>(Map.of(
                "quarkus.application.version", "1.2.3",
                "quarkus.http.host", "0.0.0.0",
                "quarkus.http.port", "8081",
                "quarkus.grpc.server.port", "6566"));
        all.putAll(values);
        return StartScreen.of(new SmallRyeConfigBuilder().withDefaultValues(all).build());
    }

    @Test
    void itSaysWhatRunsWhereAndWhatToTry() {
        var screen = with(Map.of(
                "quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:40001/larder",
                "larder.embedded.postgres-folder", "/srv/data/postgres",
                "quarkus.redis.hosts", "redis://127.0.0.1:40002",
                "larder.embedded.redis-folder", "/srv/data/redis"));
        assertEquals(
                """

                Larder 1.2.3

                  HTTP        http://localhost:8081   (Swagger UI http://localhost:8081/q/swagger-ui, health http://localhost:8081/q/health)
                  gRPC        localhost:6566
                  PostgreSQL  embedded, port 40001, data in /srv/data/postgres
                  Redis       embedded, port 40002, data in /srv/data/redis

                Started in 2.5 s (first answer after 2.6 s). Ctrl-C stops everything.

                Try:  curl http://localhost:8081/api/v1/projects
                """,
                screen.text(Duration.ofMillis(2_540), Optional.of(Duration.ofMillis(2_600))));
    }

    @Test
    void aReplicaWithoutAllModulesSaysSoAndWhatElseToTry() {
        var screen = with(Map.of("larder.modules", "serving"));
        var text = screen.text(Duration.ofSeconds(2), Optional.empty());
        assertEquals(true, text.contains("Larder 1.2.3, only serving\n"), text);
        assertEquals(true, text.contains("Try:  curl http://localhost:8081/q/health/ready\n"), text);
    }

    @Test
    void credentialsAreNotShown() {
        var screen = with(Map.of(
                "quarkus.datasource.jdbc.url", "jdbc:postgresql://bob:secret@db:5432/larder?user=bob&password=secret",
                "quarkus.redis.hosts", "rediss://:secret@one:6379,redis://bob:secret@two:6379/3?password=secret"));
        assertEquals("jdbc:postgresql://db:5432/larder", screen.postgres());
        assertEquals("rediss://one:6379,redis://two:6379/3", screen.redis());
    }

    @Test
    void aMissingFirstAnswerIsSaid() {
        var text = with(Map.of()).text(Duration.ofSeconds(3), Optional.empty());
        assertEquals(true, text.contains("Started in 3.0 s (no answer over HTTP yet)"));
    }
}
