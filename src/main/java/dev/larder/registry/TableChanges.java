package dev.larder.registry;

import dev.larder.definition.ValueType;
import java.util.List;
import java.util.Map;

/**
 * What changed since a revision, for those who keep a copy of the definitions.
 *
 * @param revision everything up to this one is in it
 * @param tables as they are now, deleted ones among them
 * @param unreadable tables that are stored, but not as today's rules have them
 */
public record TableChanges(long revision, List<Table> tables, List<Unreadable> unreadable) {

    /** A table with the types of its entities, by name. */
    public record Table(RegisteredTable registered, Map<String, ValueType> entityTypes) {}

    /** @param why for people */
    public record Unreadable(String project, String name, String why) {}
}
