package dev.larder.registry.rest;

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
import jakarta.ws.rs.POST;
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

/** What concerns a project's definitions as a whole. */
@Path("/api/v1/projects/{project}")
@Produces({MediaType.APPLICATION_JSON, MessageBody.YAML})
@Tag(name = "Definitions")
public class Definitions {
    private final Registry registry;
    private final RegistryWriter writer;
    private final Caller caller;

    Definitions(Registry registry, RegistryWriter writer, Caller caller) {
        this.registry = registry;
        this.writer = writer;
        this.caller = caller;
    }

    @POST
    @Path("apply")
    @Consumes({MediaType.APPLICATION_JSON, MessageBody.YAML, "application/x-yaml", "text/yaml"})
    @Operation(
            operationId = "apply",
            summary = "Apply entities and feature tables in one transaction: all of them or none",
            description = "The body is a YAML text of one or several documents, or JSON: one object or an array. "
                    + "With dry-run=true the answer tells what would change, and nothing is stored.")
    @RequestBody(content = @Content(schema = @Schema(ref = "DefinitionDocument")))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "ApplyResponse")))
    public Response apply(
            @RestPath String project,
            @RestQuery("dry-run") @DefaultValue("false") String dryRun,
            @RestHeader(HttpHeaders.CONTENT_TYPE) String mediaType,
            String body) {
        var definitions = Bodies.all(mediaType, body);
        boolean dry = QueryParameters.flag("dry-run", dryRun);
        var changes = dry
                ? writer.dryRun(caller.principal(), project, definitions, TablePrecondition.NONE)
                : writer.apply(caller.principal(), project, definitions);
        return Response.ok(RegistryMessages.applied(changes, dry)).build();
    }

    @GET
    @Path("features")
    @Operation(operationId = "listFeatures", summary = "List the features of a project, by table:feature")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "ListFeaturesResponse")))
    public Response features(
            @RestPath String project,
            @Parameter(description = "the table's entities must be exactly the given ones") @RestQuery
                    List<String> entity,
            @Parameter(description = "key=value; every given label of the feature must be equal") @RestQuery
                    List<String> label) {
        return Response.ok(RegistryMessages.features(registry.features(project, entity, Parameters.labels(label))))
                .build();
    }

    @GET
    @Path("history")
    @Operation(operationId = "listChanges", summary = "Who changed what and when, newest first")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "ListChangesResponse")))
    public Response history(
            @RestPath String project,
            @Parameter(description = "project, entity or feature_table; every kind if not given")
                    @RestQuery
                    @DefaultValue("")
                    String kind,
            @Parameter(description = "every name if not given") @RestQuery @DefaultValue("") String name,
            @RestQuery("page-size") @DefaultValue("0") String pageSize,
            @RestQuery("page-token") @DefaultValue("") String pageToken) {
        var page = registry.changes(project, Parameters.kind(kind), name, Parameters.page(pageSize, pageToken));
        return Response.ok(RegistryMessages.changes(page)).build();
    }
}
