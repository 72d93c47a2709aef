package dev.larder.registry.db;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.larder.definition.EntitySet;
import dev.larder.definition.Project;
import dev.larder.definition.ValueType;
import dev.larder.error.LarderException;
import dev.larder.registry.Change;
import dev.larder.registry.Page;
import dev.larder.registry.RegisteredEntity;
import dev.larder.registry.RegisteredTable;
import dev.larder.registry.RetiredTable;
import dev.larder.registry.TableChanges;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Every query of the registry. Must be called within a transaction. */
@ApplicationScoped
public class RegistryStore {
    private static final Logger LOG = Logger.getLogger(RegistryStore.class);

    /** Makes every other change wait until this transaction ends. */
    public void lock() {
        StoredRegistry.findById(true, LockModeType.PESSIMISTIC_WRITE);
    }

    /** The one query that readers repeat: no entity is loaded for it. */
    public long revision() {
        return StoredRegistry.getEntityManager()
                .createQuery("select revision from StoredRegistry", Long.class)
                .getSingleResult();
    }

    /** Must hold the lock. */
    public long nextRevision() {
        return ++row().revision;
    }

    /** Must hold the lock. */
    public int newTableNumber() {
        return ++row().lastTableNumber;
    }

    private static StoredRegistry row() {
        return StoredRegistry.findById(true);
    }

    public Optional<Project> project(String name) {
        return storedProject(name).map(StoredProject::toProject);
    }

    public void save(Project project) {
        var stored = storedProject(project.name()).orElseGet(StoredProject::new);
        stored.name = project.name();
        stored.archived = project.archived();
        stored.persist();
    }

    public Page<Project> projects(Page.Request page) {
        PanacheQuery<StoredProject> query =
                StoredProject.find("archived = false and name > ?1 order by name", page.after());
        return Page.of(
                page,
                oneMore(query, page).stream().map(StoredProject::toProject).toList(),
                Project::name);
    }

    public Optional<RegisteredEntity> entity(String project, String name) {
        return storedEntity(project, name).map(StoredEntity::toRegistered);
    }

    public void save(String project, RegisteredEntity registered) {
        var stored = storedEntity(project, registered.entity().name()).orElseGet(StoredEntity::new);
        stored.project = storedProject(project).orElseThrow();
        stored.set(registered);
        stored.persist();
    }

    public Page<RegisteredEntity> entities(String project, Map<String, String> labels, Page.Request page) {
        PanacheQuery<StoredEntity> query = StoredEntity.find(
                "project.name = :project and name > :after" + labelled(labels) + " order by name",
                parameters(project, labels, page));
        return Page.of(
                page,
                oneMore(query, page).stream().map(StoredEntity::toRegistered).toList(),
                registered -> registered.entity().name());
    }

    /** Deleted ones, too. */
    public Optional<RegisteredTable> featureTable(String project, String name) {
        return storedTable(project, name).map(StoredFeatureTable::toRegistered);
    }

    public void save(RegisteredTable registered) {
        var stored =
                storedTable(registered.project(), registered.table().name()).orElseGet(StoredFeatureTable::new);
        stored.project = storedProject(registered.project()).orElseThrow();
        stored.set(registered);
        stored.persist();
    }

    public Page<RegisteredTable> featureTables(String project, Map<String, String> labels, Page.Request page) {
        PanacheQuery<StoredFeatureTable> query = StoredFeatureTable.find(
                "project.name = :project and deleted = false and name > :after" + labelled(labels) + " order by name",
                parameters(project, labels, page));
        return Page.of(
                page,
                oneMore(query, page).stream()
                        .map(StoredFeatureTable::toRegistered)
                        .toList(),
                registered -> registered.table().name());
    }

    /**
     * Those that changed after a revision, deleted ones, too; if that is zero, all but the deleted ones.
     *
     * @param unreadable is told of those that cannot be read, which must not hide the others
     */
    public List<RegisteredTable> tablesSince(long revision, Consumer<TableChanges.Unreadable> unreadable) {
        Stream<StoredFeatureTable> tables = revision == 0
                ? StoredFeatureTable.stream("deleted = false")
                : StoredFeatureTable.stream(
                        """
                        from StoredFeatureTable t where exists (
                          select 1 from StoredChange c
                          where c.revision > ?1 and c.kind = ?2 and c.project = t.project.name and c.name = t.name)
                        """,
                        revision,
                        Change.Kind.FEATURE_TABLE);
        return tables.flatMap(stored -> read(stored, unreadable)).toList();
    }

    private static Stream<RegisteredTable> read(
            StoredFeatureTable stored, Consumer<TableChanges.Unreadable> unreadable) {
        try {
            return Stream.of(stored.toRegistered());
        } catch (RuntimeException e) {
            var why = e instanceof LarderException known
                    ? known.getMessage()
                    : "it is stored in a way that cannot be read.";
            LOG.warnf("Feature table %s of project %s cannot be read: %s", stored.name, stored.project.name, e);
            unreadable.accept(new TableChanges.Unreadable(stored.project.name, stored.name, why));
            return Stream.empty();
        }
    }

