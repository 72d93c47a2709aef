package dev.larder.job;

import static dev.larder.testing.FeastError.assertFeastError;
import static dev.larder.testing.HttpDoor.json;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.larder.testing.Parquet;
import dev.larder.testing.Specs;
import feast.proto.core.DataSourceProto.DataSource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

@QuarkusIntegrationTest
class MaterializeIT extends MaterializeScenario {
    private static final Path FOLDER = Path.of("target", "materialize").toAbsolutePath();

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private DataSource.Builder source(String name) {
        var source =
                Specs.parquet().clearFieldMapping().clearDatePartitionColumn().clearCreatedTimestampColumn();
        source.getFileOptionsBuilder().setFileUrl(FOLDER.resolve(name).toUri().toString());
        return source;
    }

    private static String body(Instant start, Instant end) {
        return "\"start_ts\": \"%s\", \"end_ts\": \"%s\", \"feature_views\": [\"trips\"]".formatted(start, end);
    }

    /** The whole way, with Spark: what the answer says is loaded is served, and the increment goes on from there. */
    @Test
    void whatIsMaterializedIsServed() throws Exception {
        Parquet.assumeSparkIsBuilt();
        Parquet.write(
                FOLDER.resolve(project),
                """
                select i as driver, i * 10 as trip_count, i / 2 as trip_cost,
                  timestamptz '%s' - to_minutes(5 * (2 - i)) as event_time from range(1, 3) rows(i)"""
                        .formatted(now));
        apply(Specs.table("trips", "driver").setBatchSource(source(project)));
        materialize("", body(now.minusSeconds(900), now)).statusCode(200).body(equalTo("null"));
        assertServed(10, null);
        var increment = incremental(
                        "", "\"end_ts\": \"%s\", \"feature_views\": [\"trips\"]".formatted(now.plusSeconds(60)))
                .statusCode(200);
        assertLoads("trips", now, now.plusSeconds(60), named(increment));
        assertServed(10, 20);
    }

    @Test
    void aLoadThatFailsTellsWhy() {
        Parquet.assumeSparkIsBuilt();
        apply(Specs.table("trips", "driver").setBatchSource(source("nothing_is_here")));
        var answer = materialize("", body(now.minusSeconds(900), now)).statusCode(412);
        var job = named(answer);
        assertFeastError(
                answer,
                412,
                "FeastError",
                "Feature table trips was not loaded: job %s is FAILED: %s".formatted(job.getId(), job.getError()));
    }

    private void assertServed(Integer... counts) {
        json("{\"entities\": {\"driver\": [1, 2]}, \"features\": [\"trips:trip_count\"]}")
                .post("/p/" + project + "/get-online-features")
                .then()
                .statusCode(200)
                .body("results[1].values", contains(counts));
    }
}
