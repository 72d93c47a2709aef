package dev.larder.job.rest;

import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import dev.larder.job.Schedules;
import dev.larder.job.grpc.JobMessages;
import dev.larder.proto.v1.Schedule;
import dev.larder.wire.Caller;
import dev.larder.wire.MessageBody;
import dev.larder.wire.ProtoJson;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Batch ingestions into the online store that come again and again. */
@Path("/api/v1/projects/{project}")
@Produces({MediaType.APPLICATION_JSON, MessageBody.YAML})
@Tag(name = "Jobs")
public class ScheduleResources {
    private final Schedules schedules;
    private final Caller caller;

    ScheduleResources(Schedules schedules, Caller caller) {
        this.schedules = schedules;
        this.caller = caller;
    }

    @GET
    @Path("schedules")
    @Operation(operationId = "listSchedules", summary = "List the schedules of a project, by feature table")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "ListSchedulesResponse")))
    public Response list(@RestPath String project) {
        return Response.ok(JobMessages.schedules(schedules.list(project))).build();
    }

    @GET
    @Path("feature-tables/{table}/schedule")
    @Operation(operationId = "getSchedule", summary = "Get the schedule of a feature table")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Schedule")))
    public Response get(@RestPath String project, @RestPath String table) {
        var schedule = schedules
                .get(project, table)
                .orElseThrow(() -> LarderException.of(
                        ErrorCode.NOT_FOUND,
                        "SCHEDULE_NOT_FOUND",
                        "Feature table %s of project %s has no schedule.".formatted(table, project)));
        return Response.ok(JobMessages.schedule(schedule)).build();
    }

    @PUT
    @Path("feature-tables/{table}/schedule")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "putSchedule",
            summary = "Ingest a feature table's batch source into the online store again and again",
            description = "The body needs cron and days.")
    @RequestBody(content = @Content(schema = @Schema(ref = "Schedule")))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Schedule")))
    public Response put(@RestPath String project, @RestPath String table, String body) {
        var asked = ProtoJson.read(Schedule.getDefaultInstance(), body);
        var schedule = schedules.put(caller.principal(), project, table, asked.getCron(), asked.getDays());
        return Response.ok(JobMessages.schedule(schedule)).build();
    }

    @DELETE
    @Path("feature-tables/{table}/schedule")
    @Operation(operationId = "deleteSchedule", summary = "End a schedule; a job that runs goes on")
    @APIResponse(responseCode = "204", description = "Deleted")
    public Response delete(@RestPath String project, @RestPath String table) {
        schedules.delete(project, table);
        return Response.noContent().build();
    }
}
