package dev.larder.serving;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/** What can be seen of serving at {@code /q/metrics}. */
@Singleton
class ServingMeters {
    private record TableName(String project, String table) {}

    private final MeterRegistry registry;
    private final DistributionSummary rows;
    private final DistributionSummary features;
    private final ConcurrentHashMap<String, Timer> latencies = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<TableName, Counter[]> statuses = new ConcurrentHashMap<>();

    ServingMeters(MeterRegistry registry, DefinitionsWatch definitions) {
        this.registry = registry;
        rows = DistributionSummary.builder("larder.serving.request.rows")
                .description("entity rows of a request")
                .register(registry);
        features = DistributionSummary.builder("larder.serving.request.features")
                .description("features of a request")
                .register(registry);
        Gauge.builder(
                        "larder.serving.definitions.age",
                        definitions,
                        watch -> watch.age().toMillis() / 1_000.0)
                .baseUnit("seconds")
                .description("since the registry last said what the newest revision is")
                .register(registry);
        Gauge.builder("larder.serving.definitions.tables", definitions, DefinitionsWatch::size)
                .description("feature tables that can be served")
                .register(registry);
        Gauge.builder("larder.serving.definitions.unserved", definitions, watch -> watch.unserved()
                        .size())
                .description("feature tables that are registered and cannot be served; the health answer says why")
                .register(registry);
    }

    void answered(Dialect dialect, Throwable failure, long nanos) {
        var outcome = failure == null ? "ok" : "failed";
        latencies
                .computeIfAbsent(dialect.label() + outcome, label -> Timer.builder("larder.serving.request")
                        .description("from the parsed request to the found values")
                        .tag("dialect", dialect.label())
                        .tag("outcome", outcome)
                        .serviceLevelObjectives(
                                Duration.ofNanos(500_000),
                                Duration.ofMillis(1),
                                Duration.ofMillis(2),
                                Duration.ofMillis(5),
                                Duration.ofMillis(10),
                                Duration.ofMillis(25),
                                Duration.ofMillis(50),
                                Duration.ofMillis(100),
                                Duration.ofMillis(250),
                                Duration.ofSeconds(1))
                        .register(registry))
                .record(nanos, java.util.concurrent.TimeUnit.NANOSECONDS);
    }

    void found(OnlineFeatures found) {
        rows.record(found.rows());
        features.record(found.plan().references().size());
        var plan = found.plan();
        var counts = new int[FeatureStatus.values().length];
        for (int table = 0; table < plan.tableCount(); table++) {
            java.util.Arrays.fill(counts, 0);
            for (int slot : plan.slotsOfTable(table)) {
                int first = found.firstOfSlot(slot);
                for (int i = first; i < first + found.rows(); i++) {
                    counts[found.statusNumbers()[i]]++;
                }
            }
            var counters = counters(plan.tables().get(table));
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] > 0) {
                    counters[i].increment(counts[i]);
                }
            }
        }
    }

    private Counter[] counters(ServedTable table) {
        return statuses.computeIfAbsent(new TableName(table.project(), table.name()), name -> {
            var counters = new Counter[FeatureStatus.values().length];
            for (FeatureStatus status : FeatureStatus.values()) {
                counters[status.ordinal()] = Counter.builder("larder.serving.values")
                        .description("values served, by what became of them")
                        .tag("project", name.project())
                        .tag("table", name.table())
                        .tag("status", status.name())
                        .register(registry);
            }
            return counters;
        });
    }

    void corrupt(ServedTable table) {
        registry.counter("larder.serving.corrupt.rows", "project", table.project(), "table", table.name())
                .increment();
    }

    /** Rows of which the event time is still to come. */
    void ahead(ServedTable table, int count) {
        if (count > 0) {
            registry.counter("larder.serving.rows.ahead", "project", table.project(), "table", table.name())
                    .increment(count);
        }
    }

    void written(ServedTable table, String outcome, int count) {
        registry.counter(
                        "larder.serving.rows.written",
                        "project",
                        table.project(),
                        "table",
                        table.name(),
                        "outcome",
                        outcome)
                .increment(count);
    }
}
