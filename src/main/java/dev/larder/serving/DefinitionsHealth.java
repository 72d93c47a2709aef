package dev.larder.serving;

import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether there are definitions to serve by, and how old they are; old ones are good enough to go on. Tables that cannot be served are
 * named and do not make the replica unready: the others are served.
 */
@Readiness
@HealthGroup("serving")
@ApplicationScoped
class DefinitionsHealth implements HealthCheck {
    /** So many of the tables that are not served are named. */
    private static final int NAMED = 20;

    private static final double MILLIS_PER_SECOND = 1_000;

    private final DefinitionsWatch definitions;

    DefinitionsHealth(DefinitionsWatch definitions) {
        this.definitions = definitions;
    }

    @Override
    public HealthCheckResponse call() {
        var report = HealthCheckResponse.named("definitions").status(definitions.isReady());
        report.withData("revision", definitions.revision());
        report.withData("tables", definitions.size());
        report.withData("ageSeconds", String.valueOf(definitions.age().toMillis() / MILLIS_PER_SECOND));
        var unserved = definitions.unserved();
        report.withData("unserved", unserved.size());
        unserved.entrySet().stream()
                .limit(NAMED)
                .forEach(table -> report.withData("unserved " + table.getKey(), table.getValue()));
        definitions.failure().ifPresent(failure -> report.withData("failure", failure));
        return report.build();
    }
}
