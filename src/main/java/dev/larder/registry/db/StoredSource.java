package dev.larder.registry.db;

import dev.larder.definition.BatchSource;
import dev.larder.definition.BatchSource.BigQuerySource;
import dev.larder.definition.BatchSource.FileSource;
import dev.larder.definition.DataSource;
import dev.larder.definition.SourceColumns;
import dev.larder.definition.StreamFormat;
import dev.larder.definition.StreamSource;
import dev.larder.definition.StreamSource.KafkaSource;
import dev.larder.definition.StreamSource.KinesisSource;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/** A data source as one JSON object: {@code type} says which options there are. */
@RegisterForReflection
record StoredSource(
        Type type,
        String eventTimestamp,
        String createdTimestamp,
        String datePartition,
        Map<String, String> fieldMapping,
        Map<String, String> options) {
    enum Type {
        FILE,
        BIGQUERY,
        KAFKA_AVRO,
        KAFKA_PROTOBUF,
        KINESIS_AVRO,
        KINESIS_PROTOBUF
    }

    static StoredSource of(DataSource source) {
        if (source instanceof FileSource file) {
            return of(Type.FILE, file, Map.of("url", file.fileUrl()));
        }
        if (source instanceof BigQuerySource bigQuery) {
            return of(Type.BIGQUERY, bigQuery, Map.of("table", bigQuery.tableRef()));
        }
        if (source instanceof KafkaSource kafka) {
            var type = kafka.format() instanceof StreamFormat.Avro ? Type.KAFKA_AVRO : Type.KAFKA_PROTOBUF;
            return of(
                    type,
                    kafka,
                    Map.of(
                            "servers",
                            kafka.bootstrapServers(),
                            "topic",
                            kafka.topic(),
                            "format",
                            text(kafka.format())));
        }
        var kinesis = (KinesisSource) source;
        var type = kinesis.format() instanceof StreamFormat.Avro ? Type.KINESIS_AVRO : Type.KINESIS_PROTOBUF;
        return of(
                type,
                kinesis,
                Map.of("region", kinesis.region(), "stream", kinesis.streamName(), "format", text(kinesis.format())));
    }

    private static StoredSource of(Type type, DataSource source, Map<String, String> options) {
        var columns = source.columns();
        return new StoredSource(
                type,
                columns.eventTimestamp(),
                columns.createdTimestamp(),
                columns.datePartition(),
                columns.fieldMapping(),
                options);
    }

    private static String text(StreamFormat format) {
        return format instanceof StreamFormat.Avro avro
                ? avro.schemaJson()
                : ((StreamFormat.Protobuf) format).classPath();
    }

    BatchSource toBatchSource() {
        return switch (type) {
            case FILE -> new FileSource(columns(), options.get("url"));
            case BIGQUERY -> new BigQuerySource(columns(), options.get("table"));
            default -> throw new IllegalStateException("stored as a batch source: " + type);
        };
    }

    StreamSource toStreamSource() {
        return switch (type) {
            case KAFKA_AVRO -> kafka(new StreamFormat.Avro(options.get("format")));
            case KAFKA_PROTOBUF -> kafka(new StreamFormat.Protobuf(options.get("format")));
            case KINESIS_AVRO -> kinesis(new StreamFormat.Avro(options.get("format")));
            case KINESIS_PROTOBUF -> kinesis(new StreamFormat.Protobuf(options.get("format")));
            default -> throw new IllegalStateException("stored as a stream source: " + type);
        };
    }

    private KafkaSource kafka(StreamFormat format) {
        return new KafkaSource(columns(), options.get("servers"), options.get("topic"), format);
    }

    private KinesisSource kinesis(StreamFormat format) {
        return new KinesisSource(columns(), options.get("region"), options.get("stream"), format);
    }

    private SourceColumns columns() {
        return new SourceColumns(eventTimestamp, createdTimestamp, datePartition, fieldMapping);
    }
}
