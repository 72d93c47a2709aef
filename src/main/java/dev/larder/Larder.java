package dev.larder;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/** The running application: says where everything is, then waits for its end. */
public final class Larder implements QuarkusApplication {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    @Override
    public int run(String... args) {
        var started = sinceJvmStart();
        var screen = StartScreen.of(ConfigProvider.getConfig());
        System.out.println(screen.text(started, firstAnswer(screen.firstRequest())));
        Quarkus.waitForExit();
        return 0;
    }

    /** Asks over HTTP what a first user would ask. Any answer counts, a refusal too. */
    private static Optional<Duration> firstAnswer(URI question) {
        try {
            var connection = (HttpURLConnection) question.toURL().openConnection();
            connection.setConnectTimeout((int) ANSWER_LIMIT.toMillis());
            connection.setReadTimeout((int) ANSWER_LIMIT.toMillis());
            connection.getResponseCode();
            var answered = sinceJvmStart();
            connection.disconnect();
            return Optional.of(answered);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Duration sinceJvmStart() {
        return Duration.ofMillis(System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime());
    }
}
