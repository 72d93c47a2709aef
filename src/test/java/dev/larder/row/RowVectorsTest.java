package dev.larder.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.definition.EntitySet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes are those of the golden vectors, which were computed by another program in another language. */
class RowVectorsTest {
    private final JsonNode vectors = read();

    @Test
    void keysAreAsTheyWere() {
        assertTrue(vectors.get("keys").size() > 5);
        for (JsonNode vector : vectors.get("keys")) {
            var entities = new ArrayList<String>();
            vector.get("entities").forEach(name -> entities.add(name.asText()));
            int keyHash = new EntitySet(vector.get("project").asText(), entities).keyHash();
            assertEquals(vector.get("keyHash").asText(), HexFormat.of().toHexDigits(keyHash));
            var values = new ArrayList<Object>();
            vector.get("values").forEach(value -> values.add(value(value)));
            assertEquals(vector.get("key").asText(), HexFormat.of().formatHex(RowKey.encode(keyHash, values)));
        }
    }

    @Test
    void fieldsAreAsTheyWere() {
        for (JsonNode vector : vectors.get("fields")) {
            var field = RowField.encode(vector.get("tableNumber").asInt());
            assertEquals(vector.get("field").asText(), HexFormat.of().formatHex(field));
        }
    }

    @Test
    void rowsAreAsTheyWere() throws CorruptRowException {
        var writer = new RowWriter();
        for (JsonNode vector : vectors.get("rows")) {
            long eventTime = vector.get("eventTimeMicros").asLong();
            writer.begin(eventTime);
            for (JsonNode feature : vector.get("features")) {
                writer.put(
                        feature.get("id").asInt(),
                        ValueLayout.valueOf(feature.get("type").asText()),
                        value(feature));
            }
            var row = writer.end();
            assertEquals(vector.get("row").asText(), HexFormat.of().formatHex(row));

            var reader = new RowReader();
            reader.reset(row);
            assertEquals(eventTime, reader.eventTimeMicros());
            for (JsonNode feature : vector.get("features")) {
                assertTrue(reader.next());
                assertEquals(feature.get("id").asInt(), reader.id());
            }
            assertEquals(false, reader.next());
        }
    }

    private static Object value(JsonNode typed) {
        return value(ValueLayout.valueOf(typed.get("type").asText()), typed.get("value"));
    }

    private static Object value(ValueLayout layout, JsonNode value) {
        return switch (layout) {
            case BYTES -> HexFormat.of().parseHex(value.asText());
            case STRING -> value.asText();
            case INT32 -> value.asInt();
            case INT64 -> value.asLong();
            case DOUBLE -> value.asDouble();
            case FLOAT -> (float) value.asDouble();
            case BOOL -> value.asBoolean();
            default -> {
                var element = ValueLayout.valueOf(layout.name().replace("_LIST", ""));
                var list = new ArrayList<Object>();
                value.forEach(item -> list.add(value(element, item)));
                yield List.copyOf(list);
            }
        };
    }

    private static JsonNode read() {
        try {
            return new ObjectMapper()
                    .readTree(
                            Path.of("proto", "testdata", "row", "vectors.json").toFile());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
