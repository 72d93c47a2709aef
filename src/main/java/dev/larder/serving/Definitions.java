package dev.larder.serving;

import dev.larder.definition.Names;
import dev.larder.registry.TableChanges;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The feature tables of all projects at one revision of the registry. Immutable. */
final class Definitions {
    /** Before anything was read. */
    static final Definitions NONE = new Definitions(0, Map.of());

    private record Name(String project, String table) {}

    private final long revision;
    private final Map<Name, ServedTable> tables;
    /** How many tables there are by the hash of the entities that key them. */
    private final Map<Integer, Integer> tablesOfKey = new HashMap<>();

    private Definitions(long revision, Map<Name, ServedTable> tables) {
        this.revision = revision;
        this.tables = tables;
        tables.values().forEach(table -> tablesOfKey.merge(table.keyHash(), 1, Integer::sum));
    }

    Definitions with(TableChanges changes) {
        var changed = new HashMap<>(tables);
        for (TableChanges.Table table : changes.tables()) {
            var registered = table.registered();
            var name = new Name(registered.project(), registered.table().name());
            if (registered.deleted()) {
                changed.remove(name);
            } else {
                changed.put(name, ServedTable.of(table));
            }
        }
        return new Definitions(changes.revision(), changed);
    }

    long revision() {
        return revision;
    }

    /** How many tables are keyed by the same entities as a table of this key hash. */
    int tablesOfKey(int keyHash) {
        return tablesOfKey.getOrDefault(keyHash, 0);
    }

    int size() {
        return tables.size();
    }

    /** @param project empty: the default project */
    Optional<ServedTable> table(String project, String table) {
        return Optional.ofNullable(tables.get(new Name(project.isEmpty() ? Names.DEFAULT_PROJECT : project, table)));
    }
}
