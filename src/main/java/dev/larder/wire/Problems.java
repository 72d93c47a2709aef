package dev.larder.wire;

import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Failures as {@code application/problem+json} (RFC 9457) with {@code code}, {@code reason} and {@code field}. */
public class Problems {
    /** Statuses that no {@link ErrorCode} has; there the code is the reason. */
    static final String UNSUPPORTED_MEDIA_TYPE = "UNSUPPORTED_MEDIA_TYPE";

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS");
    private static final int METHOD_STATUS = 405;
    private static final String METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED";
    private static final String NOT_ACCEPTABLE = "NOT_ACCEPTABLE";
    private static final String LIST = " /q/swagger-ui lists what can be asked here.";
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

    /** What is refused before any resource is asked: unknown paths, methods, media types. */
    @ServerExceptionMapper
    Response refused(WebApplicationException thrown, UriInfo uri, Request request, HttpHeaders headers) {
        if (thrown.getCause() instanceof LarderException failure) {
            return failed(failure);
        }
        var method = request.getMethod();
        // Of methods that no path at all is asked with, the framework says that there is no path.
        var status = METHODS.contains(method) ? thrown.getResponse().getStatus() : METHOD_STATUS;
        var path = "/" + uri.getPath().replaceFirst("^/", "");
        return switch (status) {
            case 404 -> refusal(
                    status,
                    ErrorCode.NOT_FOUND.name(),
                    "UNKNOWN_PATH",
                    "There is nothing at %s.%s".formatted(path, LIST));
            case METHOD_STATUS -> refusal(
                    status,
                    METHOD_NOT_ALLOWED,
                    METHOD_NOT_ALLOWED,
                    "%s cannot be asked with %s.%s".formatted(path, method, LIST));
            case 406 -> refusal(
                    status,
                    NOT_ACCEPTABLE,
                    NOT_ACCEPTABLE,
                    "%s has no answer of the type that the header Accept asks for (%s).%s"
                            .formatted(path, headers.getHeaderString(HttpHeaders.ACCEPT), LIST));
            case 415 -> refusal(
                    status,
                    UNSUPPORTED_MEDIA_TYPE,
                    UNSUPPORTED_MEDIA_TYPE,
                    "%s takes no body of the type that the header Content-Type says (%s).%s"
                            .formatted(path, headers.getHeaderString(HttpHeaders.CONTENT_TYPE), LIST));
            case 413 -> refusal(
                    status,
                    ErrorCode.RESOURCE_EXHAUSTED.name(),
                    "BODY_TOO_LARGE",
                    "The body is larger than quarkus.http.limits.max-body-size allows. Send it in parts.");
            default -> refusal(
                    status,
                    (status < 500 ? ErrorCode.INVALID_ARGUMENT : ErrorCode.INTERNAL).name(),
                    "HTTP_" + status,
                    "%s cannot be answered.%s".formatted(path, LIST));
        };
    }

    static Response refusal(int status, String code, String reason, String detail) {
        return answer(status, problem(status, code, reason, detail));
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
