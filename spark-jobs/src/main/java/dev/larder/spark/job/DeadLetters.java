package dev.larder.spark.job;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/** Where rows go that cannot be used: a Parquet folder of the job's own, so that a repeated run replaces what it wrote. */
final class DeadLetters {
    private final String folder;
    private volatile String written = "";

    /** @param parent empty: rejected rows are only counted */
    DeadLetters(String parent, String jobId) {
        this.folder = parent.isEmpty() ? "" : parent.replaceFirst("/+$", "") + "/" + jobId;
    }

    void write(Dataset<Row> rejected) {
        if (!folder.isEmpty()) {
            rejected.write().mode(SaveMode.Overwrite).parquet(folder);
            written = folder;
        }
    }

    /** The folder, if something was written; else empty. */
    String written() {
        return written;
    }
}
