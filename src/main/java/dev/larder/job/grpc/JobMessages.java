package dev.larder.job.grpc;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.larder.definition.BatchSource;
import dev.larder.definition.FeatureReference;
import dev.larder.definition.Micros;
import dev.larder.error.LarderException;
import dev.larder.job.Job;
import dev.larder.job.JobReport;
import dev.larder.job.JobRunner.JobLog;
import dev.larder.job.JobState;
import dev.larder.job.JobWork;
import dev.larder.job.JobWork.Destination;
import dev.larder.job.JobWork.Ingestion;
import dev.larder.job.JobWork.Origin;
import dev.larder.job.JobWork.Retrieval;
import dev.larder.job.Schedule;
import dev.larder.proto.v1.HistoricalRetrieval;
import dev.larder.proto.v1.IngestionWork;
import dev.larder.proto.v1.JobPage;
import dev.larder.proto.v1.JobProgress;
import dev.larder.proto.v1.ListSchedulesResponse;
import dev.larder.proto.v1.RetrievalWork;
import dev.larder.registry.Page;
import dev.larder.wire.DefinitionReader;
import dev.larder.wire.DefinitionWriter;
import feast.proto.core.DataSourceProto.DataSource;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Jobs to messages, and back what a job is to do. */
public final class JobMessages {
    private JobMessages() {}

    public static JobWork work(dev.larder.proto.v1.JobWork work) {
        return switch (work.getKindCase()) {
            case BATCH_TO_ONLINE -> ingestion(Destination.ONLINE_STORE, work.getBatchToOnline());
            case BATCH_TO_OFFLINE -> ingestion(Destination.OFFLINE_STORE, work.getBatchToOffline());
            case HISTORICAL_RETRIEVAL -> retrieval(work.getHistoricalRetrieval());
            case KIND_NOT_SET -> throw LarderException.invalid(
                    "MISSING_WORK",
                    "work",
                    "work must hold one of batch_to_online, batch_to_offline and historical_retrieval.");
        };
    }

    private static Ingestion ingestion(Destination destination, IngestionWork work) {
        return new Ingestion(
                destination,
                work.getFeatureTable(),
                time("start", work.hasStart(), work.getStart()),
                time("end", work.hasEnd(), work.getEnd()));
    }

