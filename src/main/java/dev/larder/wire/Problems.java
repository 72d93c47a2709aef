package dev.larder.wire;

import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Failures as {@code application/problem+json} (RFC 9457) with {@code code}, {@code reason} and {@code field}. */
public class Problems {
    private static final MediaType PROBLEM = new MediaType("application", "problem+json");

    @ServerExceptionMapper
    Response failed(Throwable thrown) {
        return answer(Failure.of(thrown, RequestId.current()));
    }

    static Response answer(LarderException failure) {
        var problem =
                problem(failure.code().httpStatus(), failure.code().name(), failure.reason(), failure.getMessage());
        failure.field().ifPresent(field -> problem.put("field", field));
        return answer(failure.code().httpStatus(), problem);
    }

    /** What the framework refuses by itself: unknown paths, methods, media types. */
    @ServerExceptionMapper
    Response refused(WebApplicationException thrown, UriInfo uri) {
        if (thrown.getCause() instanceof LarderException failure) {
            return failed(failure);
        }
        var status = thrown.getResponse().getStatus();
        var code =
                switch (status) {
                    case 401 -> ErrorCode.UNAUTHENTICATED;
                    case 403 -> ErrorCode.PERMISSION_DENIED;
                    case 404 -> ErrorCode.NOT_FOUND;
                    case 405, 415, 406 -> ErrorCode.UNIMPLEMENTED;
                    case 413 -> ErrorCode.RESOURCE_EXHAUSTED;
                    default -> status < 500 ? ErrorCode.INVALID_ARGUMENT : ErrorCode.INTERNAL;
                };
        var reason = Response.Status.fromStatusCode(status);
        var detail = "%s (/%s). /q/swagger-ui lists what can be asked here."
                .formatted(thrown.getMessage(), uri.getPath().replaceFirst("^/", ""));
        return answer(status, problem(status, code.name(), reason == null ? "HTTP_" + status : reason.name(), detail));
    }

    private static JsonObject problem(int status, String code, String reason, String detail) {
        var title = Response.Status.fromStatusCode(status);
        return new JsonObject()
                .put("type", "about:blank")
                .put("title", title == null ? "" : title.getReasonPhrase())
                .put("status", status)
                .put("detail", detail)
                .put("code", code)
                .put("reason", reason)
                .put("requestId", RequestId.current());
    }

    private static Response answer(int status, JsonObject problem) {
        return Response.status(status).type(PROBLEM).entity(problem.encode()).build();
    }
}
