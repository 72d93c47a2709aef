package dev.larder.spark.job;

import dev.larder.proto.v1.BatchToOnline;
import dev.larder.proto.v1.JobProgress;
import dev.larder.spark.online.OnlineIngestion;
import dev.larder.spark.online.RedisServer;
import dev.larder.spark.source.BatchRows;
import java.time.Clock;
import org.apache.spark.sql.SparkSession;

/** Batch source to online store. */
final class OnlineWork implements Work {
    private final SparkSession session;
    private final BatchToOnline spec;
    private final OnlineIngestion ingestion;
    private final DeadLetters deadLetters;
    private final Clock clock;

    OnlineWork(SparkSession session, BatchToOnline spec, RedisServer redis, DeadLetters deadLetters, Clock clock) {
        this.session = session;
        this.spec = spec;
        this.deadLetters = deadLetters;
        this.clock = clock;
        ingestion = new OnlineIngestion(session, redis, SpecReader.table(spec.getTable()));
    }

    @Override
    public void run() {
        var rows = BatchRows.read(
                session,
                SpecReader.table(spec.getTable()),
                SpecReader.source(spec.getTable().getBatchSource()),
                SpecReader.interval(spec.getInterval()));
        var counts = ingestion.run(rows, clock.instant());
        if (counts.rejected() > 0) {
            deadLetters.write(rows.rejected());
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
                .setDeadLetters(deadLetters.written());
    }
}