    /** @param given whether the message has it at all */
    static Instant time(String field, boolean given, Timestamp time) {
        if (!given || !Timestamps.isValid(time)) {
            throw LarderException.invalid(
                    "INVALID_TIME",
                    field,
                    given
                            ? "%s has %d seconds and %d nanos, which is no google.protobuf.Timestamp."
                                    .formatted(field, time.getSeconds(), time.getNanos())
                            : "%s must be given.".formatted(field));
        }
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    private static Retrieval retrieval(RetrievalWork work) {
        return new Retrieval(
                work.getFeaturesList().stream().map(FeatureReference::parse).toList(),
                entitySource(work.hasEntitySource(), work.getEntitySource()),
                work.getOutputLocation(),
                work.getOutputFormat(),
                switch (work.getOrigin()) {
                    case BATCH_SOURCE -> Origin.BATCH_SOURCE;
                    case OFFLINE_STORE -> Origin.OFFLINE_STORE;
                    case UNRECOGNIZED -> throw LarderException.invalid(
                            "INVALID_ORIGIN", "origin", "origin must be BATCH_SOURCE or OFFLINE_STORE.");
                },
                work.getFilterByCreatedTimestamp(),
                work.getAsOfSnapshotMap());
    }

    static BatchSource entitySource(boolean given, DataSource source) {
        if (!given) {
            throw LarderException.invalid(
                    "MISSING_ENTITY_SOURCE", "entity_source", "entity_source must say where the entity rows are.");
        }
        if (source.getEventTimestampColumn().isEmpty()) {
            throw LarderException.invalid(
                    "EMPTY_FIELD",
                    "entity_source.event_timestamp_column",
                    "entity_source.event_timestamp_column must not be empty.");
        }
        return DefinitionReader.batchSource("entity_source", source);
    }

    public static dev.larder.proto.v1.Job job(Job job) {
        var status = job.status();
        var message = dev.larder.proto.v1.Job.newBuilder()
                .setId(job.id().toString())
                .setProject(job.project())
                .setWork(work(job.work()))
                .setState(dev.larder.proto.v1.Job.State.valueOf(status.state().name()))
                .setHash(job.hash())
                .setCreated(DefinitionWriter.timestamp(job.created()))
                .setAttempts(status.attempts())
                .setError(status.error())
                .setLogUri(logUri(job))
                .setPrincipal(job.principal());
        status.started().map(DefinitionWriter::timestamp).ifPresent(message::setStarted);
        status.ended().map(DefinitionWriter::timestamp).ifPresent(message::setEnded);
        if (!status.error().isEmpty()) {
            status.nextAttempt().map(DefinitionWriter::timestamp).ifPresent(message::setNextAttempt);
        }
        status.report().map(JobMessages::progress).ifPresent(message::setProgress);
        job.done().ifPresent(message::setDone);
        job.remaining()
                .map(time -> Duration.newBuilder().setSeconds(time.toSeconds()).build())
                .ifPresent(message::setRemaining);
        return message.build();
    }

    /** At the HTTP door. */
    static String logUri(Job job) {
        return "/api/v1/projects/%s/jobs/%s/log".formatted(job.project(), job.id());
    }

    private static dev.larder.proto.v1.JobWork work(JobWork work) {
        var message = dev.larder.proto.v1.JobWork.newBuilder();
        if (work instanceof Ingestion ingestion) {
            var rows = IngestionWork.newBuilder()
                    .setFeatureTable(ingestion.table())
                    .setStart(DefinitionWriter.timestamp(ingestion.start()))
                    .setEnd(DefinitionWriter.timestamp(ingestion.end()));
            return ingestion.destination() == Destination.ONLINE_STORE
                    ? message.setBatchToOnline(rows).build()
                    : message.setBatchToOffline(rows).build();
        }
        var retrieval = (Retrieval) work;
        return message.setHistoricalRetrieval(RetrievalWork.newBuilder()
                        .addAllFeatures(retrieval.features().stream()
                                .map(FeatureReference::toString)
                                .toList())
                        .setEntitySource(DefinitionWriter.source(retrieval.entitySource()))
                        .setOutputLocation(retrieval.outputLocation())
                        .setOutputFormat(retrieval.outputFormat())
                        .setOrigin(HistoricalRetrieval.Origin.valueOf(
                                retrieval.origin().name()))
                        .setFilterByCreatedTimestamp(retrieval.filterByCreatedTimestamp())
                        .putAllAsOfSnapshot(retrieval.asOfSnapshot()))
                .build();
    }

    private static JobProgress progress(JobReport report) {
        var rows = report.rows();
        var findings = report.findings();
        var message = JobProgress.newBuilder()
                .setState(JobProgress.State.RUNNING)
                .setHeartbeatMicros(Micros.of(report.heartbeat()))
                .setStartedMicros(Micros.of(report.started()))
                .setApplicationId(report.applicationId())
                .setTasksDone(report.tasks().done())
                .setTasksKnown(report.tasks().known())
                .setRowsRead(rows.read())
                .setRowsWritten(rows.written())
                .setRowsRejected(rows.rejected())
                .setRowsOlder(rows.older())
                .setRowsTooOld(rows.tooOld())
                .setRowsAhead(rows.ahead())
                .putAllSnapshots(findings.snapshots())
                .putAllLeakedValues(findings.leakedValues())
                .putAllRejectedReasons(findings.rejectedReasons())
                .putAllTies(findings.ties())
                .putAllMissingColumns(findings.missingColumns())
                .setDeadLetters(findings.deadLetters());
        if (report.ending() != null) {
            message.setState(JobProgress.State.valueOf(report.ending().outcome().name()))
                    .setError(report.ending().error())
                    .setRetryable(report.ending().retryable());
        }
        return message.build();
    }

    public static JobPage page(Page<Job> page) {
        return JobPage.newBuilder()
                .addAllJobs(page.items().stream().map(JobMessages::job).toList())
                .setNextPageToken(page.next().orElse(""))
                .build();
    }

    public static dev.larder.proto.v1.JobLog log(JobLog log) {
        return dev.larder.proto.v1.JobLog.newBuilder()
                .setText(log.text())
                .setTruncated(log.truncated())
                .build();
    }

    public static dev.larder.proto.v1.Schedule schedule(Schedule schedule) {
        return dev.larder.proto.v1.Schedule.newBuilder()
                .setProject(schedule.project())
                .setFeatureTable(schedule.table())
                .setCron(schedule.cron().text())
                .setDays(schedule.days())
                .setNextRun(DefinitionWriter.timestamp(schedule.nextRun()))
                .setLastJobId(schedule.lastJob().map(UUID::toString).orElse(""))
                .build();
    }

    public static ListSchedulesResponse schedules(List<Schedule> schedules) {
        return ListSchedulesResponse.newBuilder()
                .addAllSchedules(schedules.stream().map(JobMessages::schedule).toList())
                .build();
    }

    /** What went wrong, for those whose messages have no word for "cancelled". */
    static String error(Job job) {
        return job.status().state() == JobState.CANCELLED
                ? "The job was cancelled."
                : job.status().error();
    }
}
