package dev.larder.registry;

import dev.larder.definition.Definition;
import dev.larder.definition.Entity;
import dev.larder.definition.FeatureTable;
import dev.larder.registry.db.RegistryStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;

/**
 * Changes the definitions. Changes follow each other, whichever replica makes them: each holds the lock of the registry's one
 * row for the few milliseconds it takes. After the commit, changes of feature tables are announced.
 */
@ApplicationScoped
public class RegistryWriter {
    private final RegistryStore store;
    private final Clock clock;
    private final Event<FeatureTableChanged> announcements;

    RegistryWriter(RegistryStore store, Clock clock, Event<FeatureTableChanged> announcements) {
        this.store = store;
        this.clock = clock;
        this.announcements = announcements;
    }

    /** @throws dev.larder.error.LarderException ALREADY_EXISTS */
    public void createProject(String principal, String name) {
        change(principal, transaction -> transaction.createProject(name));
    }

    /** Hides a project and closes it to new definitions. The default project cannot be archived. */
    public void archiveProject(String principal, String name) {
        change(principal, transaction -> transaction.archiveProject(name));
    }

    /** Creates the project if there is none. The same definition again changes nothing. */
    public RegisteredEntity applyEntity(String principal, String project, Entity entity) {
        return change(principal, transaction -> transaction.applyEntity(project, entity));
    }

    /** Creates, updates or revives a table. The same definition again changes nothing. */
    public RegisteredTable applyFeatureTable(
            String principal, String project, FeatureTable table, TablePrecondition precondition) {
        return change(principal, transaction -> transaction.applyFeatureTable(project, table, precondition));
    }

    /** Deleting a table that is deleted already is fine. */
    public void deleteFeatureTable(String principal, String project, String name, TablePrecondition precondition) {
        change(principal, transaction -> transaction.deleteFeatureTable(project, name, precondition));
    }

    /**
     * Applies definitions in their order, all of them or none.
     *
     * @return what changed
     */
    public List<Change> apply(String principal, String project, List<Definition> definitions) {
        return change(principal, transaction -> transaction.apply(project, definitions, TablePrecondition.NONE));
    }

    /** What {@link #apply} would change, found out by doing it and rolling it back. The changes have no revision. */
    public List<Change> dryRun(
            String principal, String project, List<Definition> definitions, TablePrecondition precondition) {
        QuarkusTransaction.begin();
        try {
            return RegistryTransaction.begin(store, principal, clock).apply(project, definitions, precondition).stream()
                    .map(Change::withoutRevision)
                    .toList();
        } finally {
            QuarkusTransaction.rollback();
        }
    }

    private <T> T change(String principal, Function<RegistryTransaction, T> work) {
        record Outcome<T>(T result, List<Change> changes) {}

        var outcome = QuarkusTransaction.requiringNew().call(() -> {
            var transaction = RegistryTransaction.begin(store, principal, clock);
            return new Outcome<>(work.apply(transaction), transaction.changes());
        });
        for (Change change : outcome.changes()) {
            if (change.kind() == Change.Kind.FEATURE_TABLE) {
                announcements.fire(
                        new FeatureTableChanged(change.project(), change.name(), change.action(), change.revision()));
            }
        }
        return outcome.result();
    }
}
