package dev.larder.job.rest;

import dev.larder.job.spark.SpecWriter;
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
import org.jboss.resteasy.reactive.RestPath;

/** Feature tables for Spark programs of one's own. */
@Path("/api/v1/projects/{project}/feature-tables/{table}/spark-table")
@Produces({MediaType.APPLICATION_JSON, MessageBody.YAML})
@Tag(name = "Jobs")
public class SparkTables {
    private final Registry registry;
    private final SpecWriter specs;

    SparkTables(Registry registry, SpecWriter specs) {
        this.registry = registry;
        this.specs = specs;
    }

    @GET
    @Operation(
            operationId = "getSparkTable",
            summary = "A feature table as Spark needs it: with the numbers that its rows are written with")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Table")))
    public Response get(@RestPath String project, @RestPath String table) {
        return Response.ok(specs.table(registry.featureTable(project, table))).build();
    }
}
