package dev.larder.job;

import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import dev.larder.job.JobWork.Destination;
import dev.larder.job.JobWork.Ingestion;
import dev.larder.job.db.JobStore;
import dev.larder.registry.Page;
import dev.larder.registry.RegisteredTable;
import dev.larder.registry.Registry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What Feast calls to materialize: batch sources of feature tables into the online store, with a job for each table. */
@ApplicationScoped
public class Materialization {
    private final Jobs jobs;
    private final JobStore store;
    private final Registry registry;
    private final JobSettings settings;

    Materialization(Jobs jobs, JobStore store, Registry registry, JobSettings settings) {
        this.jobs = jobs;
        this.store = store;
        this.registry = registry;
        this.settings = settings;
    }

    /**
     * @param tables that were asked for
     * @param jobs may be fewer: of some tables there may be nothing to load
     */
    public record Started(List<String> tables, List<Job> jobs) {}

    /**
     * Loads rows with start <= event time < end. A job that does the same and has not ended is not started again.
     *
     * @param tables empty: all of the project
     * @throws LarderException NOT_FOUND if there is no such table; INVALID_ARGUMENT; nothing is started then
     */
    public Started start(String principal, String project, Optional<List<String>> tables, Instant start, Instant end) {
        var found = tables(project, tables);
        return start(
                principal,
                project,
                found,
                found.stream().map(table -> work(table, start, end)).toList());
    }

    /**
     * Loads the rows before a time, from where the last job of the table that is done ended. The first time it loads all that will
     * not be too old at the end, or all since 1970 if rows never grow too old.
     */
    public Started startIncrement(String principal, String project, Optional<List<String>> tables, Instant end) {
        var found = tables(project, tables);
        var work = found.stream()
                .map(table -> work(table, loadedUntil(table).orElseGet(() -> oldest(table, end)), end))
                .filter(ingestion -> ingestion.start().isBefore(end))
                .toList();
        return start(principal, project, found, work);
    }

    /**
     * Waits for the end of jobs, as long as is configured, and blocks no thread.
     *
     * @return the jobs as they ended; fails with DEADLINE_EXCEEDED, and the jobs go on
     */
    public Uni<List<Job>> end(List<Job> jobs) {
        var patience = settings.materializeTimeout();
        return Uni.createFrom()
                .item(() -> newest(jobs))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .repeat()
                .withDelay(settings.lookInterval())
                .until(Materialization::haveEnded)
                .collect()
                .last()
                .map(last -> newest(jobs))
                .ifNoItem()
                .after(patience)
                .failWith(() -> LarderException.of(
                        ErrorCode.DEADLINE_EXCEEDED,
                        "STILL_RUNNING",
                        "The jobs have not ended after %s (larder.jobs.materialize-timeout) and go on: %s. Ask how they stand, or send the same request again to wait on."
                                .formatted(patience, ids(jobs))));
    }

    private static String ids(List<Job> jobs) {
        return jobs.stream().map(job -> job.id().toString()).collect(Collectors.joining(", "));
    }

    private List<Job> newest(List<Job> started) {
        return started.stream().map(job -> jobs.job(job.id().toString())).toList();
    }

    private static boolean haveEnded(List<Job> jobs) {
        return jobs.stream().allMatch(job -> job.status().state().isEnd());
    }

    private List<RegisteredTable> tables(String project, Optional<List<String>> names) {
        return names.map(asked -> asked.stream()
                        .distinct()
                        .map(name -> registry.featureTable(project, name))
                        .toList())
                .orElseGet(() -> registry.featureTables(project, Map.of(), Page.Request.ALL)
                        .items());
    }

    private static Ingestion work(RegisteredTable table, Instant start, Instant end) {
        return new Ingestion(Destination.ONLINE_STORE, table.table().name(), start, end);
    }

    private Optional<Instant> loadedUntil(RegisteredTable table) {
        return QuarkusTransaction.requiringNew()
                .call(() -> store.loadedUntil(table.project(), table.table().name()));
    }

    private static Instant oldest(RegisteredTable table, Instant end) {
        var maxAge = table.table().maxAge();
        var since = end.minus(maxAge);
        return maxAge.isZero() || since.isBefore(Instant.EPOCH) ? Instant.EPOCH : since;
    }

    private Started start(String principal, String project, List<RegisteredTable> tables, List<Ingestion> work) {
        return new Started(
                tables.stream().map(table -> table.table().name()).toList(), jobs.startOnce(principal, project, work));
    }
}
