package dev.larder.spark.job;

import dev.larder.proto.v1.JobSpec;
import dev.larder.proto.v1.Table;
import dev.larder.row.ValueLayout;
import dev.larder.spark.online.RedisServer;
import dev.larder.spark.table.EntityColumn;
import dev.larder.spark.table.FeatureColumn;
import dev.larder.spark.table.FeatureTable;
import dev.larder.spark.table.Interval;
import dev.larder.spark.table.Source;
import feast.proto.core.DataSourceProto.DataSource;
import feast.proto.types.ValueProto.ValueType;
import java.util.Optional;

/** Turns what a job specification says into the records that the jobs work with. */
final class SpecReader {
    private static final String ICEBERG = "iceberg:";

    private SpecReader() {}

    static FeatureTable table(Table table) {
        return new FeatureTable(
                table.getProject(),
                table.getName(),
                table.getNumber(),
                table.getKeyHash(),
                table.getEntitiesList().stream()
                        .map(entity -> new EntityColumn(entity.getName(), type(entity.getName(), entity.getType())))
                        .toList(),
                table.getFeaturesList().stream()
                        .map(feature -> new FeatureColumn(
                                feature.getId(), feature.getName(), type(feature.getName(), feature.getType())))
                        .toList(),
                table.getMaxAgeMicros(),
                table.getLabelsMap());
    }

    private static ValueLayout type(String name, ValueType.Enum type) {
        if (type == ValueType.Enum.INVALID || type == ValueType.Enum.UNRECOGNIZED) {
            throw new IllegalArgumentException("%s has no type that is known here".formatted(name));
        }
        return ValueLayout.valueOf(type.name());
    }

    static Source source(DataSource source) {
        Source.Kind kind;
        String location;
        switch (source.getOptionsCase()) {
            case FILE_OPTIONS -> {
                var url = source.getFileOptions().getFileUrl();
                kind = url.startsWith(ICEBERG) ? Source.Kind.ICEBERG : Source.Kind.PARQUET;
                location = url.startsWith(ICEBERG) ? url.substring(ICEBERG.length()) : url;
            }
            case BIGQUERY_OPTIONS -> {
                kind = Source.Kind.BIGQUERY;
                location = source.getBigqueryOptions().getTableRef();
            }
            default -> throw new IllegalArgumentException(
                    "a source of type %s cannot be read by a batch job".formatted(source.getType()));
        }
        return new Source(
                kind,
                location,
                source.getEventTimestampColumn(),
                optional(source.getCreatedTimestampColumn()),
                optional(source.getDatePartitionColumn()),
                source.getFieldMappingMap());
    }

    private static Optional<String> optional(String text) {
        return Optional.of(text).filter(given -> !given.isEmpty());
    }

    static Interval interval(dev.larder.proto.v1.Interval interval) {
        return new Interval(interval.getStartMicros(), interval.getEndMicros());
    }

    /** Empty if the job has no Redis. */
    static Optional<RedisServer> redis(JobSpec spec, String password) {
        if (!spec.hasRedis()) {
            return Optional.empty();
        }
        var redis = spec.getRedis();
        return Optional.of(new RedisServer(
                redis.getHostsList(),
                redis.getCluster(),
                redis.getTls(),
                redis.getUser(),
                redis.getDatabase(),
                password));
    }
}
