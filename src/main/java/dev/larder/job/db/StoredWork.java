package dev.larder.job.db;

import dev.larder.definition.BatchSource;
import dev.larder.definition.FeatureReference;
import dev.larder.definition.SourceColumns;
import dev.larder.job.JobKind;
import dev.larder.job.JobWork;
import dev.larder.job.JobWork.Destination;
import dev.larder.job.JobWork.Ingestion;
import dev.larder.job.JobWork.Origin;
import dev.larder.job.JobWork.Retrieval;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a job is to do, as one JSON object; its kind says which of the fields are there. Times are ISO texts. */
@RegisterForReflection
record StoredWork(
        String start,
        String end,
        List<String> features,
        EntitySource entitySource,
        String outputLocation,
        String outputFormat,
        Origin origin,
        boolean filterByCreatedTimestamp,
        Map<String, Long> asOfSnapshot) {

    @RegisterForReflection
    record EntitySource(
            String fileUrl,
            String tableRef,
            String eventTimestamp,
            String createdTimestamp,
            String datePartition,
            Map<String, String> fieldMapping) {
        static EntitySource of(BatchSource source) {
            var columns = source.columns();
            return new EntitySource(
                    source instanceof BatchSource.FileSource file ? file.fileUrl() : null,
                    source instanceof BatchSource.BigQuerySource bigQuery ? bigQuery.tableRef() : null,
                    columns.eventTimestamp(),
                    columns.createdTimestamp(),
                    columns.datePartition(),
                    columns.fieldMapping());
        }

        BatchSource toSource() {
            var columns = new SourceColumns(eventTimestamp, createdTimestamp, datePartition, fieldMapping);
            return fileUrl != null
                    ? new BatchSource.FileSource(columns, fileUrl)
                    : new BatchSource.BigQuerySource(columns, tableRef);
        }
    }

    static StoredWork of(JobWork work) {
        if (work instanceof Ingestion ingestion) {
            return new StoredWork(
                    ingestion.start().toString(),
                    ingestion.end().toString(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    false,
                    null);
        }
        var retrieval = (Retrieval) work;
        return new StoredWork(
                null,
                null,
                retrieval.features().stream().map(FeatureReference::toString).toList(),
                EntitySource.of(retrieval.entitySource()),
                retrieval.outputLocation(),
                retrieval.outputFormat(),
                retrieval.origin(),
                retrieval.filterByCreatedTimestamp(),
                retrieval.asOfSnapshot());
    }

    JobWork toWork(JobKind kind, List<String> tables) {
        return switch (kind) {
            case BATCH_TO_ONLINE -> ingestion(Destination.ONLINE_STORE, tables);
            case BATCH_TO_OFFLINE -> ingestion(Destination.OFFLINE_STORE, tables);
            case HISTORICAL_RETRIEVAL -> new Retrieval(
                    features.stream().map(FeatureReference::parse).toList(),
                    entitySource.toSource(),
                    outputLocation,
                    outputFormat,
                    origin,
                    filterByCreatedTimestamp,
                    asOfSnapshot);
        };
    }

    private Ingestion ingestion(Destination destination, List<String> tables) {
        return new Ingestion(destination, tables.get(0), Instant.parse(start), Instant.parse(end));
    }
}