    /** By project, then by name. */
    public Map<String, Map<String, ValueType>> entityTypes(Set<String> projects) {
        Stream<StoredEntity> entities = StoredEntity.stream("project.name in ?1", projects);
        return entities.collect(
                groupingBy(entity -> entity.project.name, toMap(entity -> entity.name, entity -> entity.valueType)));
    }

    public void retire(RegisteredTable table, Instant now) {
        var retired = new StoredRetiredTable();
        retired.number = table.number();
        retired.keyHash = table.entitySet().keyHash();
        retired.retiredAt = now;
        retired.claimedUntil = now;
        retired.persist();
    }

    /** The first that nobody has claimed, unless somebody else claims it at the same moment. */
    public Optional<RetiredTable> claimRetired(Instant now, Instant until, Instant retiredBefore) {
        Optional<StoredRetiredTable> free = StoredRetiredTable.find(
                        "claimedUntil <= ?1 and retiredAt <= ?2 order by number", now, retiredBefore)
                .firstResultOptional();
        return free.filter(table -> StoredRetiredTable.update(
                                "claimedUntil = ?1 where number = ?2 and claimedUntil = ?3",
                                until,
                                table.number,
                                table.claimedUntil)
                        == 1)
                .map(StoredRetiredTable::toRetired);
    }

    public void progressRetired(int number, String position, Instant until) {
        StoredRetiredTable.update("position = ?1, claimedUntil = ?2 where number = ?3", position, until, number);
    }

    public void forgetRetired(int number) {
        StoredRetiredTable.deleteById(number);
    }

    public long countRetired() {
        return StoredRetiredTable.count();
    }

    /** Reserves the hash of an entity set. Answers whose it is: the given set, or another that was there before. */
    public EntitySet reserve(EntitySet entitySet) {
        StoredEntitySet stored = StoredEntitySet.findById(entitySet.keyHash());
        if (stored == null) {
            stored = new StoredEntitySet();
            stored.keyHash = entitySet.keyHash();
            stored.project = entitySet.project();
            stored.entities = entitySet.entities();
            stored.persist();
        }
        return stored.toEntitySet();
    }

    public void add(Change change) {
        StoredChange.of(change).persist();
    }

    /** Newest first. @param kind null: every kind @param name empty: every name */
    public Page<Change> changes(String project, Change.Kind kind, String name, Page.Request page) {
        long before = page.after().isEmpty() ? Long.MAX_VALUE : revisionOf(page.after());
        var where = "project = :project and revision < :before"
                + (kind == null ? "" : " and kind = :kind")
                + (name.isEmpty() ? "" : " and name = :name");
        var parameters = new HashMap<String, Object>(Map.of("project", project, "before", before));
        if (kind != null) {
            parameters.put("kind", kind);
        }
        if (!name.isEmpty()) {
            parameters.put("name", name);
        }
        PanacheQuery<StoredChange> query = StoredChange.find(where + " order by revision desc", parameters);
        return Page.of(
                page,
                oneMore(query, page).stream().map(StoredChange::toChange).toList(),
                change -> Long.toString(change.revision()));
    }

    private static long revisionOf(String pageToken) {
        try {
            return Long.parseLong(pageToken);
        } catch (NumberFormatException e) {
            throw LarderException.invalid(
                    "INVALID_PAGE_TOKEN", "page_token", "page_token must be the next_page_token of an earlier answer.");
        }
    }

    private static Optional<StoredProject> storedProject(String name) {
        return StoredProject.find("name", name).firstResultOptional();
    }

    private static Optional<StoredEntity> storedEntity(String project, String name) {
        return StoredEntity.find("project.name = ?1 and name = ?2", project, name)
                .firstResultOptional();
    }

    private static Optional<StoredFeatureTable> storedTable(String project, String name) {
        return StoredFeatureTable.find("project.name = ?1 and name = ?2", project, name)
                .firstResultOptional();
    }

    /** One condition for each label; keys and values are bound. */
    private static String labelled(Map<String, String> labels) {
        var conditions = new StringBuilder();
        for (int i = 0; i < labels.size(); i++) {
            conditions.append(" and sql('(? ->> ?)', labels, :key%d) = :value%d".formatted(i, i));
        }
        return conditions.toString();
    }

    private static Map<String, Object> parameters(String project, Map<String, String> labels, Page.Request page) {
        var parameters = new HashMap<String, Object>(Map.of("project", project, "after", page.after()));
        int i = 0;
        for (var label : labels.entrySet()) {
            parameters.put("key" + i, label.getKey());
            parameters.put("value" + i, label.getValue());
            i++;
        }
        return parameters;
    }

    private static <T> List<T> oneMore(PanacheQuery<T> query, Page.Request page) {
        return query.range(0, page.size()).list();
    }
}
