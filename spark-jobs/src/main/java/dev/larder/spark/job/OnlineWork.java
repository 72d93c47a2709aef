package dev.larder.spark.job;

import dev.larder.proto.v1.BatchToOnline;
import dev.larder.proto.v1.JobProgress;
import dev.larder.spark.online.OnlineIngestion;
import dev.larder.spark.online.RedisServer;
import dev.larder.spark.source.BatchRows;
import java.time.Clock;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Batch source to online store. */
final class OnlineWork implements Work {
    private final SparkSession session;
    private final BatchToOnline spec;
    private final OnlineIngestion ingestion;
    private final DeadLetters deadLetters;
    private final Clock clock;
    private volatile Map<String, Long> lacking = Map.of();
    private volatile Map<String, Long> reasons = Map.of();

    OnlineWork(SparkSession session, BatchToOnline spec, RedisServer redis, DeadLetters deadLetters, Clock clock) {
        this.session = session;
        this.spec = spec;
        this.deadLetters = deadLetters;
        this.clock = clock;
        ingestion = new OnlineIngestion(session, redis, SpecReader.table(spec.getTable()));
    }

    @Override
    public void run() {
        var now = clock.instant();
        var rows = BatchRows.read(
                session,
                SpecReader.table(spec.getTable()),
                SpecReader.source(spec.getTable().getBatchSource()),
                SpecReader.interval(spec.getInterval()),
                now);
        lacking = rows.lacking();
        var counts = ingestion.run(rows, now);
        if (counts.rejected() > 0) {
            deadLetters.write(rows.rejected());
            reasons = rows.reasons();
        }
    }

    @Override
    public void report(JobProgress.Builder progress) {
        var counts = ingestion.counts();
        progress.setRowsRead(counts.read())
                .setRowsWritten(counts.written())
                .setRowsRejected(counts.rejected() + counts.unwritable())
                .setRowsOlder(counts.older())
                .setRowsTooOld(counts.tooOld())
                .setRowsAhead(counts.ahead())
                .putAllMissingColumns(lacking)
                .putAllRejectedReasons(reasons)
                .setDeadLetters(deadLetters.written());
        long ties = ingestion.ties();
        if (ties > 0) {
            progress.putTies(spec.getTable().getName(), ties);
        }
    }
}
