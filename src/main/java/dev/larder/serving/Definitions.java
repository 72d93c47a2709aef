package dev.larder.serving;

import dev.larder.definition.Names;
import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import dev.larder.registry.TableChanges;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * The feature tables of all projects at one revision of the registry. A table that cannot be served is left out with the reason, and
 * keeps no other one from being served. Immutable.
 */
final class Definitions {
    private static final Logger LOG = Logger.getLogger(Definitions.class);

    /** Before anything was read. */
    static final Definitions NONE = new Definitions(0, Map.of(), Map.of());

    private record Name(String project, String table) {
        /** @param project empty: the default project */
        static Name of(String project, String table) {
            return new Name(project.isEmpty() ? Names.DEFAULT_PROJECT : project, table);
        }
    }

    private final long revision;
    private final Map<Name, ServedTable> tables;
    /** Why tables are not served. */
    private final Map<Name, String> unserved;
    /** How many tables there are by the hash of the entities that key them. */
    private final Map<Integer, Integer> tablesOfKey = new HashMap<>();

    private Definitions(long revision, Map<Name, ServedTable> tables, Map<Name, String> unserved) {
        this.revision = revision;
        this.tables = tables;
        this.unserved = unserved;
        tables.values().forEach(table -> tablesOfKey.merge(table.keyHash(), 1, Integer::sum));
    }

    Definitions with(TableChanges changes) {
        var changed = new HashMap<>(tables);
        var leftOut = new HashMap<>(unserved);
        for (TableChanges.Table table : changes.tables()) {
            var registered = table.registered();
            var name = new Name(registered.project(), registered.table().name());
            changed.remove(name);
            leftOut.remove(name);
            if (!registered.deleted()) {
                try {
                    changed.put(name, ServedTable.of(table));
                } catch (RuntimeException e) {
                    leaveOut(name, why(e), leftOut);
                }
            }
        }
        for (TableChanges.Unreadable table : changes.unreadable()) {
            var name = new Name(table.project(), table.name());
            changed.remove(name);
            leaveOut(name, table.why(), leftOut);
        }
        return new Definitions(changes.revision(), changed, leftOut);
    }

    private static String why(RuntimeException failure) {
        if (failure instanceof LarderException known) {
            return known.field().map(field -> field + ": ").orElse("") + known.getMessage();
        }
        LOG.error("A feature table cannot be served", failure);
        return "something went wrong inside Larder; its log tells more.";
    }

    private static void leaveOut(Name name, String why, Map<Name, String> leftOut) {
        if (!why.equals(leftOut.put(name, why))) {
            LOG.warnf(
                    "Feature table %s of project %s is not served, the others are: %s",
                    name.table(), name.project(), why);
        }
    }

    long revision() {
        return revision;
    }

    /** How many tables are keyed by the same entities as a table of this key hash. */
    int tablesOfKey(int keyHash) {
        return tablesOfKey.getOrDefault(keyHash, 0);
    }

    /** How many tables can be served. */
    int size() {
        return tables.size();
    }

    /** Why tables are not served, by {@code project/table}. */
    Map<String, String> unserved() {
        var reasons = new TreeMap<String, String>();
        unserved.forEach((name, why) -> reasons.put(name.project() + "/" + name.table(), why));
        return reasons;
    }

    /** Whether there is such a table, be it served or not. */
    boolean knows(String project, String table) {
        var name = Name.of(project, table);
        return tables.containsKey(name) || unserved.containsKey(name);
    }

    /**
     * @param project empty: the default project
     * @throws LarderException NOT_FOUND if there is no such table, FAILED_PRECONDITION if it is not served
     */
    ServedTable table(String project, String table) {
        var name = Name.of(project, table);
        var served = tables.get(name);
        if (served != null) {
            return served;
        }
        var why = unserved.get(name);
        throw why == null
                ? LarderException.of(
                        ErrorCode.NOT_FOUND,
                        "FEATURE_TABLE_NOT_FOUND",
                        "No such Feature Table: (project: %s, name: %s)".formatted(name.project(), table))
                : LarderException.of(
                        ErrorCode.FAILED_PRECONDITION,
                        "FEATURE_TABLE_NOT_SERVED",
                        "Feature table %s of project %s is registered, but cannot be served: %s Apply it again, changed, or delete it."
                                .formatted(table, name.project(), why));
    }
}
