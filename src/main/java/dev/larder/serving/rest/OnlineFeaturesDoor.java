package dev.larder.serving.rest;

import dev.larder.definition.FeatureReference;
import dev.larder.definition.Micros;
import dev.larder.error.LarderException;
import dev.larder.serving.Dialect;
import dev.larder.serving.OnlineServing;
import dev.larder.serving.RequestPlan;
import dev.larder.serving.Shapes;
import dev.larder.wire.FeastErrors;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;

/** Online features, asked for and answered in the shape of today's Feast; its failures, too. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Online features")
@NonBlocking
public class OnlineFeaturesDoor {
    private final OnlineServing serving;
    private final Clock clock;
    private final Shapes<ListOfFeatures, RequestPlan> shapes;

    private record ListOfFeatures(String project, List<String> features) {}

    OnlineFeaturesDoor(OnlineServing serving, Clock clock) {
        this.serving = serving;
        this.clock = clock;
        shapes = new Shapes<>(serving, plan -> {
            plan.requireKnownFeatures();
            return plan;
        });
    }

    @POST
    @Path("get-online-features")
    @Operation(
            operationId = "getOnlineFeatures",
            summary =
                    "Online features in the shape of today's Feast; the project is \"default\" or that of x-larder-project")
    @RequestBody(content = @Content(schema = @Schema(ref = "OnlineFeaturesRequest")))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "OnlineFeatures")))
    public CompletionStage<Response> get(@RestHeader("x-larder-project") String project, byte[] body) {
        return answer(project == null ? "" : project, body);
    }

    @POST
    @Path("p/{project}/get-online-features")
    @Operation(operationId = "getOnlineFeaturesOfProject", summary = "The same, of a project")
    @RequestBody(content = @Content(schema = @Schema(ref = "OnlineFeaturesRequest")))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "OnlineFeatures")))
    public CompletionStage<Response> getOfProject(@RestPath String project, byte[] body) {
        return answer(project, body);
    }

    private CompletionStage<Response> answer(String project, byte[] body) {
        try {
            var request = OnlineFeaturesRequest.read(body);
            return shapes.get(new ListOfFeatures(project, request.features()), project, () -> references(request))
                    .thenCompose(plan -> find(request, plan))
                    .exceptionally(FeastErrors::answer);
        } catch (LarderException e) {
            return CompletableFuture.completedFuture(FeastErrors.answer(e));
        }
    }

    private static List<FeatureReference> references(OnlineFeaturesRequest request) {
        return request.features().stream().map(FeatureReference::parse).toList();
    }

    private CompletionStage<Response> find(OnlineFeaturesRequest request, RequestPlan plan) {
        plan.requireEntities(request.entityNames());
        serving.checkSize(plan, request.rows());
        var online = request.online(plan, Micros.of(clock.instant()));
        return serving.find(online, Dialect.HTTP)
                .thenApply(found -> Response.ok(OnlineFeaturesReply.json(request, online, found))
                        .build());
    }
}
