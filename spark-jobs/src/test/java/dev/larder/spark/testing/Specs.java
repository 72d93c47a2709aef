package dev.larder.spark.testing;

import dev.larder.proto.v1.BatchToOnline;
import dev.larder.proto.v1.EntityColumn;
import dev.larder.proto.v1.FeatureColumn;
import dev.larder.proto.v1.Interval;
import dev.larder.proto.v1.JobSpec;
import dev.larder.proto.v1.OfflineStore;
import dev.larder.proto.v1.RedisServer;
import dev.larder.proto.v1.Table;
import feast.proto.core.DataFormatProto.FileFormat;
import feast.proto.core.DataSourceProto.DataSource;
import feast.proto.types.ValueProto.ValueType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** Parts of job specifications, as the application would make them. */
public final class Specs {
    private static final AtomicInteger JOBS = new AtomicInteger();

    private Specs() {}

    /** A job that reports to the shared Redis under an id of its own. */
    public static JobSpec.Builder job() {
        return job(LocalRedis.shared());
    }

    public static JobSpec.Builder job(LocalRedis redis) {
        return JobSpec.newBuilder()
                .setJobId("job-" + JOBS.incrementAndGet())
                .setEpoch(1)
                .setRedis(RedisServer.newBuilder().addHosts("127.0.0.1:" + redis.port()));
    }

    /** A job with an offline store of its own. */
    public static JobSpec.Builder job(String catalog, Path warehouse) {
        return job().setOfflineStore(
                        OfflineStore.newBuilder().setCatalog(catalog).setWarehouse(warehouse.toString()));
    }

    public static DataSource.Builder parquet(String folder) {
        return DataSource.newBuilder()
                .setType(DataSource.SourceType.BATCH_FILE)
                .setEventTimestampColumn("event_timestamp")
                .setFileOptions(DataSource.FileOptions.newBuilder()
                        .setFileFormat(
                                FileFormat.newBuilder().setParquetFormat(FileFormat.ParquetFormat.getDefaultInstance()))
                        .setFileUrl(folder));
    }

    public static EntityColumn entity(String name, ValueType.Enum type) {
        return EntityColumn.newBuilder().setName(name).setType(type).build();
    }

    public static FeatureColumn feature(int id, String name, ValueType.Enum type) {
        return FeatureColumn.newBuilder().setId(id).setName(name).setType(type).build();
    }

    public static Interval interval(Instant start, Instant end) {
        return Interval.newBuilder()
                .setStartMicros(micros(start))
                .setEndMicros(micros(end))
                .build();
    }

    public static long micros(Instant instant) {
        return dev.larder.spark.table.Interval.micros(instant);
    }

    public static JobSpec.Builder toOnline(JobSpec.Builder job, Table.Builder table, Interval interval) {
        return job.setBatchToOnline(BatchToOnline.newBuilder().setTable(table).setInterval(interval));
    }
}
