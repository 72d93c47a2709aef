package dev.larder.definition;

import static dev.larder.definition.Examples.COLUMNS;
import static dev.larder.definition.Refusal.assertInvalid;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.larder.definition.BatchSource.BigQuerySource;
import dev.larder.definition.BatchSource.FileSource;
import dev.larder.definition.StreamSource.KafkaSource;
import dev.larder.definition.StreamSource.KinesisSource;
import dev.larder.error.ErrorCode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class DataSourceTest {
    private static final StreamFormat AVRO = new StreamFormat.Avro("{\"type\": \"record\"}");

    private static void assertEmpty(String field, Executable action) {
        assertInvalid("EMPTY_FIELD", field, field + " must not be empty.", action);
    }

    private static SourceColumns mapping(Map<String, String> mapping) {
        return new SourceColumns("event_ts", "", "", mapping);
    }

    @Test
    void aTableReferenceMustNameProjectDatasetAndTable() {
        assertEquals("project:dataset.table", new BigQuerySource(COLUMNS, "project:dataset.table").tableRef());
        assertInvalid(
                "INVALID_NAME",
                "bigquery_options.table_ref",
                "invalid value for FeatureTable resource, invalid.bq:path: argument must be in the form of <project:dataset.table> .",
                () -> new BigQuerySource(COLUMNS, "invalid.bq:path"));
    }

    @Test
    void aClassPathMustBeOne() {
        assertEquals("com.example.Trip", new StreamFormat.Protobuf("com.example.Trip").classPath());
        assertInvalid(
                "INVALID_NAME",
                "proto_format.class_path",
                "invalid value for FeatureTable resource, .com.example: argument must be a valid Java Classpath",
                () -> new StreamFormat.Protobuf(".com.example"));
    }

    @Test
    void otherFormatsAreUnimplemented() {
        assertEquals(
                new Refusal(
                        ErrorCode.UNIMPLEMENTED,
                        "UNSUPPORTED_FILE_FORMAT",
                        Optional.empty(),
                        "Unsupported File Format: FORMAT_NOT_SET"),
                Refusal.of(() -> {
                    throw BatchSource.unsupportedFormat("FORMAT_NOT_SET");
                }));
        assertEquals(
                new Refusal(
                        ErrorCode.UNIMPLEMENTED,
                        "UNSUPPORTED_STREAM_FORMAT",
                        Optional.empty(),
                        "Unsupported Stream Format for Kafka Source Type: FORMAT_NOT_SET"),
                Refusal.of(() -> {
                    throw StreamFormat.unsupported("Kafka", "FORMAT_NOT_SET");
                }));
    }

    @Test
    void noOptionMayBeEmpty() {
        assertEmpty("file_options.file_url", () -> new FileSource(COLUMNS, ""));
        assertEmpty("kafka_options.bootstrap_servers", () -> new KafkaSource(COLUMNS, "", "trips", AVRO));
        assertEmpty("kafka_options.topic", () -> new KafkaSource(COLUMNS, "localhost:9092", "", AVRO));
        assertEmpty("kinesis_options.region", () -> new KinesisSource(COLUMNS, "", "trips", AVRO));
        assertEmpty("kinesis_options.stream_name", () -> new KinesisSource(COLUMNS, "eu-central-1", "", AVRO));
        assertEmpty("avro_format.schema_json", () -> new StreamFormat.Avro(""));
    }

    @Test
    void aFieldMappingHasNoEmptyNameAndNoEmptyColumn() {
        assertEmpty("field_mapping (name)", () -> mapping(Map.of("", "cost")));
        assertEmpty("field_mapping.trip_cost", () -> mapping(Map.of("trip_cost", "")));
    }

    @Test
    void aFieldMappingHasNoMoreEntriesThanATableHasNames() {
        var largest = IntStream.range(0, 10_032).boxed().collect(Collectors.toMap(i -> "f" + i, i -> "c"));
        assertEquals(10_032, mapping(largest).fieldMapping().size());
        largest.put("one_more", "c");
        assertInvalid(
                "DEFINITION_TOO_LARGE",
                "field_mapping",
                "field_mapping has 10,033 entries; at most 10,032 are allowed.",
                () -> mapping(largest));
    }

    @Test
    void aFieldMappingIsNotSharedWithTheCaller() {
        var given = new HashMap<>(Map.of("trip_cost", "cost"));
        var columns = mapping(given);
        given.clear();
        assertEquals(Map.of("trip_cost", "cost"), columns.fieldMapping());
        assertThrows(UnsupportedOperationException.class, () -> columns.fieldMapping()
                .clear());
    }

    @Test
    void kafkaSaysThis() {
        assertEquals(
                Map.of(
                        "type", "STREAM_KAFKA",
                        "bootstrap_servers", "one:9092,two:9092",
                        "topic", "trips",
                        "event_timestamp_column", "event_ts",
                        "format.avro_schema", "{\"type\": \"record\"}"),
                new KafkaSource(COLUMNS, "one:9092,two:9092", "trips", AVRO).facts());
    }

    @Test
    void kinesisSaysThis() {
        assertEquals(
                Map.of(
                        "type", "STREAM_KINESIS",
                        "region", "eu-central-1",
                        "stream_name", "trips",
                        "event_timestamp_column", "event_ts",
                        "format.protobuf_class", "com.example.Trip"),
                new KinesisSource(COLUMNS, "eu-central-1", "trips", new StreamFormat.Protobuf("com.example.Trip"))
                        .facts());
    }

    @Test
    void anUnknownKindOfOnlineStoreIsRefused() {
        assertInvalid(
                "UNKNOWN_STORE_TYPE",
                "online_store.type",
                "online_store.type is nothing, and Larder has one online store, named online, of the type REDIS. Leave online_store out, or set its type to REDIS.",
                () -> new OnlineStore("online", null, ""));
    }
}
