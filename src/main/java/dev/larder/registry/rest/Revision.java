package dev.larder.registry.rest;

import dev.larder.proto.v1.GetRevisionResponse;
import dev.larder.registry.Registry;
import dev.larder.wire.MessageBody;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/v1/revision")
@Produces({MediaType.APPLICATION_JSON, MessageBody.YAML})
@Tag(name = "Definitions")
public class Revision {
    private final Registry registry;

    Revision(Registry registry) {
        this.registry = registry;
    }

    @GET
    @Operation(
            operationId = "getRevision",
            summary =
                    "One more with each recorded change, over all projects: a cheap way to see that something changed")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "GetRevisionResponse")))
    public Response get() {
        return Response.ok(GetRevisionResponse.newBuilder()
                        .setRevision(registry.revision())
                        .build())
                .build();
    }
}
