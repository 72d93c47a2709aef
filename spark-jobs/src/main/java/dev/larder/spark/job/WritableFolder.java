package dev.larder.spark.job;

import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Checks a folder before work is spent on what is to be written there. */
final class WritableFolder {
    private WritableFolder() {}

    /**
     * Creates it unless it is there.
     *
     * @param field of the job specification that names it
     * @throws IllegalArgumentException if that is impossible
     */
    static void require(SparkSession session, String field, String folder) {
        var path = new Path(folder);
        try {
            if (!path.getFileSystem(session.sessionState().newHadoopConf()).mkdirs(path)) {
                throw new IOException("it is no folder");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "%s %s cannot be written: %s; give a folder that Spark can write"
                            .formatted(field, folder, e.getMessage()),
                    e);
        }
    }
}
