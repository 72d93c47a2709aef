package dev.larder.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.row.ValueLayout;
import dev.larder.spark.testing.LocalRedis;
import dev.larder.spark.testing.OnlineRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The example in examples/spark-sdk, run as its reader would. */
class SparkSdkExampleIT {
    @Test
    void theExampleLoadsAndJoins() throws IOException, InterruptedException {
        try (var redis = LocalRedis.onFreePort("");
                var client = redis.client()) {
            var example = new ProcessBuilder(
                            Path.of("..", "examples", "spark-sdk", "run").toString(),
                            "127.0.0.1",
                            Integer.toString(redis.port()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            var output = new String(example.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertEquals(0, example.waitFor(), output);
            assertTrue(output.contains("written 2, rejected 1\n"), output);
            assertTrue(output.contains("|entity driver_id is null|"), output);
            assertTrue(
                    output.contains("|1001     |2026-03-02 12:00:00|false   |17            |4.6            |"), output);
            assertTrue(
                    output.contains("|1002     |2026-03-01 12:00:00|false   |NULL          |NULL           |"), output);
            var stored = OnlineRow.find(client, 0x0a02d90b, 1, 1001L).orElseThrow();
            assertEquals(17, stored.value(1, ValueLayout.INT32).orElseThrow().getInt32Val());
        }
    }
}
