package dev.larder.wire;

import com.google.common.hash.Hashing;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.larder.definition.BatchSource.BigQuerySource;
import dev.larder.definition.BatchSource.FileSource;
import dev.larder.definition.DataSource;
import dev.larder.definition.Entity;
import dev.larder.definition.Feature;
import dev.larder.definition.FeatureTable;
import dev.larder.definition.OnlineStore;
import dev.larder.definition.StreamFormat;
import dev.larder.definition.StreamSource.KafkaSource;
import dev.larder.definition.StreamSource.KinesisSource;
import dev.larder.definition.ValueType;
import feast.proto.core.DataFormatProto;
import feast.proto.core.DataSourceProto;
import feast.proto.core.EntityProto;
import feast.proto.core.FeatureProto.FeatureSpecV2;
import feast.proto.core.FeatureTableProto;
import feast.proto.core.FeatureTableProto.FeatureTableSpec;
import feast.proto.core.OnlineStoreProto;
import feast.proto.types.ValueProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/** Definitions to protobuf. */
public final class DefinitionWriter {
    private DefinitionWriter() {}

    public static EntityProto.Entity entity(Entity entity, Instant createdAt, Instant updatedAt) {
        return EntityProto.Entity.newBuilder()
                .setSpec(EntityProto.EntitySpecV2.newBuilder()
                        .setName(entity.name())
                        .setValueType(valueType(entity.valueType()))
                        .setDescription(entity.description())
                        .putAllLabels(entity.labels()))
                .setMeta(EntityProto.EntityMeta.newBuilder()
                        .setCreatedTimestamp(seconds(createdAt))
                        .setLastUpdatedTimestamp(seconds(updatedAt)))
                .build();
    }

    public static FeatureTableProto.FeatureTable featureTable(
            FeatureTable table, Instant createdAt, Instant updatedAt, long revision) {
        return FeatureTableProto.FeatureTable.newBuilder()
                .setSpec(spec(table))
                .setMeta(FeatureTableProto.FeatureTableMeta.newBuilder()
                        .setCreatedTimestamp(seconds(createdAt))
                        .setLastUpdatedTimestamp(seconds(updatedAt))
                        .setRevision(revision)
                        .setHash(hash(table)))
                .build();
    }

    public static FeatureSpecV2 feature(Feature feature) {
        return FeatureSpecV2.newBuilder()
                .setName(feature.name())
                .setValueType(valueType(feature.valueType()))
                .putAllLabels(feature.labels())
                .build();
    }

    public static OnlineStoreProto.OnlineStore onlineStore(OnlineStore store) {
        return OnlineStoreProto.OnlineStore.newBuilder()
                .setName(store.name())
                .setType(OnlineStoreProto.StoreType.valueOf(store.type().name()))
                .setDescription(store.description())
                .build();
    }

    /** To the microsecond, as it is stored. */
    public static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    private static FeatureTableSpec spec(FeatureTable table) {
        var spec = FeatureTableSpec.newBuilder()
                .setName(table.name())
                .addAllEntities(table.entities())
                .addAllFeatures(
                        table.features().stream().map(DefinitionWriter::feature).toList())
                .putAllLabels(table.labels())
                .setMaxAge(duration(table.maxAge()))
                .setBatchSource(source(table.batchSource()));
        table.streamSource().ifPresent(source -> spec.setStreamSource(source(source)));
        table.stalenessThreshold().ifPresent(threshold -> spec.setStalenessThreshold(duration(threshold)));
        table.onlineStore().ifPresent(store -> spec.setOnlineStore(onlineStore(store)));
        return spec.build();
    }

    /** Feast's: over what decides on the data, not over the name and the labels. */
    private static String hash(FeatureTable table) {
        var relevant = FeatureTableSpec.newBuilder()
                .addAllEntities(table.entities().stream().sorted().toList())
                .addAllFeatures(table.features().stream()
                        .sorted(Comparator.comparing(Feature::name))
                        .map(DefinitionWriter::feature)
                        .toList())
                .setBatchSource(source(table.batchSource()))
                .setStreamSource(table.streamSource()
                        .map(DefinitionWriter::source)
                        .orElse(DataSourceProto.DataSource.getDefaultInstance()))
                .setMaxAge(duration(table.maxAge()))
                .build();
        return Hashing.murmur3_32_fixed()
                .hashBytes(deterministicBytes(relevant))
                .toString();
    }

    private static byte[] deterministicBytes(Message message) {
        var bytes = new byte[message.getSerializedSize()];
        var output = CodedOutputStream.newInstance(bytes);
        output.useDeterministicSerialization();
        try {
            message.writeTo(output);
        } catch (IOException e) {
            throw new UncheckedIOException("an array of the right size cannot overflow", e);
        }
        return bytes;
    }

    public static ValueProto.ValueType.Enum valueType(ValueType type) {
        return ValueProto.ValueType.Enum.valueOf(type.name());
    }

    private static com.google.protobuf.Duration duration(Duration duration) {
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }

    /** Meta timestamps are whole seconds, as in Feast. */
    private static Timestamp seconds(Instant instant) {
        return Timestamp.newBuilder().setSeconds(instant.getEpochSecond()).build();
    }

    public static DataSourceProto.DataSource source(DataSource source) {
        var columns = source.columns();
        var builder = DataSourceProto.DataSource.newBuilder()
                .setEventTimestampColumn(columns.eventTimestamp())
                .setCreatedTimestampColumn(columns.createdTimestamp())
                .setDatePartitionColumn(columns.datePartition())
                .putAllFieldMapping(columns.fieldMapping());
        if (source instanceof FileSource file) {
            builder.setType(DataSourceProto.DataSource.SourceType.BATCH_FILE)
                    .getFileOptionsBuilder()
                    .setFileUrl(file.fileUrl())
                    .getFileFormatBuilder()
                    .setParquetFormat(DataFormatProto.FileFormat.ParquetFormat.getDefaultInstance());
        } else if (source instanceof BigQuerySource bigQuery) {
            builder.setType(DataSourceProto.DataSource.SourceType.BATCH_BIGQUERY)
                    .getBigqueryOptionsBuilder()
                    .setTableRef(bigQuery.tableRef());
        } else if (source instanceof KafkaSource kafka) {
            builder.setType(DataSourceProto.DataSource.SourceType.STREAM_KAFKA)
                    .getKafkaOptionsBuilder()
                    .setBootstrapServers(kafka.bootstrapServers())
                    .setTopic(kafka.topic())
                    .setMessageFormat(format(kafka.format()));
        } else if (source instanceof KinesisSource kinesis) {
            builder.setType(DataSourceProto.DataSource.SourceType.STREAM_KINESIS)
                    .getKinesisOptionsBuilder()
                    .setRegion(kinesis.region())
                    .setStreamName(kinesis.streamName())
                    .setRecordFormat(format(kinesis.format()));
        }
        return builder.build();
    }

    private static DataFormatProto.StreamFormat format(StreamFormat format) {
        var builder = DataFormatProto.StreamFormat.newBuilder();
        if (format instanceof StreamFormat.Avro avro) {
            builder.getAvroFormatBuilder().setSchemaJson(avro.schemaJson());
        } else if (format instanceof StreamFormat.Protobuf protobuf) {
            builder.getProtoFormatBuilder().setClassPath(protobuf.classPath());
        }
        return builder.build();
    }
}
