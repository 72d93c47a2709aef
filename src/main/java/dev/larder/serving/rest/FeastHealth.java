package dev.larder.serving.rest;

import io.smallrye.health.SmallRyeHealthReporter;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Whether this replica can serve, in the two words of today's Feast. */
@Path("/health")
@Tag(name = "Feast's feature server")
public class FeastHealth {
    private static final String GROUP = "serving";

    private final SmallRyeHealthReporter reporter;

    FeastHealth(SmallRyeHealthReporter reporter) {
        this.reporter = reporter;
    }

    @GET
    @Operation(
            operationId = "getHealth",
            summary = "Whether this replica can serve; /q/health/group/serving says what is wrong")
    @APIResponse(responseCode = "200", description = "It can; no body")
    @APIResponse(responseCode = "503", description = "It cannot; no body")
    public Uni<Response> get() {
        return reporter.getHealthGroupAsync(GROUP).map(health -> Response.status(
                        health.isDown() ? Response.Status.SERVICE_UNAVAILABLE : Response.Status.OK)
                .build());
    }
}
