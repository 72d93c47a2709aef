package dev.larder.serving;

import static dev.larder.testing.GrpcDoor.assertFails;
import static dev.larder.testing.GrpcDoor.core;
import static dev.larder.testing.HttpDoor.json;
import static dev.larder.testing.HttpDoor.request;
import static dev.larder.testing.Rows.ago;
import static dev.larder.testing.Rows.int64;
import static dev.larder.testing.Rows.row;
import static dev.larder.testing.Rows.write;
import static dev.larder.testing.Specs.entity;
import static dev.larder.testing.Specs.newProject;
import static dev.larder.testing.Specs.table;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.embedded.EmbeddedServersResource;
import dev.larder.testing.Asking;
import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ApplyFeatureTableRequest;
import feast.proto.types.ValueProto.ValueType;
import io.grpc.Status;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table that cannot be served says so itself, and keeps no other from being served. */
@QuarkusTest
@WithTestResource(EmbeddedServersResource.class)
class UnservedTableTest {
    private final String project = newProject();

    @Inject
    DataSource database;

    @BeforeEach
    void define() {
        core().applyEntity(ApplyEntityRequest.newBuilder()
                .setProject(project)
                .setSpec(entity("driver", ValueType.Enum.INT64))
                .build());
        apply("trips");
        apply("odd");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "labels = '{\"max_ahead\": \"soon\"}' | labels.max_ahead: The label max_ahead is \"soon\"; it must be a number of seconds such as \"3600s\" or \"0.5s\", not finer than a microsecond and not above 10,000 years.",
                "features = jsonb_set(features, '{0,name}', '\"1st\"') | invalid value for Feature resource, 1st: argument must only contain alphanumeric characters and underscores.",
                "entities = '{rider}' | entities.rider: entity rider is not registered.",
                "max_age_micros = -1 | max_age is PT-0.000001S; it must not be negative, not finer than a microsecond and not above 10,000 years.",
                "batch_source = jsonb_set(batch_source, '{type}', '\"KAFKA_AVRO\"') | it is stored in a way that cannot be read."
            })
    void aTableThatCannotBeServedSaysWhyAndTheOthersAreServed(String damage, String why) throws SQLException {
        damage("odd", damage);
        var text =
                "Feature table odd of project %s is registered, but cannot be served: %s Apply it again, changed, or delete it."
                        .formatted(project, why);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertFails(
                        Status.Code.FAILED_PRECONDITION,
                        text,
                        () -> Asking.IN_COLUMNS.ask(project, drivers(), "odd:trip_count")));
        assertFails(
                Status.Code.FAILED_PRECONDITION,
                text,
                () -> Asking.IN_ROWS.ask(project, drivers(), "trips:trip_count", "odd:trip_count"));
        assertFails(
                Status.Code.FAILED_PRECONDITION,
                text,
                () -> write(
                        project,
                        "odd",
                        row(drivers().get(0), ago(Duration.ofSeconds(1)), Map.of("trip_count", int64(1)))));
        json("{\"entities\": {\"driver\": [1]}, \"features\": [\"odd:trip_count\"]}")
                .post("/p/" + project + "/get-online-features")
                .then()
                .statusCode(412)
                .body(containsString("is registered, but cannot be served"));

        apply("later");
        for (var table : List.of("trips", "later")) {
            var rows = row(drivers().get(0), ago(Duration.ofSeconds(1)), Map.of("trip_count", int64(7)));
            assertEquals(1, write(project, table, rows).getWritten());
            assertEquals(
                    int64(7),
                    Asking.IN_COLUMNS
                            .ask(project, drivers(), table + ":trip_count")
                            .cell(0, table + ":trip_count")
                            .value());
        }
        request()
                .get("/q/health/group/serving")
                .then()
                .statusCode(200)
                .body(
                        "checks.find { it.name == 'definitions' }.data.'unserved %s/odd'".formatted(project),
                        equalTo(why));
        request().get("/q/metrics").then().body(containsString("larder_serving_definitions_unserved "));
    }

    @Test
    void aTableThatIsMendedIsServedAgain() throws SQLException {
        damage("odd", "labels = '{\"max_ahead\": \"soon\"}'");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertEquals(
                        Status.Code.FAILED_PRECONDITION,
                        org.junit.jupiter.api.Assertions.assertThrows(
                                        io.grpc.StatusRuntimeException.class,
                                        () -> Asking.IN_ROWS.ask(project, drivers(), "odd:trip_count"))
                                .getStatus()
                                .getCode()));
        apply("odd");
        assertEquals(
                List.of("NOT_FOUND"),
                Asking.IN_ROWS.ask(project, drivers(), "odd:trip_count").statuses("odd:trip_count"));
    }

    private static List<Map<String, feast.proto.types.ValueProto.Value>> drivers() {
        return List.of(Map.of("driver", int64(1)));
    }

    private void apply(String table) {
        core().applyFeatureTable(ApplyFeatureTableRequest.newBuilder()
                .setProject(project)
                .setTableSpec(table(table, "driver"))
                .build());
    }

    /** Changes a stored definition behind the registry's back, as an older Larder or a hand may have left it. */
    private void damage(String table, String set) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("update registry set revision = revision + 1");
            statement.execute(
                    "update feature_table set %s where name = '%s' and project_id = (select id from project where name = '%s')"
                            .formatted(set, table, project));
            statement.execute(
                    """
                    insert into change (revision, project, kind, name, action, principal, at, differences)
                    select (select revision from registry), project, kind, name, action, principal, at, differences
                    from change where project = '%s' and name = '%s' order by revision desc limit 1
                    """
                            .formatted(project, table));
            connection.commit();
        }
    }
}
