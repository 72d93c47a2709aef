package dev.larder.spark.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Where a training set goes. */
final class OutputFolder {
    /** What a job of Spark leaves: one that has ended, or one that was killed. */
    private static final Set<String> LEFT_BY_SPARK = Set.of("_SUCCESS", "_temporary");

    private OutputFolder() {}

    /**
     * Whoever mistypes a location must not lose what lies there: only what a job of Spark has written is replaced.
     *
     * @throws IllegalArgumentException if something else lies there
     */
    static void requireReplaceable(SparkSession session, String location) {
        try {
            var path = new Path(location);
            var files = path.getFileSystem(session.sparkContext().hadoopConfiguration());
            if (!files.exists(path)) {
                return;
            }
            var names = Arrays.stream(files.listStatus(path))
                    .map(FileStatus::getPath)
                    .map(Path::getName)
                    .sorted()
                    .toList();
            if (!names.isEmpty() && names.stream().noneMatch(LEFT_BY_SPARK::contains)) {
                throw new IllegalArgumentException(
                        "output_location %s holds %s, which no training set does; name an empty folder or a new one"
                                .formatted(location, names.get(0)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
