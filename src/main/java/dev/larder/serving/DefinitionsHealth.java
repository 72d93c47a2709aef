package dev.larder.serving;

import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether there are definitions to serve by, and how old they are. Old ones are good enough to go on. */
@Readiness
@HealthGroup("serving")
@ApplicationScoped
class DefinitionsHealth implements HealthCheck {
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
        definitions.failure().ifPresent(failure -> report.withData("failure", failure));
        return report.build();
    }
}
