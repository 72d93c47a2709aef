package dev.larder.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;

/**
 * Failures in the form of today's Feast: what is wrong with the request as 422 with a list of details; the rest as a JSON text that
 * holds JSON, {@code {"module", "class", "message"}}. Feast's SDK looks the class up by its name and makes an exception of it, so
 * only classes that it has are named.
 */
public final class FeastErrors {
    /** A name that may be pushed to is not there: the one thing that is not found with another status than 404. */
    public static final String PUSH_SOURCE_NOT_FOUND = "PUSH_SOURCE_NOT_FOUND";

    private static final String MODULE = "feast.errors";
    private static final int UNPROCESSABLE = 422;
    private static final Map<String, String> CLASSES = Map.of(
            "FEATURE_TABLE_NOT_FOUND",
            "FeatureViewNotFoundException",
            "FEATURE_TABLE_DELETED",
            "FeatureViewNotFoundException",
            "FEATURE_SERVICE_NOT_FOUND",
            "FeatureServiceNotFoundException",
            "ENTITY_NOT_FOUND",
            "EntityNotFoundException",
            "PROJECT_NOT_FOUND",
            "ProjectObjectNotFoundException",
            PUSH_SOURCE_NOT_FOUND,
            "PushSourceNotFoundException");

    private FeastErrors() {}

    /** Any failure of a Feast door. */
    public static Response answer(Throwable thrown) {
        var failure = Failure.of(thrown, RequestId.current());
        return switch (failure.code()) {
            case INVALID_ARGUMENT -> unprocessable(
                    List.of(new Mistake(failure.field().stream().toList(), failure.getMessage(), failure.reason())));
            case UNAUTHENTICATED -> answer(
                    failure.code().httpStatus(),
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("detail", failure.getMessage())
                            .toString());
            default -> answer(
                    status(failure), TextNode.valueOf(feastError(failure)).toString());
        };
    }

    private static int status(LarderException failure) {
        return failure.reason().equals(PUSH_SOURCE_NOT_FOUND)
                ? UNPROCESSABLE
                : failure.code().httpStatus();
    }

    /**
     * Something wrong with a request.
     *
     * @param path of it within the body
     */
    public record Mistake(List<String> path, String message, String reason) {}

    /** Everything that is wrong with a request. */
    public static Response unprocessable(List<Mistake> mistakes) {
        var json = JsonNodeFactory.instance.objectNode();
        var details = json.putArray("detail");
        for (Mistake mistake : mistakes) {
            var detail = details.addObject();
            var location = detail.putArray("loc").add("body");
            mistake.path().forEach(location::add);
            detail.put("msg", mistake.message()).put("type", mistake.reason());
        }
        return answer(UNPROCESSABLE, json.toString());
    }

    private static String feastError(LarderException failure) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("module", MODULE)
                .put("class", CLASSES.getOrDefault(failure.reason(), classOf(failure.code())))
                .put("message", failure.getMessage())
                .toString();
    }

    private static String classOf(ErrorCode code) {
        return switch (code) {
            case NOT_FOUND -> "FeastObjectNotFoundException";
            case PERMISSION_DENIED -> "FeastPermissionError";
            default -> "FeastError";
        };
    }

    private static Response answer(int status, String body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body)
                .build();
    }
}
