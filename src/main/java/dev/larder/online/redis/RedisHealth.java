package dev.larder.online.redis;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.HealthGroup;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether Redis answers, and how many of the connections to it are given up at the moment. */
@Readiness
@HealthGroup("serving")
@ApplicationScoped
class RedisHealth implements AsyncHealthCheck {
    private final RedisLinks links;

    RedisHealth(RedisLinks links) {
        this.links = links;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        var report = HealthCheckResponse.named("online store");
        return Uni.createFrom()
                .completionStage(
                        () -> links.current().call(1, connection -> connection.send(Request.cmd(Command.PING))))
                .map(pong -> report.up())
                .onFailure()
                .recoverWithItem(failure -> report.down().withData("failure", failure.getMessage()))
                .map(answered -> answered.withData("connections", links.all().size())
                        .withData(
                                "givenUp",
                                links.all().stream()
                                        .filter(link -> !link.isUp())
                                        .count())
                        .build());
    }
}
