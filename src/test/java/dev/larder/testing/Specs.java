package dev.larder.testing;

import com.google.protobuf.Duration;
import feast.proto.core.DataFormatProto.FileFormat;
import feast.proto.core.DataFormatProto.StreamFormat;
import feast.proto.core.DataSourceProto.DataSource;
import feast.proto.core.EntityProto.EntitySpecV2;
import feast.proto.core.FeatureProto.FeatureSpecV2;
import feast.proto.core.FeatureTableProto.FeatureTableSpec;
import feast.proto.types.ValueProto.ValueType;
import java.util.List;
import java.util.UUID;

/** Definitions as clients send them. */
public final class Specs {
    private Specs() {}

    /** A project of its own for each test, so that tests need not clean up and may run against any server. */
    public static String newProject() {
        return "p" + UUID.randomUUID().toString().replace("-", "");
    }

    public static EntitySpecV2.Builder entity(String name, ValueType.Enum type) {
        return EntitySpecV2.newBuilder().setName(name).setValueType(type).setDescription("about " + name);
    }

    public static FeatureSpecV2.Builder feature(String name, ValueType.Enum type) {
        return FeatureSpecV2.newBuilder().setName(name).setValueType(type);
    }

    /** A table with features trip_cost (FLOAT) and trip_count (INT64), a Parquet and a Kafka source. */
    public static FeatureTableSpec.Builder table(String name, String... entities) {
        return FeatureTableSpec.newBuilder()
                .setName(name)
                .addAllEntities(List.of(entities))
                .addFeatures(feature("trip_cost", ValueType.Enum.FLOAT).putLabels("unit", "euro"))
                .addFeatures(feature("trip_count", ValueType.Enum.INT64))
                .putLabels("team", "growth")
                .setMaxAge(Duration.newBuilder().setSeconds(3600))
                .setBatchSource(parquet())
                .setStreamSource(kafka());
    }

    public static DataSource.Builder parquet() {
        var source = DataSource.newBuilder()
                .setType(DataSource.SourceType.BATCH_FILE)
                .setEventTimestampColumn("event_time")
                .setCreatedTimestampColumn("created_time")
                .setDatePartitionColumn("day")
                .putFieldMapping("trip_cost", "cost * 1.2");
        source.getFileOptionsBuilder()
                .setFileUrl("file:///lake/trips")
                .setFileFormat(FileFormat.newBuilder().setParquetFormat(FileFormat.ParquetFormat.getDefaultInstance()));
        return source;
    }

    public static DataSource.Builder bigQuery(String tableRef) {
        var source = DataSource.newBuilder()
                .setType(DataSource.SourceType.BATCH_BIGQUERY)
                .setEventTimestampColumn("event_time");
        source.getBigqueryOptionsBuilder().setTableRef(tableRef);
        return source;
    }

    public static DataSource.Builder kafka() {
        var source = DataSource.newBuilder()
                .setType(DataSource.SourceType.STREAM_KAFKA)
                .setEventTimestampColumn("event_time");
        source.getKafkaOptionsBuilder()
                .setBootstrapServers("127.0.0.1:9092")
                .setTopic("trips")
                .setMessageFormat(StreamFormat.newBuilder()
                        .setProtoFormat(StreamFormat.ProtoFormat.newBuilder().setClassPath("com.example.Trip")));
        return source;
    }
}
