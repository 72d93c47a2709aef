package dev.larder.wire;

import com.google.protobuf.util.Durations;
import dev.larder.definition.BatchSource;
import dev.larder.definition.Definition;
import dev.larder.definition.Entity;
import dev.larder.definition.Feature;
import dev.larder.definition.FeatureTable;
import dev.larder.definition.Limits;
import dev.larder.definition.OnlineStore;
import dev.larder.definition.SourceColumns;
import dev.larder.definition.StreamFormat;
import dev.larder.definition.StreamSource;
import dev.larder.definition.ValueType;
import dev.larder.error.LarderException;
import feast.proto.core.DataFormatProto;
import feast.proto.core.DataSourceProto;
import feast.proto.core.EntityProto.EntitySpecV2;
import feast.proto.core.FeatureProto.FeatureSpecV2;
import feast.proto.core.FeatureTableProto.FeatureTableSpec;
import feast.proto.core.OnlineStoreProto;
import feast.proto.types.ValueProto;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Protobuf to definitions. What is wrong is INVALID_ARGUMENT; what Larder does not read is UNIMPLEMENTED. */
public final class DefinitionReader {
    private DefinitionReader() {}

    /** Of several, a failure says which one it is. */
    public static List<Definition> definitions(List<dev.larder.proto.v1.Definition> messages) {
        if (messages.size() > Limits.DEFINITIONS) {
            throw LarderException.invalid(
                    "TOO_MANY_DEFINITIONS",
                    "definitions",
                    "The request holds %,d definitions; at most %,d are allowed."
                            .formatted(messages.size(), Limits.DEFINITIONS));
        }
        var definitions = new ArrayList<Definition>();
        for (int i = 0; i < messages.size(); i++) {
            try {
                definitions.add(definition(messages.get(i)));
            } catch (LarderException e) {
                throw messages.size() == 1 ? e : e.within("definitions[%d]".formatted(i));
            }
        }
        return List.copyOf(definitions);
    }

    static Definition definition(dev.larder.proto.v1.Definition definition) {
        return switch (definition.getKindCase()) {
            case ENTITY -> entity(definition.getEntity());
            case FEATURE_TABLE -> featureTable(definition.getFeatureTable());
            case KIND_NOT_SET -> throw LarderException.invalid(
                    "EMPTY_DEFINITION", "definitions", "A definition must hold an entity or a feature_table.");
        };
    }

    public static Entity entity(EntitySpecV2 spec) {
        return new Entity(spec.getName(), valueType(spec.getValueType()), spec.getDescription(), spec.getLabelsMap());
    }

    public static FeatureTable featureTable(FeatureTableSpec spec) {
        return new FeatureTable(
                spec.getName(),
                spec.getEntitiesList(),
                spec.getFeaturesList().stream().map(DefinitionReader::feature).toList(),
                spec.getLabelsMap(),
                duration("max_age", spec.getMaxAge()),
                spec.hasBatchSource() ? batchSource("batch_source", spec.getBatchSource()) : null,
                spec.hasStreamSource() ? Optional.of(streamSource(spec.getStreamSource())) : Optional.empty(),
                spec.hasStalenessThreshold()
                        ? Optional.of(duration("staleness_threshold", spec.getStalenessThreshold()))
                        : Optional.empty(),
                onlineStore(spec));
    }

    private static Feature feature(FeatureSpecV2 spec) {
        return new Feature(spec.getName(), valueType(spec.getValueType()), spec.getLabelsMap());
    }

    /** Null for INVALID, which the definition refuses in its own words. */
    private static ValueType valueType(ValueProto.ValueType.Enum type) {
        return switch (type) {
            case INVALID, UNRECOGNIZED -> null;
            default -> ValueType.valueOf(type.name());
        };
    }

    private static Duration duration(String field, com.google.protobuf.Duration duration) {
        if (!Durations.isValid(duration)) {
            throw LarderException.invalid(
                    "INVALID_DURATION",
                    field,
                    "%s has %d seconds and %d nanos, which is no google.protobuf.Duration."
                            .formatted(field, duration.getSeconds(), duration.getNanos()));
        }
        return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
    }

    /** @param role how errors call it, such as {@code batch_source} */
    public static BatchSource batchSource(String role, DataSourceProto.DataSource source) {
        return switch (source.getType()) {
            case BATCH_FILE -> {
                var options = source.getFileOptions();
                if (!options.getFileFormat().hasParquetFormat()) {
                    throw BatchSource.unsupportedFormat(
                            options.getFileFormat().getFormatCase().name());
                }
                yield new BatchSource.FileSource(columns(source), options.getFileUrl());
            }
            case BATCH_BIGQUERY -> new BatchSource.BigQuerySource(
                    columns(source), source.getBigqueryOptions().getTableRef());
            default -> throw wrongType(role, source, "BATCH_FILE or BATCH_BIGQUERY");
        };
    }

    private static StreamSource streamSource(DataSourceProto.DataSource source) {
        return switch (source.getType()) {
            case STREAM_KAFKA -> {
                var options = source.getKafkaOptions();
                yield new StreamSource.KafkaSource(
                        columns(source),
                        options.getBootstrapServers(),
                        options.getTopic(),
                        format("Kafka", options.getMessageFormat()));
            }
            case STREAM_KINESIS -> {
                var options = source.getKinesisOptions();
                yield new StreamSource.KinesisSource(
                        columns(source),
                        options.getRegion(),
                        options.getStreamName(),
                        format("Kinesis", options.getRecordFormat()));
            }
            default -> throw wrongType("stream_source", source, "STREAM_KAFKA or STREAM_KINESIS");
        };
    }

    private static SourceColumns columns(DataSourceProto.DataSource source) {
        return new SourceColumns(
                source.getEventTimestampColumn(),
                source.getCreatedTimestampColumn(),
                source.getDatePartitionColumn(),
                source.getFieldMappingMap());
    }

    private static StreamFormat format(String sourceType, DataFormatProto.StreamFormat format) {
        return switch (format.getFormatCase()) {
            case AVRO_FORMAT -> new StreamFormat.Avro(format.getAvroFormat().getSchemaJson());
            case PROTO_FORMAT -> new StreamFormat.Protobuf(
                    format.getProtoFormat().getClassPath());
            case FORMAT_NOT_SET -> throw StreamFormat.unsupported(
                    sourceType, format.getFormatCase().name());
        };
    }

    private static LarderException wrongType(String field, DataSourceProto.DataSource source, String allowed) {
        return LarderException.invalid(
                "INVALID_SOURCE_TYPE",
                field + ".type",
                "%s.type is %s; it must be %s.".formatted(field, source.getType(), allowed));
    }

    /** Clients of 0.9.6 and later always send one; an empty one says nothing. */
    private static Optional<OnlineStore> onlineStore(FeatureTableSpec spec) {
        var store = spec.getOnlineStore();
        if (store.equals(OnlineStoreProto.OnlineStore.getDefaultInstance())) {
            return Optional.empty();
        }
        return Optional.of(onlineStore(store));
    }

    public static OnlineStore onlineStore(OnlineStoreProto.OnlineStore store) {
        var type =
                switch (store.getType()) {
                    case UNSET -> OnlineStore.Type.UNSET;
                    case REDIS -> OnlineStore.Type.REDIS;
                    case BIGTABLE, UNRECOGNIZED -> throw OnlineStore.unknownType(
                            store.getType() == OnlineStoreProto.StoreType.UNRECOGNIZED
                                    ? Integer.toString(store.getTypeValue())
                                    : store.getType().name());
                };
        return new OnlineStore(store.getName(), type, store.getDescription());
    }
}
