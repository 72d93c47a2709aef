package dev.larder.job.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.job.JobRunner.JobLog;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverLogTest {
    @TempDir
    private Path folder;

    @Test
    void aShortLogIsReadWhole() throws Exception {
        Files.writeString(DriverLog.in(folder), "one\ntwo\n");
        assertEquals(new JobLog("one\ntwo\n", false), DriverLog.tail(folder, 8));
    }

    @Test
    void ofALongLogTheLastWholeLinesAreRead() throws Exception {
        Files.writeString(DriverLog.in(folder), "one\ntwo\nthree\n");
        assertEquals(new JobLog("three\n", true), DriverLog.tail(folder, 8));
    }

    @Test
    void withoutALogThereIsNothingToRead() {
        assertEquals(new JobLog("", false), DriverLog.tail(folder, 100));
        assertEquals("", DriverLog.lastWords(folder));
    }

    @Test
    void theLastWordsTellOfTheTrouble() throws Exception {
        Files.writeString(
                DriverLog.in(folder),
                """
                INFO starts
                Exception in thread "main" org.apache.spark.SparkException: Master must start with yarn
                \tat org.apache.spark.deploy.SparkSubmit.error(SparkSubmit.scala:1)
                INFO Shutdown hook called
                """);
        assertEquals(
                "Exception in thread \"main\" org.apache.spark.SparkException: Master must start with yarn",
                DriverLog.lastWords(folder));
    }
}
