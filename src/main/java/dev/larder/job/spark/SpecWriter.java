package dev.larder.job.spark;

import dev.larder.definition.FeatureReference;
import dev.larder.definition.Micros;
import dev.larder.job.Job;
import dev.larder.job.JobWork.Destination;
import dev.larder.job.JobWork.Ingestion;
import dev.larder.job.JobWork.Origin;
import dev.larder.job.JobWork.Retrieval;
import dev.larder.job.Locations;
import dev.larder.proto.v1.BatchToOffline;
import dev.larder.proto.v1.BatchToOnline;
import dev.larder.proto.v1.EntityColumn;
import dev.larder.proto.v1.FeatureColumn;
import dev.larder.proto.v1.HistoricalRetrieval;
import dev.larder.proto.v1.Interval;
import dev.larder.proto.v1.JobSpec;
import dev.larder.proto.v1.OfflineStore;
import dev.larder.proto.v1.Table;
import dev.larder.registry.RegisteredTable;
import dev.larder.registry.Registry;
import dev.larder.wire.DefinitionWriter;
import jakarta.inject.Singleton;

/** Writes down for Spark what a job is to do, with the definitions as they are now. */
@Singleton
public class SpecWriter {
    private static final String OWN_CATALOG = "larder";

    private final Registry registry;
    private final RedisAddress redis;
    private final SparkSettings settings;

    SpecWriter(Registry registry, RedisAddress redis, SparkSettings settings) {
        this.registry = registry;
        this.redis = redis;
        this.settings = settings;
    }

    JobSpec spec(Job job) {
        var spec = JobSpec.newBuilder()
                .setJobId(job.id().toString())
                .setEpoch(job.status().epoch())
                .setRedis(redis.server())
                .setDeadLetterPath(Locations.absolute(settings.deadLetters()))
                .setOfflineStore(offlineStore());
        if (job.work() instanceof Ingestion ingestion) {
            var table = table(registry.featureTable(job.project(), ingestion.table()));
            var interval = Interval.newBuilder()
                    .setStartMicros(Micros.of(ingestion.start()))
                    .setEndMicros(Micros.of(ingestion.end()));
            if (ingestion.destination() == Destination.ONLINE_STORE) {
                spec.setBatchToOnline(BatchToOnline.newBuilder().setTable(table).setInterval(interval));
            } else {
                spec.setBatchToOffline(
                        BatchToOffline.newBuilder().setTable(table).setInterval(interval));
            }
        } else {
            spec.setHistoricalRetrieval(retrieval(job.project(), (Retrieval) job.work()));
        }
        return spec.build();
    }

    private OfflineStore offlineStore() {
        var store = OfflineStore.newBuilder().setCatalog(settings.catalog());
        if (settings.catalog().equals(OWN_CATALOG)) {
            store.setWarehouse(Locations.absolute(settings.warehouse()));
        }
        return store.build();
    }

    private HistoricalRetrieval retrieval(String project, Retrieval work) {
        return HistoricalRetrieval.newBuilder()
                .addAllTables(work.tables().stream()
                        .map(name -> table(registry.featureTable(project, name)))
                        .toList())
                .addAllFeatures(
                        work.features().stream().map(FeatureReference::toString).toList())
                .setEntitySource(DefinitionWriter.source(work.entitySource()))
                .setOutputLocation(Locations.absolute(work.outputLocation()))
                .setOutputFormat(work.outputFormat())
                .setOrigin(
                        work.origin() == Origin.OFFLINE_STORE
                                ? HistoricalRetrieval.Origin.OFFLINE_STORE
                                : HistoricalRetrieval.Origin.BATCH_SOURCE)
                .setFilterByCreatedTimestamp(work.filterByCreatedTimestamp())
                .putAllAsOfSnapshot(work.asOfSnapshot())
                .build();
    }

    /** A feature table as Spark sees it, with the numbers that its rows are written with. */
    public Table table(RegisteredTable registered) {
        var table = registered.table();
        return Table.newBuilder()
                .setProject(registered.project())
                .setName(table.name())
                .setNumber(registered.number())
                .setKeyHash(registered.entitySet().keyHash())
                .addAllEntities(registered.entitySet().entities().stream()
                        .map(name -> EntityColumn.newBuilder()
                                .setName(name)
                                .setType(DefinitionWriter.valueType(registry.entity(registered.project(), name)
                                        .entity()
                                        .valueType()))
                                .build())
                        .toList())
                .addAllFeatures(table.features().stream()
                        .map(feature -> FeatureColumn.newBuilder()
                                .setId(registered.featureIds().get(feature.name()))
                                .setName(feature.name())
                                .setType(DefinitionWriter.valueType(feature.valueType()))
                                .build())
                        .toList())
                .setMaxAgeMicros(Micros.of(table.maxAge()))
                .putAllLabels(table.labels())
                .setBatchSource(DefinitionWriter.source(table.batchSource()))
                .build();
    }
}
