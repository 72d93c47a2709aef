package dev.larder.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.larder.error.LarderException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Request bodies that are plain JSON and no message. Fields are read strictly: what cannot be understood is an error. */
public final class JsonBody {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // What was written is what is read: 1e400 is no infinity, and 9007199254740993.0 not another number.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonBody() {}

    /** @throws LarderException INVALID_ARGUMENT if it is no JSON object */
    public static JsonNode object(byte[] body) {
        try {
            var node = MAPPER.readTree(body);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            throw malformed(
                    "The body is not JSON: %s%s.",
                    ParserWords.plain(e.getOriginalMessage()),
                    place == null ? "" : " (line %d, column %d)".formatted(place.getLineNr(), place.getColumnNr()));
        } catch (NumberFormatException e) {
            throw malformed("The body holds a number with an exponent that no type can hold.");
        } catch (IOException e) {
            throw malformed("The body is not JSON: %s.", ParserWords.plain(e.getMessage()));
        }
        throw malformed("The body must be a JSON object.");
    }

    private static LarderException malformed(String message, Object... parts) {
        return LarderException.invalid("MALFORMED_JSON", "", message.formatted(parts));
    }

    /** A text that must be there. */
    public static String text(JsonNode object, String field) {
        var text = object.path(field);
        require(text.isTextual(), field, "%s must be given, as a text.");
        return text.textValue();
    }

    /** A text that may be left out or null. */
    public static String text(JsonNode object, String field, String otherwise) {
        return object.hasNonNull(field) ? text(object, field) : otherwise;
    }

    public static boolean flag(JsonNode object, String field, boolean otherwise) {
        if (!object.hasNonNull(field)) {
            return otherwise;
        }
        require(object.get(field).isBoolean(), field, "%s must be true or false.");
        return object.get(field).booleanValue();
    }

    /** A list of texts. */
    public static List<String> texts(JsonNode object, String field) {
        var list = object.path(field);
        require(list.isArray(), field, "%s must be a list of texts.");
        var texts = new ArrayList<String>();
        for (JsonNode text : list) {
            require(text.isTextual(), field, "%s must be a list of texts.");
            texts.add(text.textValue());
        }
        return texts;
    }

    /** @param message with a place for the field */
    public static void require(boolean right, String field, String message) {
        if (!right) {
            throw LarderException.invalid("WRONG_SHAPE", field, message.formatted(field));
        }
    }
}
