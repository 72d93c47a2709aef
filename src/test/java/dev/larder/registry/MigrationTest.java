package dev.larder.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.embedded.EmbeddedServersResource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The schema from an empty database. That the classes fit the schema is validated whenever the application starts in a test. */
class MigrationTest {
    private final EmbeddedServersResource servers = new EmbeddedServersResource("migration");
    private String url;
    private String user;
    private String password;

    @BeforeEach
    void emptyDatabase() {
        Map<String, String> properties = servers.start();
        url = properties.get("quarkus.datasource.jdbc.url");
        user = properties.get("quarkus.datasource.username");
        password = properties.get("quarkus.datasource.password");
    }

    @AfterEach
    void stop() {
        servers.stop();
    }

    @Test
    void anEmptyDatabaseGetsTheWholeSchemaOnce() throws SQLException {
        assertEquals(
                List.of(), query("select table_name from information_schema.tables where table_schema = 'public'"));

        var migrated = flyway().migrate();
        assertTrue(migrated.success);
        assertEquals(
                List.of(
                        "change",
                        "entity",
                        "entity_set",
                        "feature_table",
                        "flyway_schema_history",
                        "job",
                        "project",
                        "registry",
                        "retired_table",
                        "schedule"),
                query("select table_name from information_schema.tables where table_schema = 'public' order by 1"));
        assertEquals(List.of("default"), query("select name from project where not archived"));
        assertEquals(List.of("0"), query("select revision from registry"));

        assertEquals(0, flyway().migrate().migrationsExecuted, "a second start has nothing to do");
        assertTrue(flyway().validateWithResult().validationSuccessful);
    }

    @Test
    void theRegistryHasOneRow() throws SQLException {
        flyway().migrate();
        var refused = assertThrows(SQLException.class, () -> query("insert into registry default values returning 1"));
        assertEquals("23505", refused.getSQLState());
    }

    @Test
    void reportsOfJobsAreGivenParts() throws SQLException {
        flyway("3").migrate();
        job("done", "'%s'".formatted(report("\"DONE\"", "")));
        job("failed", "'%s'".formatted(report("\"FAILED\"", "no column x")));
        job("runs", "'%s'".formatted(report("null", "")));
        job("silent", "null");
        flyway().migrate();
        assertEquals(List.of("DONE", "FAILED"), query("select report #>> '{ending,outcome}' " + WITH_ENDING));
        assertEquals(List.of("", "no column x"), query("select report #>> '{ending,error}' " + WITH_ENDING));
        assertEquals(List.of("true", "true"), query("select (report #> '{ending,retryable}')::text " + WITH_ENDING));
        assertEquals(
                List.of("done", "failed", "runs"),
                query(
                        "select hash from job where report #>> '{rows,tooOld}' = '5' and report ->> 'applicationId' = 'local-1'"
                                + " and report #>> '{tasks,known}' = '9' and report #>> '{findings,snapshots,trips}' = '42' order by number"));
        assertEquals(List.of("silent"), query("select hash from job where report is null"));
    }

    private static final String WITH_ENDING =
            "from job where jsonb_typeof(report -> 'ending') = 'object' order by number";

    private static String report(String outcome, String error) {
        return """
        {"outcome": %s, "heartbeat": 1.5, "started": 1.0, "applicationId": "local-1", "tasksDone": 8, "tasksKnown": 9,
         "rowsRead": 1, "rowsWritten": 2, "rowsRejected": 3, "rowsOlder": 4, "rowsTooOld": 5, "error": "%s",
         "retryable": true, "snapshots": {"trips": 42}, "leakedValues": {}, "deadLetters": ""}"""
                .formatted(outcome, error);
    }

    private void job(String hash, String report) throws SQLException {
        query(
                """
                insert into job (id, project, kind, tables, work, hash, principal, created_at, state, epoch, attempts, owner,
                  cancel_asked, error, report)
                values (gen_random_uuid(), 'default', 'BATCH_TO_ONLINE', '{trips}', '{}', '%s', 'anonymous', now(), 'DONE', 1, 1, '',
                  false, '', %s) returning number"""
                        .formatted(hash, report));
    }

    private Flyway flyway() {
        return flyway("latest");
    }

    private Flyway flyway(String target) {
        return Flyway.configure()
                .dataSource(url, user, password)
                .locations("classpath:db/migration")
                .target(target)
                .load();
    }

    private List<String> query(String sql) throws SQLException {
        var rows = new ArrayList<String>();
        try (Connection connection = DriverManager.getConnection(url, user, password);
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }
}
