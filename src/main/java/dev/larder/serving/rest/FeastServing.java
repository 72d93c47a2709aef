package dev.larder.serving.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.larder.serving.grpc.OnlineRows;
import dev.larder.wire.ProtoJson;
import dev.larder.wire.ValueReader;
import feast.proto.serving.ServingAPIProto.FeastServingType;
import feast.proto.serving.ServingAPIProto.GetFeastServingInfoResponse;
import feast.proto.serving.ServingAPIProto.GetOnlineFeaturesRequestV2;
import feast.proto.serving.ServingAPIProto.GetOnlineFeaturesResponse;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;

/** What the Serving of Feast 0.9 offered over HTTP. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Feast 0.9")
@NonBlocking
public class FeastServing {
    private final OnlineRows rows;
    private final String version;

    FeastServing(OnlineRows rows, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.rows = rows;
        this.version = version;
    }

    @POST
    @Path("features/online")
    @Operation(
            operationId = "feastOnlineFeatures",
            summary = "Online features in the shape of Feast 0.9: an object of values by name for each entity row",
            description = "Entities come back as they were sent, features as table:feature; what has no value is null."
                    + " A row with a missing, superfluous or unreadable entity has no values and spoils no other.")
    @RequestBody(content = @Content(schema = @Schema(ref = "GetOnlineFeaturesRequestV2")))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = Object.class)))
    public CompletionStage<Response> features(@RestHeader("x-larder-project") String project, String body) {
        var request = ProtoJson.read(GetOnlineFeaturesRequestV2.getDefaultInstance(), body);
        return rows.answer(request, project == null ? "" : project)
                .thenApply(found -> Response.ok(json(found)).build());
    }

    @GET
    @Path("info")
    @Operation(operationId = "feastServingInfo", summary = "The version and the kind of the serving")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "GetFeastServingInfoResponse")))
    public Response info() {
        return Response.ok(GetFeastServingInfoResponse.newBuilder()
                        .setVersion(version)
                        .setType(FeastServingType.FEAST_SERVING_TYPE_ONLINE)
                        .build())
                .build();
    }

    @POST
    @Path("info")
    @Operation(operationId = "feastServingInfoByPost", summary = "The same; what is sent is not read")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "GetFeastServingInfoResponse")))
    public Response infoByPost() {
        return info();
    }

    private static byte[] json(GetOnlineFeaturesResponse found) {
        var bytes = new ByteArrayOutputStream();
        try (var json = JsonValues.generator(bytes)) {
            json.writeStartArray();
            for (var row : found.getFieldValuesList()) {
                write(json, row);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, GetOnlineFeaturesResponse.FieldValues row) throws IOException {
        json.writeStartObject();
        for (var field : row.getFieldsMap().entrySet()) {
            json.writeFieldName(field.getKey());
            JsonValues.write(json, ValueReader.read(field.getValue()));
        }
        json.writeEndObject();
    }
}
