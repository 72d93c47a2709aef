package dev.larder;

import static dev.larder.testing.HttpDoor.json;
import static dev.larder.testing.HttpDoor.request;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.testing.PackagedApplication;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar} with no configuration, in an empty folder. */
class StartIT {
    private static final Pattern FIRST_ANSWER = Pattern.compile("first answer after ([0-9.]+) s");

    @TempDir
    private Path folder;

    @Test
    void aBareStartAnswersAndKeepsItsDataThroughKillMinusNine() throws Exception {
        List<ProcessHandle> orphans;
        try (var first = PackagedApplication.start(folder).awaitStart()) {
            json("{\"name\": \"kept\"}")
                    .post(first.url("/api/v1/projects"))
                    .then()
                    .statusCode(201);
            orphans = serversIn(folder);
            assertTrue(orphans.size() >= 2, "PostgreSQL and Redis run: " + orphans);
            first.kill();
        }
        try (var second = PackagedApplication.start(folder).awaitStart()) {
            assertTrue(orphans.stream().noneMatch(ProcessHandle::isAlive), "no server of the first start is left");
            request().get(second.url("/api/v1/projects")).then().statusCode(200).body("projects.name", hasItem("kept"));
            assertThat(second.output(), containsString("curl http://localhost:"));
            assertThat(second.output(), not(containsString("Exception")));
            var firstAnswer = FIRST_ANSWER.matcher(second.output());
            assertTrue(firstAnswer.find(), second.output());
            // 6 s is what users are promised on a quiet machine; this one may be busy with the rest of the build.
            assertThat(Double.parseDouble(firstAnswer.group(1)), lessThan(20.0));
        }
        await().until(() -> serversIn(folder).isEmpty());
    }

    @Test
    void aSecondStartInTheSameFolderIsRefused() throws Exception {
        try (var first = PackagedApplication.start(folder).awaitStart()) {
            var second = PackagedApplication.start(folder);
            assertEquals(1, second.awaitEnd());
            assertThat(second.output(), containsString(Long.toString(first.pid())));
            assertThat(second.output(), containsString("LARDER_EMBEDDED_DATA_DIR"));
            assertThat(second.output(), not(containsString("\tat ")));
            request().get(first.url("/api/v1/projects")).then().statusCode(200);
        }
    }

    private static List<ProcessHandle> serversIn(Path folder) throws IOException {
        var programs = folder.toRealPath().resolve("data").resolve("bin").toString();
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").startsWith(programs))
                .toList();
    }
}
