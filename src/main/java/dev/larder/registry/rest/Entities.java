package dev.larder.registry.rest;

import dev.larder.definition.Entity;
import dev.larder.proto.v1.EntityPage;
import dev.larder.registry.Registry;
import dev.larder.registry.RegistryWriter;
import dev.larder.registry.TablePrecondition;
import dev.larder.registry.grpc.RegistryMessages;
import dev.larder.wire.Caller;
import dev.larder.wire.MessageBody;
import dev.larder.wire.QueryParameters;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/api/v1/projects/{project}/entities")
@Produces({MediaType.APPLICATION_JSON, MessageBody.YAML})
@Tag(name = "Entities")
public class Entities {
    private final Registry registry;
    private final RegistryWriter writer;
    private final Caller caller;

    Entities(Registry registry, RegistryWriter writer, Caller caller) {
        this.registry = registry;
        this.writer = writer;
        this.caller = caller;
    }

    @GET
    @Operation(operationId = "listEntities", summary = "List the entities of a project, by name")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "EntityPage")))
    public Response list(
            @RestPath String project,
            @Parameter(description = "key=value; every given label must be equal") @RestQuery List<String> label,
            @RestQuery("page-size") @DefaultValue("0") String pageSize,
            @RestQuery("page-token") @DefaultValue("") String pageToken) {
        var page = registry.entities(project, Parameters.labels(label), Parameters.page(pageSize, pageToken));
        return Response.ok(EntityPage.newBuilder()
                        .addAllEntities(page.items().stream()
                                .map(RegistryMessages::entity)
                                .toList())
                        .setNextPageToken(page.next().orElse(""))
                        .build())
                .build();
    }

    @GET
    @Path("{name}")
    @Operation(operationId = "getEntity", summary = "Get an entity")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Entity")))
    public Response get(@RestPath String project, @RestPath String name) {
        return Response.ok(RegistryMessages.entity(registry.entity(project, name)))
                .build();
    }

    @PUT
    @Path("{name}")
    @Consumes({MediaType.APPLICATION_JSON, MessageBody.YAML, "application/x-yaml", "text/yaml"})
    @Operation(
            operationId = "applyEntity",
            summary = "Create or update an entity; the project is created if there is none",
            description =
                    "With dry-run=true the answer is an ApplyResponse with the difference, and nothing is stored.")
    @RequestBody(content = @Content(schema = @Schema(ref = "Entity")))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Entity")))
    public Response apply(
            @RestPath String project,
            @RestPath String name,
            @RestQuery("dry-run") @DefaultValue("false") String dryRun,
            @RestHeader(HttpHeaders.CONTENT_TYPE) String mediaType,
            String body) {
        var entity = Bodies.one(Entity.class, name, mediaType, body);
        if (QueryParameters.flag("dry-run", dryRun)) {
            var changes = writer.dryRun(caller.principal(), project, List.of(entity), TablePrecondition.NONE);
            return Response.ok(RegistryMessages.applied(changes, true)).build();
        }
        var registered = writer.applyEntity(caller.principal(), project, entity);
        return Response.ok(RegistryMessages.entity(registered)).build();
    }
}
