package dev.larder.online.redis;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.embedded.RedisChild;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RedisLinkCancelTest {
    @Test
    void aCallerThatLosesInterestIsCountedOut() {
        try (var redis = RedisChild.start("online-cancel");
                var fixture = new RedisFixture(
                        RedisFixture.settings(Duration.ofMillis(300), 100),
                        options -> options.setConnectionString(redis.url()))) {
            var link = fixture.links.current();
            link.call(1, connection -> connection.send(Request.cmd(Command.PING)))
                    .join();
            redis.freeze();
            link.call(1, connection -> connection.send(Request.cmd(Command.PING)))
                    .cancel(false);
            var next = link.call(1, connection -> connection.send(Request.cmd(Command.PING)));
            await().atMost(Duration.ofSeconds(3)).until(next::isCompletedExceptionally);
            redis.thaw();
            await().atMost(Duration.ofSeconds(3)).until(() -> fixture.inFlight() == 0);
            assertEquals(0, fixture.inFlight());
        }
    }
}
