package dev.larder.job.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import dev.larder.job.Job;
import dev.larder.job.JobState;
import dev.larder.job.Materialization;
import dev.larder.job.Materialization.Started;
import dev.larder.wire.Caller;
import dev.larder.wire.FeastErrors;
import dev.larder.wire.JsonBody;
import dev.larder.wire.QueryParameters;
import dev.larder.wire.TimeText;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
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

/** Batch sources into the online store, asked for as at the feature server of today's Feast, and answered as by it. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Feast's feature server")
@Blocking
public class MaterializeDoor {
    /** Names the jobs, with commas. */
    private static final String JOBS = "X-Larder-Job";

    private static final int ACCEPTED = 202;

    private final Materialization materialization;
    private final Caller caller;
    private final Clock clock;

    MaterializeDoor(Materialization materialization, Caller caller, Clock clock) {
        this.materialization = materialization;
        this.caller = caller;
        this.clock = clock;
    }

    @POST
    @Path("materialize")
    @Operation(
            operationId = "materialize",
            summary =
                    "Load an interval of the batch sources into the online store; the project is \"default\" or that of x-larder-project")
    @RequestBody(content = @Content(schema = @Schema(ref = "Materialize")))
    @APIResponse(responseCode = "200", description = "Loaded; the body is null, the header X-Larder-Job names the jobs")
    @APIResponse(
            responseCode = "202",
            description = "With async: the jobs are started",
            content = @Content(schema = @Schema(ref = "MaterializeAccepted")))
    @APIResponse(responseCode = "412", description = "A job failed")
    @APIResponse(responseCode = "504", description = "The jobs have not ended yet, and go on")
    public Uni<Response> materialize(
            @RestHeader("x-larder-project") @DefaultValue("") String project,
            @Parameter(description = "do not wait for the end of the jobs") @RestQuery("async") @DefaultValue("false")
                    String async,
            byte[] body) {
        return answering(async, body, json -> {
            requireNoVersion(json);
            var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            boolean all = JsonBody.flag(json, "disable_event_timestamp", false);
            var start = all ? Instant.EPOCH : time(json, "start_ts");
            var end = all ? now : time(json, "end_ts");
            requireTime(start, end);
            return materialization.start(caller.principal(), project, tables(json), start, end);
        });
    }

    @POST
    @Path("p/{project}/materialize")
    @Operation(operationId = "materializeOfProject", summary = "The same, of a project")
    @RequestBody(content = @Content(schema = @Schema(ref = "Materialize")))
    @APIResponse(responseCode = "200", description = "Loaded; the body is null, the header X-Larder-Job names the jobs")
    public Uni<Response> materializeOfProject(
            @RestPath String project, @RestQuery("async") @DefaultValue("false") String async, byte[] body) {
        return materialize(project, async, body);
    }

    @POST
    @Path("materialize-incremental")
    @Operation(
            operationId = "materializeIncremental",
            summary =
                    "Load what came since the last load of each table; the project is \"default\" or that of x-larder-project")
    @RequestBody(content = @Content(schema = @Schema(ref = "MaterializeIncremental")))
    @APIResponse(responseCode = "200", description = "Loaded; the body is null, the header X-Larder-Job names the jobs")
    @APIResponse(
            responseCode = "202",
            description = "With async: the jobs are started",
            content = @Content(schema = @Schema(ref = "MaterializeAccepted")))
    @APIResponse(responseCode = "412", description = "A job failed")
    @APIResponse(responseCode = "504", description = "The jobs have not ended yet, and go on")
    public Uni<Response> materializeIncremental(
            @RestHeader("x-larder-project") @DefaultValue("") String project,
            @Parameter(description = "do not wait for the end of the jobs") @RestQuery("async") @DefaultValue("false")
                    String async,
            byte[] body) {
        return answering(async, body, json -> {
            requireNoVersion(json);
            return materialization.startIncrement(caller.principal(), project, tables(json), time(json, "end_ts"));
        });
    }

    @POST
    @Path("p/{project}/materialize-incremental")
    @Operation(operationId = "materializeIncrementalOfProject", summary = "The same, of a project")
    @RequestBody(content = @Content(schema = @Schema(ref = "MaterializeIncremental")))
    @APIResponse(responseCode = "200", description = "Loaded; the body is null, the header X-Larder-Job names the jobs")
    public Uni<Response> materializeIncrementalOfProject(
            @RestPath String project, @RestQuery("async") @DefaultValue("false") String async, byte[] body) {
        return materializeIncremental(project, async, body);
    }

    private Uni<Response> answering(String async, byte[] body, Function<JsonNode, Started> start) {
        try {
            boolean accepted = QueryParameters.flag("async", async);
            var started = start.apply(JsonBody.object(body));
            return accepted ? Uni.createFrom().item(accepted(started)) : ended(started);
        } catch (LarderException e) {
            return Uni.createFrom().item(FeastErrors.answer(e));
        }
    }

    private static Response accepted(Started started) {
        var json = JsonNodeFactory.instance.objectNode().put("status", "accepted");
        var tables = json.putArray("feature_views");
        started.tables().forEach(tables::add);
        return named(Response.status(ACCEPTED).entity(json.toString()).build(), started);
    }

    private Uni<Response> ended(Started started) {
        return materialization
                .end(started.jobs())
                .map(MaterializeDoor::answer)
                .onFailure()
                .recoverWithItem(FeastErrors::answer)
                .map(answer -> named(answer, started));
    }

    private static Response answer(List<Job> ended) {
        var failed = ended.stream()
                .filter(job -> job.status().state() != JobState.DONE)
                .toList();
        if (failed.isEmpty()) {
            return Response.ok("null").build();
        }
        return FeastErrors.answer(LarderException.of(
                ErrorCode.FAILED_PRECONDITION,
                "JOB_FAILED",
                failed.stream().map(MaterializeDoor::failure).collect(Collectors.joining(" "))));
    }

    private static String failure(Job job) {
        var error = job.status().error();
        return "Feature table %s was not loaded: job %s is %s%s"
                .formatted(
                        job.work().tables().get(0),
                        job.id(),
                        job.status().state(),
                        error.isEmpty() ? "." : ": " + error);
    }

    private static Response named(Response answer, Started started) {
        if (started.jobs().isEmpty()) {
            return answer;
        }
        var ids = started.jobs().stream().map(job -> job.id().toString()).collect(Collectors.joining(","));
        return Response.fromResponse(answer).header(JOBS, ids).build();
    }

    private static Instant time(JsonNode json, String field) {
        return TimeText.parse(field, JsonBody.text(json, field));
    }

    private static void requireTime(Instant start, Instant end) {
        if (!start.isBefore(end)) {
            throw LarderException.invalid(
                    "EMPTY_INTERVAL",
                    "end_ts",
                    "The interval from %s up to %s holds no time; end_ts must be after start_ts."
                            .formatted(start, end));
        }
    }

    private static Optional<List<String>> tables(JsonNode json) {
        return json.hasNonNull("feature_views") ? Optional.of(JsonBody.texts(json, "feature_views")) : Optional.empty();
    }

    private static void requireNoVersion(JsonNode json) {
        if (json.hasNonNull("version")) {
            throw LarderException.of(
                    ErrorCode.UNIMPLEMENTED, "NO_VERSIONS", "Feature tables have no versions here; leave version out.");
        }
    }
}
