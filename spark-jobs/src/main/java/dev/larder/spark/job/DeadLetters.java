package dev.larder.spark.job;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** Where rows go that cannot be used: a Parquet folder of the job's own, so that a repeated run replaces what it wrote. */
final class DeadLetters {
    private final SparkSession session;
    private final String folder;
    private volatile String written = "";

    /** @param parent empty: rejected rows are only counted */
    DeadLetters(SparkSession session, String parent, String jobId) {
        this.session = session;
        this.folder = parent.isEmpty() ? "" : parent.replaceFirst("/+$", "") + "/" + jobId;
    }

    void write(Dataset<Row> rejected) {
        if (!folder.isEmpty()) {
            WritableFolder.require(session, "dead_letter_path", folder);
            rejected.write().mode(SaveMode.Overwrite).parquet(folder);
            written = folder;
        }
    }

    /** The folder, if something was written; else empty. */
    String written() {
        return written;
    }
}
