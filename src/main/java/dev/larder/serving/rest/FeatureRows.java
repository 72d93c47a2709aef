package dev.larder.serving.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.definition.ValueType;
import dev.larder.proto.v1.DeleteRowsResponse;
import dev.larder.serving.RowIntake;
import dev.larder.serving.grpc.OnlineStoreGrpcService;
import dev.larder.wire.JsonBody;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Rows of a feature table in the online store, written and deleted directly. */
@Path("/api/v1/projects/{project}/feature-tables/{table}/rows")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Rows")
@NonBlocking
public class FeatureRows {
    private final RowIntake intake;

    FeatureRows(RowIntake intake) {
        this.intake = intake;
    }

    @POST
    @Operation(
            operationId = "writeRows",
            summary = "Write rows into the online store; those with a mistake are reported, the others are written")
    @RequestBody(content = @Content(schema = @Schema(ref = "RowsToWrite")))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "WriteRowsResponse")))
    public CompletionStage<Response> write(@RestPath String project, @RestPath String table, byte[] body) {
        var rows = list(JsonBody.object(body), "rows");
        return intake.types(project, table)
                .thenCompose(types -> intake.write(project, table, rows(rows, types)))
                .thenApply(report ->
                        Response.ok(OnlineStoreGrpcService.message(report)).build());
    }

    @POST
    @Path("delete")
    @Operation(operationId = "deleteRows", summary = "Delete the rows of some entities from the online store")
    @RequestBody(content = @Content(schema = @Schema(ref = "RowsToDelete")))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "DeleteRowsResponse")))
    public CompletionStage<Response> delete(@RestPath String project, @RestPath String table, byte[] body) {
        var keys = list(JsonBody.object(body), "keys");
        return intake.types(project, table)
                .thenCompose(types -> intake.delete(project, table, keys(keys, types)))
                .thenApply(deleted -> Response.ok(DeleteRowsResponse.newBuilder()
                                .setDeleted(deleted)
                                .build())
                        .build());
    }

    private static JsonNode list(JsonNode object, String field) {
        var list = object.path(field);
        JsonBody.require(list.isArray(), field, "%s must be a list.");
        return list;
    }

    private static List<RowIntake.Row> rows(JsonNode list, Map<String, ValueType> types) {
        var rows = new ArrayList<RowIntake.Row>();
        for (JsonNode row : list) {
            var field = "rows[%d]".formatted(rows.size());
            JsonBody.require(
                    row.isObject(), field, "%s must be an object with entities, event_timestamp and features.");
            var time = row.hasNonNull("event_timestamp") ? row.get("event_timestamp") : row.path("eventTimestamp");
            rows.add(new RowIntake.Row(
                    JsonValues.values(row.get("entities"), types, field + ".entities"),
                    time.isMissingNode() ? null : JsonValues.time(time),
                    JsonValues.values(row.get("features"), types, field + ".features")));
        }
        return rows;
    }

    private static List<Map<String, Object>> keys(JsonNode list, Map<String, ValueType> types) {
        var keys = new ArrayList<Map<String, Object>>();
        for (JsonNode key : list) {
            var field = "keys[%d]".formatted(keys.size());
            JsonBody.require(key.isObject(), field, "%s must be an object with entities.");
            keys.add(JsonValues.values(key.get("entities"), types, field + ".entities"));
        }
        return keys;
    }
}
