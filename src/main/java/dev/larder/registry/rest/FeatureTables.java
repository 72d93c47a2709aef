package dev.larder.registry.rest;

import dev.larder.definition.FeatureTable;
import dev.larder.proto.v1.FeatureTablePage;
import dev.larder.registry.RegisteredTable;
import dev.larder.registry.Registry;
import dev.larder.registry.RegistryWriter;
import dev.larder.registry.grpc.RegistryMessages;
import dev.larder.wire.Caller;
import dev.larder.wire.MessageBody;
import dev.larder.wire.QueryParameters;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
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

/** Feature tables carry their version as an ETag: If-Match makes sure that nobody else's change is overwritten. */
@Path("/api/v1/projects/{project}/feature-tables")
@Produces({MediaType.APPLICATION_JSON, MessageBody.YAML})
@Tag(name = "Feature tables")
public class FeatureTables {
    private final Registry registry;
    private final RegistryWriter writer;
    private final Caller caller;

    FeatureTables(Registry registry, RegistryWriter writer, Caller caller) {
        this.registry = registry;
        this.writer = writer;
        this.caller = caller;
    }

    @GET
    @Operation(operationId = "listFeatureTables", summary = "List the feature tables of a project, by name")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "FeatureTablePage")))
    public Response list(
            @RestPath String project,
            @Parameter(description = "key=value; every given label must be equal") @RestQuery List<String> label,
            @RestQuery("page-size") @DefaultValue("0") String pageSize,
            @RestQuery("page-token") @DefaultValue("") String pageToken) {
        var page = registry.featureTables(project, Parameters.labels(label), Parameters.page(pageSize, pageToken));
        return Response.ok(FeatureTablePage.newBuilder()
                        .addAllFeatureTables(page.items().stream()
                                .map(RegistryMessages::featureTable)
                                .toList())
                        .setNextPageToken(page.next().orElse(""))
                        .build())
                .build();
    }

    @GET
    @Path("{name}")
    @Operation(operationId = "getFeatureTable", summary = "Get a feature table and, as its ETag, its version")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "FeatureTable")))
    @APIResponse(responseCode = "304", description = "Still the version of If-None-Match")
    public Response get(@RestPath String project, @RestPath String name, @Context Request request) {
        var registered = registry.featureTable(project, name);
        var unchanged = request.evaluatePreconditions(tag(registered));
        return unchanged == null ? answer(registered) : unchanged.build();
    }

    @PUT
    @Path("{name}")
    @Consumes({MediaType.APPLICATION_JSON, MessageBody.YAML, "application/x-yaml", "text/yaml"})
    @Operation(
            operationId = "applyFeatureTable",
            summary = "Create, update or revive a feature table",
            description =
                    "With dry-run=true the answer is an ApplyResponse with the difference, and nothing is stored.")
    @RequestBody(content = @Content(schema = @Schema(ref = "FeatureTable")))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "FeatureTable")))
    @APIResponse(responseCode = "412", description = "The table is not at the version of If-Match")
    public Response apply(
            @RestPath String project,
            @RestPath String name,
            @RestQuery("dry-run") @DefaultValue("false") String dryRun,
            @RestHeader(HttpHeaders.IF_MATCH) String ifMatch,
            @RestHeader(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch,
            @RestHeader(HttpHeaders.CONTENT_TYPE) String mediaType,
            String body) {
        var table = Bodies.one(FeatureTable.class, name, mediaType, body);
        var precondition = Parameters.precondition(ifMatch, ifNoneMatch);
        if (QueryParameters.flag("dry-run", dryRun)) {
            var changes = writer.dryRun(caller.principal(), project, List.of(table), precondition);
            return Response.ok(RegistryMessages.applied(changes, true)).build();
        }
        return answer(writer.applyFeatureTable(caller.principal(), project, table, precondition));
    }

    @DELETE
    @Path("{name}")
    @Operation(operationId = "deleteFeatureTable", summary = "Delete a feature table; applying it again revives it")
    @APIResponse(responseCode = "204", description = "Deleted")
    @APIResponse(responseCode = "412", description = "The table is not at the version of If-Match")
    public Response delete(
            @RestPath String project, @RestPath String name, @RestHeader(HttpHeaders.IF_MATCH) String ifMatch) {
        writer.deleteFeatureTable(caller.principal(), project, name, Parameters.precondition(ifMatch, null));
        return Response.noContent().build();
    }

    private static Response answer(RegisteredTable registered) {
        return Response.ok(RegistryMessages.featureTable(registered))
                .tag(tag(registered))
                .build();
    }

    private static EntityTag tag(RegisteredTable registered) {
        return new EntityTag(registered.version());
    }
}
