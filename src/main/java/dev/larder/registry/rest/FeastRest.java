package dev.larder.registry.rest;

import dev.larder.definition.Project;
import dev.larder.error.LarderException;
import dev.larder.registry.Page;
import dev.larder.registry.Registry;
import dev.larder.registry.grpc.RegistryMessages;
import feast.proto.core.CoreServiceProto.GetFeastCoreVersionResponse;
import feast.proto.core.CoreServiceProto.ListEntitiesResponse;
import feast.proto.core.CoreServiceProto.ListFeatureTablesResponse;
import feast.proto.core.CoreServiceProto.ListProjectsResponse;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The few reads that Feast 0.9 offered over HTTP, with its paths, bodies and errors. */
@Path("/api/v2")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Feast 0.9")
public class FeastRest {
    private final Registry registry;
    private final String version;

    FeastRest(Registry registry, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.registry = registry;
        this.version = version;
    }

    @GET
    @Path("version")
    @Operation(operationId = "feastVersion", summary = "The version of the server")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "GetFeastCoreVersionResponse")))
    public Response version() {
        return Response.ok(GetFeastCoreVersionResponse.newBuilder()
                        .setVersion(version)
                        .build())
                .build();
    }

    @GET
    @Path("projects")
    @Operation(operationId = "feastProjects", summary = "The names of all projects")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "ListProjectsResponse")))
    public Response projects() {
        return Response.ok(ListProjectsResponse.newBuilder()
                        .addAllProjects(registry.projects(Page.Request.ALL).items().stream()
                                .map(Project::name)
                                .toList())
                        .build())
                .build();
    }

    @GET
    @Path("entities")
    @Operation(operationId = "feastEntities", summary = "All entities of a project")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "ListEntitiesResponse")))
    public Response entities(@RestQuery @DefaultValue("") String project) {
        return Response.ok(ListEntitiesResponse.newBuilder()
                        .addAllEntities(registry.entities(project, Map.of(), Page.Request.ALL).items().stream()
                                .map(RegistryMessages::entity)
                                .toList())
                        .build())
                .build();
    }

    @GET
    @Path("feature-tables")
    @Operation(operationId = "feastFeatureTables", summary = "All feature tables of a project")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "ListFeatureTablesResponse")))
    public Response featureTables(@RestQuery @DefaultValue("") String project) {
        return Response.ok(ListFeatureTablesResponse.newBuilder()
                        .addAllTables(registry.featureTables(project, Map.of(), Page.Request.ALL).items().stream()
                                .map(RegistryMessages::featureTable)
                                .toList())
                        .build())
                .build();
    }

    @GET
    @Path("features")
    @Operation(operationId = "feastFeatures", summary = "All features of a project, by table:feature")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "ListFeaturesResponse")))
    public Response features(
            @Parameter(description = "comma-separated; the table's entities must be exactly these")
                    @RestQuery
                    @DefaultValue("")
                    String entities,
            @RestQuery @DefaultValue("") String project) {
        var wanted = entities.isEmpty() ? List.<String>of() : List.of(entities.split(","));
        return Response.ok(RegistryMessages.features(registry.features(project, wanted, Map.of())))
                .build();
    }

    /** Feast knew two statuses and one shape. */
    @ServerExceptionMapper
    Response failed(LarderException failure) {
        return Response.status(failure.code().httpStatus() < 500 ? 400 : 500)
                .entity(Map.of("error", failure.getMessage()))
                .build();
    }
}
