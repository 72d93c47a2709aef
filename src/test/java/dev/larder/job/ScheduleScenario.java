package dev.larder.job;

import static dev.larder.testing.GrpcDoor.assertFails;
import static dev.larder.testing.GrpcDoor.channel;
import static dev.larder.testing.GrpcDoor.core;
import static dev.larder.testing.HttpDoor.json;
import static dev.larder.testing.HttpDoor.request;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.proto.v1.DeleteScheduleRequest;
import dev.larder.proto.v1.Schedule;
import dev.larder.testing.JobDoor;
import dev.larder.testing.Specs;
import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ApplyFeatureTableRequest;
import feast.proto.types.ValueProto.ValueType;
import feast_spark.proto.jobservice.JobServiceGrpc;
import feast_spark.proto.jobservice.JobServiceProto.ScheduleOfflineToOnlineIngestionJobRequest;
import io.grpc.Status;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ingestions that come again and again, as each door makes them. */
abstract class ScheduleScenario {
    private final String project = Specs.newProject();

    @BeforeEach
    void definitions() {
        core().applyEntity(ApplyEntityRequest.newBuilder()
                .setProject(project)
                .setSpec(Specs.entity("driver", ValueType.Enum.INT64))
                .build());
        core().applyFeatureTable(ApplyFeatureTableRequest.newBuilder()
                .setProject(project)
                .setTableSpec(Specs.table("trips", "driver"))
                .build());
    }

    private Schedule schedule(String table, String cron, int days) {
        return JobDoor.jobs(channel())
                .putSchedule(Schedule.newBuilder()
                        .setProject(project)
                        .setFeatureTable(table)
                        .setCron(cron)
                        .setDays(days)
                        .build());
    }

    private List<Schedule> schedules() {
        return JobDoor.schedules(channel(), project);
    }

    @Test
    void aTableHasOneScheduleWhichCanBeReplacedAndDeleted() {
        var first = schedule("trips", "0 0 1 1 *", 1);
        assertEquals(List.of(first), schedules());
        assertTrue(first.getNextRun().getSeconds() > Instant.now().getEpochSecond());
        var second = schedule("trips", "30 3 1 1 *", 7);
        assertEquals(List.of(second), schedules());
        assertEquals(7, second.getDays());
        var deletion = DeleteScheduleRequest.newBuilder()
                .setProject(project)
                .setFeatureTable("trips")
                .build();
        JobDoor.jobs(channel()).deleteSchedule(deletion);
        assertEquals(List.of(), schedules());
        assertFails(
                Status.Code.NOT_FOUND,
                "Feature table trips of project %s has no schedule.".formatted(project),
                () -> JobDoor.jobs(channel()).deleteSchedule(deletion));
    }

    @Test
    void schedulesThatCannotBeAreRefused() {
        assertFails(
                Status.Code.NOT_FOUND,
                "No such Feature Table: (project: %s, name: rides)".formatted(project),
                () -> schedule("rides", "0 0 1 1 *", 1));
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "The days that each run covers are 0; they must be between 1 and 36,500.",
                () -> schedule("trips", "0 0 1 1 *", 0));
        request()
                .contentType("application/json")
                .body("{\"cron\": \"daily\", \"days\": 1}")
                .put("/api/v1/projects/{p}/feature-tables/trips/schedule", project)
                .then()
                .statusCode(400)
                .body("reason", equalTo("INVALID_CRON"), "field", equalTo("cron"));
    }

    @Test
    void schedulesAreManagedOverHttp() {
        json("{\"cron\": \"0 0 1 1 *\", \"days\": 2}")
                .put("/api/v1/projects/{p}/feature-tables/trips/schedule", project)
                .then()
                .statusCode(200)
                .body("days", equalTo(2), "featureTable", equalTo("trips"));
        request()
                .get("/api/v1/projects/{p}/schedules", project)
                .then()
                .statusCode(200)
                .body("schedules.cron", hasItem("0 0 1 1 *"));
        request()
                .delete("/api/v1/projects/{p}/feature-tables/trips/schedule", project)
                .then()
                .statusCode(204);
        request()
                .get("/api/v1/projects/{p}/feature-tables/trips/schedule", project)
                .then()
                .statusCode(404)
                .body("reason", equalTo("SCHEDULE_NOT_FOUND"));
    }

    /** Those that come soon might be due while the test runs. */
    @ParameterizedTest
    @ValueSource(strings = {"@yearly", "@annually", "@monthly", "@weekly"})
    void aNameThatCronHasForATimeIsTakenByEachDoor(String name) {
        assertEquals(name, schedule("trips", name, 1).getCron());
        json("{\"cron\": \"%s\", \"days\": 2}".formatted(name))
                .put("/api/v1/projects/{p}/feature-tables/trips/schedule", project)
                .then()
                .statusCode(200)
                .body("cron", equalTo(name), "days", equalTo(2));
        JobServiceGrpc.newBlockingStub(channel())
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .scheduleOfflineToOnlineIngestionJob(ScheduleOfflineToOnlineIngestionJobRequest.newBuilder()
                        .setProject(project)
                        .setTableName("trips")
                        .setIngestionTimespan(3)
                        .setCronSchedule(name)
                        .build());
        assertEquals(3, schedules().get(0).getDays());
        assertEquals(name, schedules().get(0).getCron());
    }

    @ParameterizedTest
    @CsvSource({"@hourly, 0 * * * *", "@daily, 0 0 * * *", "@midnight, 0 0 * * *"})
    void aNameMeansTheFiveFields(String name, String fields) {
        assertEquals(
                schedule("trips", fields, 1).getNextRun(),
                schedule("trips", name, 1).getNextRun());
    }

    @ParameterizedTest
    @ValueSource(strings = {"@every 5m", "@Daily", "@once", "hourly"})
    void whatIsNoSuchNameIsToldThem(String cron) {
        json("{\"cron\": \"%s\", \"days\": 1}".formatted(cron))
                .put("/api/v1/projects/{p}/feature-tables/trips/schedule", project)
                .then()
                .statusCode(400)
                .body("reason", equalTo("INVALID_CRON"))
                .body("detail", containsString("@annually, @daily, @hourly, @midnight, @monthly, @weekly, @yearly"));
    }
}
