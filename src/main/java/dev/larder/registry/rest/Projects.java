package dev.larder.registry.rest;

import dev.larder.proto.v1.Project;
import dev.larder.proto.v1.ProjectPage;
import dev.larder.registry.Registry;
import dev.larder.registry.RegistryWriter;
import dev.larder.wire.Caller;
import dev.larder.wire.MessageBody;
import dev.larder.wire.ProtoJson;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/api/v1/projects")
@Produces({MediaType.APPLICATION_JSON, MessageBody.YAML})
@Tag(name = "Projects")
public class Projects {
    private final Registry registry;
    private final RegistryWriter writer;
    private final Caller caller;

    Projects(Registry registry, RegistryWriter writer, Caller caller) {
        this.registry = registry;
        this.writer = writer;
        this.caller = caller;
    }

    @GET
    @Operation(operationId = "listProjects", summary = "List the projects that are not archived, by name")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "ProjectPage")))
    public Response list(
            @RestQuery("page-size") @DefaultValue("0") String pageSize,
            @RestQuery("page-token") @DefaultValue("") String pageToken) {
        var page = registry.projects(Parameters.page(pageSize, pageToken));
        return Response.ok(ProjectPage.newBuilder()
                        .addAllProjects(
                                page.items().stream().map(Projects::message).toList())
                        .setNextPageToken(page.next().orElse(""))
                        .build())
                .build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createProject", summary = "Create a project")
    @RequestBody(content = @Content(schema = @Schema(ref = "Project")))
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(ref = "Project")))
    public Response create(String body) {
        var name = ProtoJson.read(Project.getDefaultInstance(), body).getName();
        writer.createProject(caller.principal(), name);
        return Response.created(URI.create("/api/v1/projects/" + name))
                .entity(message(registry.project(name)))
                .build();
    }

    @GET
    @Path("{project}")
    @Operation(operationId = "getProject", summary = "Get a project, even an archived one")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Project")))
    public Response get(@RestPath String project) {
        return Response.ok(message(registry.project(project))).build();
    }

    @POST
    @Path("{project}/archive")
    @Operation(
            operationId = "archiveProject",
            summary = "Hide a project and close it to new definitions; what it holds can still be read and served")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Project")))
    public Response archive(@RestPath String project) {
        writer.archiveProject(caller.principal(), project);
        return get(project);
    }

    private static Project message(dev.larder.definition.Project project) {
        return Project.newBuilder()
                .setName(project.name())
                .setArchived(project.archived())
                .build();
    }
}
