package dev.larder.spark.job;

import static dev.larder.spark.testing.Rows.row;
import static dev.larder.spark.testing.Specs.entity;
import static dev.larder.spark.testing.Specs.feature;
import static dev.larder.spark.testing.Specs.parquet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.proto.v1.JobProgress;
import dev.larder.proto.v1.Table;
import dev.larder.row.ValueLayout;
import dev.larder.spark.source.ColumnTypes;
import dev.larder.spark.testing.LocalRedis;
import dev.larder.spark.testing.LocalSpark;
import dev.larder.spark.testing.Rows;
import dev.larder.spark.testing.Specs;
import feast.proto.types.ValueProto.ValueType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** What a job writes into Redis has the bytes of the golden vectors, which the application reads too. */
class RowVectorsTest {
    private static final HexFormat HEX = HexFormat.of();

    private final JsonNode vectors = read();

    @TempDir
    Path folder;

    private Jedis redis;

    @BeforeEach
    void empty() {
        redis = LocalRedis.shared().client();
        redis.flushAll();
    }

    @AfterEach
    void disconnect() {
        redis.close();
    }

    @Test
    void keysAreAsTheyWere() {
        for (JsonNode vector : vectors.get("keys")) {
            var written = write(vector.get("keyHash").asText(), names(vector), vector.get("values"), 1, 0, List.of());

            assertEquals(List.of(vector.get("key").asText()), List.copyOf(written.keySet()));
        }
    }

    @Test
    void fieldsAreAsTheyWere() {
        var key = vectors.get("keys").get(0);
        for (JsonNode vector : vectors.get("fields")) {
            int number = vector.get("tableNumber").asInt();
            var written = write(key.get("keyHash").asText(), names(key), key.get("values"), number, 0, List.of());

            assertEquals(
                    List.of(vector.get("field").asText()),
                    List.copyOf(written.get(key.get("key").asText()).keySet()));
        }
    }

    @Test
    void rowsAreAsTheyWere() {
        var key = vectors.get("keys").get(0);
        for (JsonNode vector : vectors.get("rows")) {
            var written = write(
                    key.get("keyHash").asText(),
                    names(key),
                    key.get("values"),
                    1,
                    vector.get("eventTimeMicros").asLong(),
                    vector.get("features"));

            assertEquals(
                    Map.of("01", vector.get("row").asText()),
                    written.get(key.get("key").asText()));
        }
    }

    private static List<String> names(JsonNode vector) {
        var names = new ArrayList<String>();
        vector.get("entities").forEach(name -> names.add(name.asText()));
        return names;
    }

    /** Runs a job for one row and gives what lies in Redis then, in hexadecimal: key to field to value. */
    private Map<String, Map<String, String>> write(
            String keyHash,
            List<String> entities,
            Iterable<JsonNode> keyValues,
            int number,
            long eventTime,
            Iterable<JsonNode> features) {
        redis.flushAll();
        var columns = new ArrayList<String>(List.of("event_timestamp timestamp"));
        var values = new ArrayList<Object>(List.of(Instant.EPOCH.plus(eventTime, ChronoUnit.MICROS)));
        var table =
                Table.newBuilder().setName("vectors").setNumber(number).setKeyHash(HexFormat.fromHexDigits(keyHash));
        int position = 0;
        for (JsonNode typed : keyValues) {
            var name = entities.get(position++);
            table.addEntities(
                    entity(name, ValueType.Enum.valueOf(typed.get("type").asText())));
            add(name, typed, columns, values);
        }
        for (JsonNode typed : features) {
            int id = typed.get("id").asInt();
            table.addFeatures(feature(
                    id, "f" + id, ValueType.Enum.valueOf(typed.get("type").asText())));
            add("f" + id, typed, columns, values);
        }
        table.setBatchSource(parquet(Rows.parquet(folder, String.join(", ", columns), row(values.toArray()))));
        var spec = Specs.toOnline(
                Specs.job(),
                table,
                Specs.interval(Instant.parse("1960-01-01T00:00:00Z"), Instant.parse("2040-01-01T00:00:00Z")));

        var outcome = new JobRun(LocalSpark.session(), spec.build(), "", Clock.systemUTC()).run();

        assertEquals(JobProgress.State.DONE, outcome.getState(), outcome::getError);
        assertEquals(1, outcome.getRowsWritten());
        redis.del("larder:job:" + spec.getJobId());
        return stored();
    }

    private Map<String, Map<String, String>> stored() {
        var stored = new HashMap<String, Map<String, String>>();
        for (byte[] key : redis.keys(new byte[] {'*'})) {
            var fields = new HashMap<String, String>();
            redis.hgetAll(key).forEach((field, value) -> fields.put(HEX.formatHex(field), HEX.formatHex(value)));
            stored.put(HEX.formatHex(key), fields);
        }
        return stored;
    }

    private static void add(String name, JsonNode typed, List<String> columns, List<Object> values) {
        var layout = ValueLayout.valueOf(typed.get("type").asText());
        columns.add(name + " " + ColumnTypes.of(layout).catalogString());
        values.add(value(layout, typed.get("value")));
    }

    private static Object value(ValueLayout layout, JsonNode value) {
        return switch (layout) {
            case BYTES -> HEX.parseHex(value.asText());
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
                    .readTree(Path.of("..", "proto", "testdata", "row", "vectors.json")
                            .toFile());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
