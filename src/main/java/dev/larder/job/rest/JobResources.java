package dev.larder.job.rest;

import dev.larder.definition.Names;
import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import dev.larder.job.Job;
import dev.larder.job.Jobs;
import dev.larder.job.grpc.JobMessages;
import dev.larder.proto.v1.JobWork;
import dev.larder.registry.Page;
import dev.larder.wire.Caller;
import dev.larder.wire.MessageBody;
import dev.larder.wire.ProtoJson;
import dev.larder.wire.QueryParameters;
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
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Jobs: started, watched, ended, started again. */
@Path("/api/v1/projects/{project}/jobs")
@Produces({MediaType.APPLICATION_JSON, MessageBody.YAML})
@Tag(name = "Jobs")
public class JobResources {
    private final Jobs jobs;
    private final Caller caller;

    JobResources(Jobs jobs, Caller caller) {
        this.jobs = jobs;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "startJob",
            summary = "Start a job: batch source to online store or to offline store, or a historical retrieval")
    @RequestBody(content = @Content(schema = @Schema(ref = "JobWork")))
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(ref = "Job")))
    public Response start(@RestPath String project, String body) {
        var work = ProtoJson.read(JobWork.getDefaultInstance(), body);
        var job = jobs.start(caller.principal(), project, JobMessages.work(work));
        return Response.created(URI.create("/api/v1/projects/%s/jobs/%s".formatted(job.project(), job.id())))
                .entity(JobMessages.job(job))
                .build();
    }

    @GET
    @Operation(operationId = "listJobs", summary = "List the jobs of a project, the newest first")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "JobPage")))
    public Response list(
            @RestPath String project,
            @Parameter(description = "only jobs that read this feature table")
                    @RestQuery("feature-table")
                    @DefaultValue("")
                    String table,
            @Parameter(description = "also jobs that have ended") @RestQuery("include-ended") @DefaultValue("true")
                    String includeEnded,
            @RestQuery("page-size") @DefaultValue("0") String pageSize,
            @RestQuery("page-token") @DefaultValue("") String pageToken) {
        Page<Job> page = jobs.jobs(
                Names.project(project),
                table,
                QueryParameters.flag("include-ended", includeEnded),
                Page.Request.of(QueryParameters.number("page-size", pageSize), pageToken));
        return Response.ok(JobMessages.page(page)).build();
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getJob", summary = "How a job stands: state, progress, error")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Job")))
    public Response get(@RestPath String project, @RestPath String id) {
        return Response.ok(JobMessages.job(of(project, id))).build();
    }

    @POST
    @Path("{id}/cancel")
    @Operation(operationId = "cancelJob", summary = "End a job and its Spark application")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Job")))
    public Response cancel(@RestPath String project, @RestPath String id) {
        of(project, id);
        return Response.ok(JobMessages.job(jobs.cancel(id))).build();
    }

    @POST
    @Path("{id}/retry")
    @Operation(operationId = "retryJob", summary = "Start a job that failed or was cancelled again")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Job")))
    @APIResponse(responseCode = "412", description = "The job is done")
    public Response retry(@RestPath String project, @RestPath String id) {
        of(project, id);
        return Response.ok(JobMessages.job(jobs.retry(id))).build();
    }

    @GET
    @Path("{id}/log")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(operationId = "readJobLog", summary = "The end of what the job's Spark driver wrote")
    @APIResponse(responseCode = "200", description = "Whole lines", content = @Content(mediaType = "text/plain"))
    public Response log(
            @RestPath String project,
            @RestPath String id,
            @Parameter(description = "1 to 1048576; 65536 unless said") @RestQuery("max-bytes") @DefaultValue("0")
                    String maxBytes) {
        of(project, id);
        var log = jobs.log(id, QueryParameters.number("max-bytes", maxBytes));
        return Response.ok(log.text())
                .header("x-larder-truncated", log.truncated())
                .build();
    }

    /** Jobs are found in their project only. */
    private Job of(String project, String id) {
        var job = jobs.job(id);
        if (!job.project().equals(Names.project(project))) {
            throw LarderException.of(
                    ErrorCode.NOT_FOUND,
                    "JOB_NOT_FOUND",
                    "There is no job %s in project %s.".formatted(job.id(), project));
        }
        return job;
    }
}
