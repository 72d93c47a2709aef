package dev.larder.serving.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import dev.larder.serving.RowIntake;
import dev.larder.serving.RowIntake.Report;
import dev.larder.serving.RowIntake.RowError;
import dev.larder.wire.FeastErrors;
import dev.larder.wire.FeastErrors.Mistake;
import dev.larder.wire.JsonBody;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;

/** Rows for the online store, sent as to the feature server of today's Feast, and answered as by it. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Feast's feature server")
@NonBlocking
public class PushDoor {
    private static final String ONLINE = "online";
    private static final int MISTAKES_TOLD = 100;

    private final RowIntake intake;

    PushDoor(RowIntake intake) {
        this.intake = intake;
    }

    @POST
    @Path("write-to-online-store")
    @Operation(
            operationId = "writeToOnlineStore",
            summary =
                    "Write rows of a feature table into the online store; the project is \"default\" or that of x-larder-project")
    @RequestBody(content = @Content(schema = @Schema(ref = "WriteToOnlineStore")))
    @APIResponse(responseCode = "200", description = "Written; the body is null")
    @APIResponse(responseCode = "422", description = "Rows with mistakes are named; the others are written")
    public CompletionStage<Response> write(
            @RestHeader("x-larder-project") @DefaultValue("") String project, byte[] body) {
        return answering(() -> {
            var json = JsonBody.object(body);
            return write(project, JsonBody.text(json, "feature_view_name"), json)
                    .thenApply(report -> answer(report, Response.ok("null")));
        });
    }

    @POST
    @Path("p/{project}/write-to-online-store")
    @Operation(operationId = "writeToOnlineStoreOfProject", summary = "The same, of a project")
    @RequestBody(content = @Content(schema = @Schema(ref = "WriteToOnlineStore")))
    @APIResponse(responseCode = "200", description = "Written; the body is null")
    public CompletionStage<Response> writeOfProject(@RestPath String project, byte[] body) {
        return write(project, body);
    }

    @POST
    @Path("push")
    @Operation(
            operationId = "push",
            summary =
                    "Push rows to the feature table that push_source_name names; the project is \"default\" or that of x-larder-project")
    @RequestBody(content = @Content(schema = @Schema(ref = "Push")))
    @APIResponse(responseCode = "200", description = "Written; no body")
    @APIResponse(responseCode = "422", description = "Rows with mistakes are named; the others are written")
    @APIResponse(responseCode = "501", description = "to is offline or online_and_offline")
    public CompletionStage<Response> push(
            @RestHeader("x-larder-project") @DefaultValue("") String project, byte[] body) {
        return answering(() -> {
            var json = JsonBody.object(body);
            var table = JsonBody.text(json, "push_source_name");
            requireOnline(JsonBody.text(json, "to", ONLINE));
            return write(project, table, json)
                    .exceptionally(thrown -> {
                        throw asPushSource(table, thrown);
                    })
                    .thenApply(report -> answer(report, Response.ok()));
        });
    }

    @POST
    @Path("p/{project}/push")
    @Operation(operationId = "pushOfProject", summary = "The same, of a project")
    @RequestBody(content = @Content(schema = @Schema(ref = "Push")))
    @APIResponse(responseCode = "200", description = "Written; no body")
    public CompletionStage<Response> pushOfProject(@RestPath String project, byte[] body) {
        return push(project, body);
    }

    private static CompletionStage<Response> answering(Supplier<CompletionStage<Response>> work) {
        try {
            return work.get().exceptionally(FeastErrors::answer);
        } catch (LarderException e) {
            return CompletableFuture.completedFuture(FeastErrors.answer(e));
        }
    }

    private CompletionStage<Report> write(String project, String table, JsonNode body) {
        var frame = DataFrame.read(body);
        return intake.columns(project, table)
                .thenCompose(columns -> intake.writeInParts(project, table, frame.rows(columns)));
    }

    private static void requireOnline(String to) {
        switch (to) {
            case ONLINE -> {}
            case "offline", "online_and_offline" -> throw LarderException.of(
                    ErrorCode.UNIMPLEMENTED,
                    "NO_PUSH_TO_OFFLINE_STORE",
                    "Rows cannot be pushed to the offline store (to is \"%s\"). Push with to \"online\"; the offline store gets its rows from the table's batch source, by a job batchToOffline."
                            .formatted(to));
            default -> throw LarderException.invalid(
                    "INVALID_VALUE",
                    "to",
                    "to is \"%s\"; it must be online. (Feast knows offline and online_and_offline, too.)"
                            .formatted(to));
        }
    }

    private static CompletionException asPushSource(String table, Throwable thrown) {
        var cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        if (cause instanceof LarderException failure && failure.code() == ErrorCode.NOT_FOUND) {
            return new CompletionException(LarderException.of(
                    ErrorCode.NOT_FOUND,
                    FeastErrors.PUSH_SOURCE_NOT_FOUND,
                    "Unable to find push source '%s'. In Larder rows are pushed to a feature table, by its name. %s"
                            .formatted(table, failure.getMessage())));
        }
        return new CompletionException(cause);
    }

    private static Response answer(Report report, Response.ResponseBuilder done) {
        if (report.errors().isEmpty()) {
            return done.build();
        }
        return FeastErrors.unprocessable(report.errors().stream()
                .limit(MISTAKES_TOLD)
                .map(error -> mistake(error, report))
                .toList());
    }

    private static Mistake mistake(RowError error, Report report) {
        int wrong = report.errors().size();
        return new Mistake(
                List.of("df", error.field(), String.valueOf(error.row())),
                "Row %d: %s (%s, the others are written.)"
                        .formatted(
                                error.row(),
                                error.message(),
                                wrong == 1 ? "One row has a mistake" : "%,d rows have mistakes".formatted(wrong)),
                error.reason());
    }
}
