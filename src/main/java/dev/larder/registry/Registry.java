package dev.larder.registry;

import dev.larder.definition.Feature;
import dev.larder.definition.Names;
import dev.larder.definition.Project;
import dev.larder.definition.ValueType;
import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import dev.larder.registry.db.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads the definitions. An empty project name means the default project; unknown projects hold nothing. */
@ApplicationScoped
@Transactional
public class Registry {
    private final RegistryStore store;

    Registry(RegistryStore store) {
        this.store = store;
    }

    /** One more with each recorded change, over all projects: one cheap query that tells whether anything changed. */
    public long revision() {
        return store.revision();
    }

    /** Projects that are not archived, by name. */
    public Page<Project> projects(Page.Request page) {
        return store.projects(page);
    }

    /** @throws LarderException NOT_FOUND */
    public Project project(String name) {
        var project = Names.project(name);
        return store.project(project)
                .orElseThrow(() -> LarderException.of(
                        ErrorCode.NOT_FOUND, "PROJECT_NOT_FOUND", "Could not find project: \"%s\"".formatted(project)));
    }

    /** @throws LarderException NOT_FOUND */
    public RegisteredEntity entity(String projectName, String name) {
        if (name.isEmpty()) {
            throw LarderException.invalid("EMPTY_NAME", "name", "No entity name provided");
        }
        var project = Names.project(projectName);
        Names.resource("name", "entity", name);
        return store.entity(project, name)
                .orElseThrow(() -> LarderException.of(
                        ErrorCode.NOT_FOUND,
                        "ENTITY_NOT_FOUND",
                        "Entity with name \"%s\" could not be found.".formatted(name)));
    }

    /** @param labels every given label must be equal */
    public Page<RegisteredEntity> entities(String project, Map<String, String> labels, Page.Request page) {
        return store.entities(Names.project(project), labels, page);
    }

    /** @throws LarderException NOT_FOUND when there is none or it was deleted */
    public RegisteredTable featureTable(String projectName, String name) {
        var project = Names.project(projectName);
        Names.resource("name", "featureTable", name);
        var table = store.featureTable(project, name).orElseThrow(() -> noSuchTable(project, name));
        if (table.deleted()) {
            throw LarderException.of(
                    ErrorCode.NOT_FOUND,
                    "FEATURE_TABLE_DELETED",
                    "Feature Table has been deleted: (project: %s, name: %s)".formatted(project, name));
        }
        return table;
    }

    /** Tables that are not deleted. @param labels every given label must be equal */
    public Page<RegisteredTable> featureTables(String project, Map<String, String> labels, Page.Request page) {
        return store.featureTables(Names.project(project), labels, page);
    }

    /**
     * Features by {@code table:feature}.
     *
     * @param entities unless empty, the table's entities must be exactly these
     * @param labels every given label of the feature must be equal
     */
    public Map<String, Feature> features(String project, Collection<String> entities, Map<String, String> labels) {
        var wanted = Set.copyOf(entities);
        var features = new TreeMap<String, Feature>();
        for (RegisteredTable registered :
                featureTables(project, Map.of(), Page.Request.ALL).items()) {
            var table = registered.table();
            if (wanted.isEmpty() || wanted.equals(Set.copyOf(table.entities()))) {
                table.features().stream()
                        .filter(feature -> feature.labels().entrySet().containsAll(labels.entrySet()))
                        .forEach(feature -> features.put(table.name() + ":" + feature.name(), feature));
            }
        }
        return features;
    }

    /**
     * The history of a project, newest first.
     *
     * @param kind null: of every kind
     * @param name empty: of every name
     */
    public Page<Change> changes(String project, Change.Kind kind, String name, Page.Request page) {
        return store.changes(Names.project(project), kind, name, page);
    }

    /**
     * The tables of all projects that changed after a revision.
     *
     * @param revision zero: all tables there are, but not the deleted ones
     */
    public TableChanges tablesSince(long revision) {
        long now = store.revision();
        var unreadable = new ArrayList<TableChanges.Unreadable>();
        var tables = store.tablesSince(revision, unreadable::add);
        var types =
                store.entityTypes(tables.stream().map(RegisteredTable::project).collect(Collectors.toSet()));
        return new TableChanges(
                now,
                tables.stream()
                        .map(table -> new TableChanges.Table(table, typesOf(table, types)))
                        .toList(),
                List.copyOf(unreadable));
    }

    private static Map<String, ValueType> typesOf(
            RegisteredTable table, Map<String, Map<String, ValueType>> typesByProject) {
        var types = new TreeMap<>(typesByProject.getOrDefault(table.project(), Map.of()));
        types.keySet().retainAll(table.table().entities());
        return Collections.unmodifiableMap(types);
    }

    static LarderException noSuchTable(String project, String name) {
        return LarderException.of(
                ErrorCode.NOT_FOUND,
                "FEATURE_TABLE_NOT_FOUND",
                "No such Feature Table: (project: %s, name: %s)".formatted(project, name));
    }
}
