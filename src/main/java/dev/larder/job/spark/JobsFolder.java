package dev.larder.job.spark;

import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import dev.larder.job.Job;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.UUID;

/** A folder for each job that was started here. The folder has a name of its own, by which jobs say where they were started. */
@Singleton
class JobsFolder {
    private static final String OWNER = "owner";

    private final Path folder;
    private String owner;

    JobsFolder(SparkSettings settings) {
        folder = Path.of(settings.jobsFolder()).toAbsolutePath().normalize();
    }

    synchronized String owner() {
        if (owner == null) {
            var file = folder.resolve(OWNER);
            try {
                Files.createDirectories(folder);
                try {
                    Files.writeString(file, UUID.randomUUID().toString(), StandardOpenOption.CREATE_NEW);
                } catch (FileAlreadyExistsException e) {
                    // Then it is known already.
                }
                owner = Files.readString(file).strip();
            } catch (IOException e) {
                throw unusable(e);
            }
        }
        return owner;
    }

    Path of(Job job) {
        return folder.resolve(job.id().toString());
    }

    Path create(Job job) {
        try {
            return Files.createDirectories(of(job));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** For what Spark needs only while it works. */
    static Path scratch(Path jobFolder) {
        return jobFolder.resolve("tmp");
    }

    void delete(Job job) {
        delete(of(job));
    }

    static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // What is left does no harm, and mostly nothing is.
        }
    }

    LarderException unusable(IOException cause) {
        return LarderException.of(
                ErrorCode.FAILED_PRECONDITION,
                "JOBS_FOLDER_UNUSABLE",
                "The folder %s (larder.spark.jobs-folder) cannot be written: %s".formatted(folder, cause),
                cause);
    }
}
