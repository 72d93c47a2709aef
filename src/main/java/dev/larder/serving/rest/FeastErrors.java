package dev.larder.serving.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/**
 * Failures in the form of today's Feast: what is wrong with the request as 422 with a list of details; the rest as a JSON text that
 * holds JSON, {@code {"module", "class", "message"}}.
 */
final class FeastErrors {
    private static final int UNPROCESSABLE = 422;
    private static final Map<String, String> CLASSES = Map.of(
            "FEATURE_TABLE_NOT_FOUND", "FeatureViewNotFoundException",
            "FEATURE_NOT_FOUND", "FeatureNameNotFoundException",
            "FEATURE_SERVICE_NOT_FOUND", "FeatureServiceNotFoundException",
            "ONLINE_STORE_UNAVAILABLE", "OnlineStoreUnavailableException");

    private FeastErrors() {}

    static Response answer(LarderException failure) {
        return failure.code() == ErrorCode.INVALID_ARGUMENT
                ? answer(UNPROCESSABLE, details(failure))
                : answer(
                        failure.code().httpStatus(),
                        TextNode.valueOf(feastError(failure)).toString());
    }

    private static String details(LarderException failure) {
        var json = JsonNodeFactory.instance.objectNode();
        var detail = json.putArray("detail").addObject();
        var location = detail.putArray("loc").add("body");
        failure.field().ifPresent(location::add);
        detail.put("msg", failure.getMessage()).put("type", failure.reason());
        return json.toString();
    }

    private static String feastError(LarderException failure) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("module", "feast.errors")
                .put("class", CLASSES.getOrDefault(failure.reason(), "FeastError"))
                .put("message", failure.getMessage())
                .toString();
    }

    private static Response answer(int status, String body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body)
                .build();
    }
}
