package dev.larder.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.embedded.EmbeddedServersResource;
import dev.larder.job.JobWork.Ingestion;
import dev.larder.job.db.JobStore;
import dev.larder.registry.Page;
import dev.larder.testing.GrpcDoor;
import dev.larder.testing.ManualClock;
import dev.larder.testing.Specs;
import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ApplyFeatureTableRequest;
import feast.proto.types.ValueProto.ValueType;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Schedules over days, with the real PostgreSQL. The days are far ahead, so that the application's own supervisor sees none due. */
@QuarkusTest
@WithTestResource(EmbeddedServersResource.class)
class TimetableTest {
    private static final String DAILY = "30 3 * * *";

    @Inject
    JobStore store;

    @Inject
    JobPlanner planner;

    @Inject
    dev.larder.registry.Registry registry;

    private final String project = Specs.newProject();
    private final ManualClock clock = new ManualClock(Instant.parse("2030-01-01T12:00:00Z"));
    private Schedules schedules;
    private Timetable timetable;

    @BeforeEach
    void definitions() {
        GrpcDoor.core()
                .applyEntity(ApplyEntityRequest.newBuilder()
                        .setProject(project)
                        .setSpec(Specs.entity("driver", ValueType.Enum.INT64))
                        .build());
        GrpcDoor.core()
                .applyFeatureTable(ApplyFeatureTableRequest.newBuilder()
                        .setProject(project)
                        .setTableSpec(Specs.table("trips", "driver"))
                        .build());
        schedules = new Schedules(registry, store, clock);
        timetable = new Timetable(store, planner, clock);
    }

    private List<Ingestion> asked() {
        return QuarkusTransaction.requiringNew()
                .call(() -> store.jobs(project, "", true, Page.Request.ALL))
                .items()
                .stream()
                .map(job -> (Ingestion) job.work())
                .toList();
    }

    private void at(String time) {
        clock.set(Instant.parse(time));
        timetable.runWhatIsDue();
    }

    private void endAll(JobState state) {
        QuarkusTransaction.requiringNew().run(() -> store.jobs(project, "", false, Page.Request.ALL)
                .items()
                .forEach(job -> store.save(job.id(), job.status().ended(state, "", clock.instant()))));
    }

    private static Ingestion days(String start, String end) {
        return new Ingestion(
                JobWork.Destination.ONLINE_STORE,
                "trips",
                Instant.parse(start + "T00:00:00Z"),
                Instant.parse(end + "T00:00:00Z"));
    }

    @Test
    void aRunCoversItsDayAndTheDaysBefore() {
        schedules.put("ann", project, "trips", DAILY, 3);
        at("2030-01-02T03:29:59Z");
        assertEquals(List.of(), asked());
        at("2030-01-02T03:30:00Z");
        assertEquals(List.of(days("2029-12-31", "2030-01-03")), asked());
        at("2030-01-02T03:30:01Z");
        assertEquals(1, asked().size());
        assertEquals(
                Instant.parse("2030-01-03T03:30:00Z"),
                schedules.get(project, "trips").orElseThrow().nextRun());
    }

    @Test
    void afterADowntimeOneRunCoversWhatWasMissed() {
        schedules.put("ann", project, "trips", DAILY, 1);
        at("2030-01-05T10:00:00Z");
        assertEquals(List.of(days("2030-01-02", "2030-01-06")), asked());
        assertEquals(
                Instant.parse("2030-01-06T03:30:00Z"),
                schedules.get(project, "trips").orElseThrow().nextRun());
    }

    @Test
    void aRunWaitsForTheOneBeforeAndThenCoversItsDays() {
        schedules.put("ann", project, "trips", DAILY, 1);
        at("2030-01-02T04:00:00Z");
        at("2030-01-03T04:00:00Z");
        assertEquals(1, asked().size());
        endAll(JobState.DONE);
        at("2030-01-04T01:00:00Z");
        assertEquals(days("2030-01-03", "2030-01-05"), asked().get(0));
    }

    @Test
    void aRunCoversWhatAFailedOneLeft() {
        schedules.put("ann", project, "trips", DAILY, 1);
        at("2030-01-02T04:00:00Z");
        endAll(JobState.FAILED);
        at("2030-01-03T04:00:00Z");
        assertEquals(days("2030-01-02", "2030-01-04"), asked().get(0));
        endAll(JobState.CANCELLED);
        at("2030-01-04T04:00:00Z");
        assertEquals(days("2030-01-04", "2030-01-05"), asked().get(0));
    }

    @Test
    void aTableThatIsGoneStopsNeitherTheOthersNorTheClock() {
        schedules.put("ann", project, "trips", DAILY, 1);
        GrpcDoor.core()
                .deleteFeatureTable(feast.proto.core.CoreServiceProto.DeleteFeatureTableRequest.newBuilder()
                        .setProject(project)
                        .setName("trips")
                        .build());
        at("2030-01-02T04:00:00Z");
        assertEquals(List.of(), asked());
        assertTrue(schedules.get(project, "trips").orElseThrow().nextRun().isAfter(clock.instant()));
    }

    @Test
    void severalReplicasRunAScheduleOnce() throws Exception {
        schedules.put("ann", project, "trips", DAILY, 1);
        clock.set(Instant.parse("2030-01-02T04:00:00Z"));
        var threads = Executors.newFixedThreadPool(4);
        try {
            var runs = threads.invokeAll(IntStream.range(0, 8)
                    .<Callable<Void>>mapToObj(i -> () -> {
                        new Timetable(store, planner, clock).runWhatIsDue();
                        return null;
                    })
                    .toList());
            for (var run : runs) {
                run.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(1, asked().size());
    }
}
