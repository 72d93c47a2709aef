package dev.larder.registry;

import dev.larder.definition.Definition;
import dev.larder.definition.Difference;
import dev.larder.definition.Entity;
import dev.larder.definition.EntitySet;
import dev.larder.definition.Feature;
import dev.larder.definition.FeatureTable;
import dev.larder.definition.Limits;
import dev.larder.definition.Names;
import dev.larder.definition.Project;
import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import dev.larder.registry.db.RegistryStore;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The rules by which definitions evolve, applied within one locked database transaction. */
final class RegistryTransaction {
    private static final SortedMap<String, String> NOTHING = Collections.unmodifiableSortedMap(new TreeMap<>());

    private final RegistryStore store;
    private final String principal;
    private final Instant now;
    private final List<Change> changes = new ArrayList<>();

    private RegistryTransaction(RegistryStore store, String principal, Instant now) {
        this.store = store;
        this.principal = principal;
        this.now = now;
    }

    /** Waits until every other change is committed or rolled back. */
    static RegistryTransaction begin(RegistryStore store, String principal, Clock clock) {
        store.lock();
        return new RegistryTransaction(store, principal, clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    List<Change> changes() {
        return List.copyOf(changes);
    }

    Project createProject(String projectName) {
        if (projectName.isEmpty()) {
            throw LarderException.invalid("EMPTY_NAME", "name", "Project name must be provided");
        }
        var name = Names.project(projectName);
        if (store.project(name).isPresent()) {
            throw LarderException.of(ErrorCode.ALREADY_EXISTS, "PROJECT_EXISTS", "Project already exists: " + name);
        }
        return addProject(name);
    }

    Project archiveProject(String projectName) {
        var name = Names.project(projectName);
        if (name.equals(Names.DEFAULT_PROJECT)) {
            throw LarderException.of(
                    ErrorCode.UNIMPLEMENTED, "DEFAULT_PROJECT", "Archiving the default project is not allowed.");
        }
        var project = store.project(name)
                .orElseThrow(() -> LarderException.invalid(
                        "PROJECT_NOT_FOUND", "name", "Could not find project: \"%s\"".formatted(name)));
        if (project.archived()) {
            return project;
        }
        var archived = new Project(name, true);
        store.save(archived);
        record(name, Change.Kind.PROJECT, name, Change.Action.ARCHIVED, List.of());
        return archived;
    }

    List<Change> apply(String project, List<Definition> definitions, TablePrecondition precondition) {
        GivenTwice.refuse(definitions);
        for (Definition definition : definitions) {
            if (definition instanceof Entity entity) {
                applyEntity(project, entity);
            } else if (definition instanceof FeatureTable table) {
                applyFeatureTable(project, table, precondition);
            }
        }
        return changes();
    }

    RegisteredEntity applyEntity(String projectName, Entity entity) {
        Limits.check(entity);
        var name = Names.project(projectName);
        var project = store.project(name).orElseGet(() -> addProject(name));
        if (project.archived()) {
            throw LarderException.invalid("PROJECT_ARCHIVED", "project", "Project is archived: " + name);
        }
        var existing = store.entity(name, entity.name());
        var differences = Difference.between(
                existing.map(registered -> registered.entity().facts()).orElse(NOTHING), entity.facts());
        if (existing.isPresent()) {
            if (differences.isEmpty()) {
                return existing.get();
            }
            checkSameType(name, existing.get().entity(), entity);
        }
        var registered = new RegisteredEntity(
                entity, existing.map(RegisteredEntity::createdAt).orElse(now), now);
        store.save(name, registered);
        var action = existing.isPresent() ? Change.Action.UPDATED : Change.Action.CREATED;
        record(name, Change.Kind.ENTITY, entity.name(), action, differences);
        return registered;
    }

    RegisteredTable applyFeatureTable(String projectName, FeatureTable table, TablePrecondition precondition) {
        var project = Names.project(projectName);
        Limits.check(table);
        checkReferences(project, table);
        var existing = store.featureTable(project, table.name());
        var current = existing.filter(registered -> !registered.deleted());
        precondition.check(table.name(), current);
        var differences = Difference.between(
                current.map(registered -> registered.table().facts()).orElse(NOTHING), table.facts());
        if (current.isPresent() && differences.isEmpty()) {
            return current.get();
        }
        Admission.check(table);
        var registered = next(project, table, existing);
        store.save(registered);
        current.filter(before -> before.number() != registered.number()).ifPresent(before -> store.retire(before, now));
        record(project, Change.Kind.FEATURE_TABLE, table.name(), actionOf(existing), differences);
        return registered;
    }

    RegisteredTable deleteFeatureTable(String projectName, String name, TablePrecondition precondition) {
        var project = Names.project(projectName);
        Names.resource("name", "featureTable", name);
        var existing = store.featureTable(project, name).orElseThrow(() -> Registry.noSuchTable(project, name));
        precondition.check(name, Optional.of(existing).filter(registered -> !registered.deleted()));
        if (existing.deleted()) {
            return existing;
        }
        var deleted = existing.deletedAt(now);
        store.save(deleted);
        store.retire(existing, now);
        record(
                project,
                Change.Kind.FEATURE_TABLE,
                name,
                Change.Action.DELETED,
                Difference.between(existing.table().facts(), NOTHING));
        return deleted;
    }

    private Project addProject(String name) {
        var project = new Project(name, false);
        store.save(project);
        record(name, Change.Kind.PROJECT, name, Change.Action.CREATED, List.of());
        return project;
    }

    private static void checkSameType(String project, Entity before, Entity after) {
        if (before.valueType() != after.valueType()) {
            throw LarderException.invalid(
                    "ENTITY_TYPE_CHANGED",
                    "value_type",
                    "You are attempting to change the type of this entity in %s project from %s to %s. This isn't allowed. Please create a new entity."
                            .formatted(project, before.valueType(), after.valueType()));
        }
    }

    private void checkReferences(String project, FeatureTable table) {
        if (store.project(project).filter(Project::archived).isPresent()) {
            throw LarderException.invalid(
                    "PROJECT_ARCHIVED",
                    "project",
                    "Cannot apply Feature Table to archived Project: (table: %s, project: %s)"
                            .formatted(table.name(), project));
        }
        for (String entity : table.entities()) {
            if (store.entity(project, entity).isEmpty()) {
                throw LarderException.invalid(
                        "ENTITY_NOT_FOUND",
                        "entities",
                        "Feature Table refers to no existent Entity: (table: %s, entity: %s, project: %s)"
                                .formatted(table.name(), entity, project));
            }
        }
    }

    private void reserveKeyHash(EntitySet entitySet) {
        var owner = store.reserve(entitySet);
        if (!owner.equals(entitySet)) {
            throw LarderException.of(
                    ErrorCode.ALREADY_EXISTS,
                    "KEY_HASH_TAKEN",
                    "The entities %s of project %s hash to the same key prefix as the entities %s of project %s; rename one of them."
                            .formatted(entitySet.entities(), entitySet.project(), owner.entities(), owner.project()));
        }
    }

    private RegisteredTable next(String project, FeatureTable table, Optional<RegisteredTable> existing) {
        var current = existing.filter(registered -> !registered.deleted());
        int lastFeatureId = existing.map(RegisteredTable::lastFeatureId).orElse(0);
        var featureIds = new HashMap<String, Integer>();
        for (Feature feature : table.features()) {
            var kept =
                    current.map(registered -> registered.featureIdOf(feature)).orElse(null);
            featureIds.put(feature.name(), kept != null ? kept : ++lastFeatureId);
        }
        var entitySet = new EntitySet(project, table.entities());
        reserveKeyHash(entitySet);
        return new RegisteredTable(
                project,
                table,
                current.filter(registered -> registered.entitySet().equals(entitySet))
                        .map(RegisteredTable::number)
                        .orElseGet(store::newTableNumber),
                Map.copyOf(featureIds),
                lastFeatureId,
                current.isPresent() ? current.get().revision() + 1 : existing.isPresent() ? 1 : 0,
                false,
                existing.map(RegisteredTable::createdAt).orElse(now),
                now);
    }

    private static Change.Action actionOf(Optional<RegisteredTable> existing) {
        return existing.map(registered -> registered.deleted() ? Change.Action.REVIVED : Change.Action.UPDATED)
                .orElse(Change.Action.CREATED);
    }

    private void record(
            String project, Change.Kind kind, String name, Change.Action action, List<Difference> differences) {
        var change = new Change(store.nextRevision(), project, kind, name, action, principal, now, differences);
        store.add(change);
        changes.add(change);
    }
}
