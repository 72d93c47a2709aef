package dev.larder.serving;

import dev.larder.definition.FeatureReference;
import dev.larder.definition.ValueType;
import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import dev.larder.row.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a list of feature references comes down to, found out once for all requests with the same list: which tables to read by
 * which entities, and which place in the answer each stored feature belongs to. Immutable.
 *
 * <p>A request may name a feature twice; a <em>slot</em> stands for each different one.
 */
public final class RequestPlan {
    /** Stands in {@link #slotsById} for a feature that was not asked for. */
    static final int NO_SLOT = -1;

    /** So many are looked for one by one in any case. */
    private static final int FEW_TABLES = 8;

    private final List<FeatureReference> references;
    private final int[] slots;
    private final List<ServedTable> tables;
    private final int[] tableOfSlot;
    private final ValueLayout[] layoutOfSlot;
    private final int[][] slotsOfTable;
    private final int[][] slotsById;
    private final List<KeyGroup> groups;
    private final TreeMap<String, ValueType> entities = new TreeMap<>();

    /**
     * Tables that are keyed by the same entities: their rows lie under one key and are read together.
     *
     * @param entities places in {@link #entities()} of the key's values, in the key's order
     * @param tables places in {@link #tables()}
     * @param fields of these tables
     * @param mostOfKey whether these are most of the tables that are keyed so
     */
    record KeyGroup(int keyHash, int[] entities, int[] tables, byte[][] fields, boolean mostOfKey) {}

    private RequestPlan(Definitions definitions, String project, List<FeatureReference> references) {
        this.references = List.copyOf(references);
        var tableIndexes = new LinkedHashMap<String, Integer>();
        var tables = new ArrayList<ServedTable>();
        var slotIndexes = new LinkedHashMap<FeatureReference, Integer>();
        slots = new int[references.size()];
        for (int i = 0; i < slots.length; i++) {
            var reference = references.get(i);
            if (!tableIndexes.containsKey(reference.table())) {
                tableIndexes.put(reference.table(), tables.size());
                tables.add(definitions.table(project, reference.table()));
            }
            slots[i] = slotIndexes.computeIfAbsent(reference, first -> slotIndexes.size());
        }
        this.tables = List.copyOf(tables);
        tables.forEach(this::addEntities);
        groups = groupsOf(definitions);
        tableOfSlot = new int[slotIndexes.size()];
        layoutOfSlot = new ValueLayout[slotIndexes.size()];
        slotsOfTable = new int[tables.size()][0];
        slotsById = new int[tables.size()][0];
        slotIndexes.forEach((reference, slot) -> place(reference, slot, tableIndexes.get(reference.table())));
    }

    /**
     * @param project empty: the default project
     * @throws LarderException INVALID_ARGUMENT if there are no references, NOT_FOUND for an unknown table, FAILED_PRECONDITION for
     *     one that is not served
     */
    static RequestPlan of(Definitions definitions, String project, List<FeatureReference> references) {
        if (references.isEmpty()) {
            throw LarderException.invalid(
                    "EMPTY_LIST",
                    FeatureReference.FIELD,
                    "The request names no features; it needs at least one, as table:feature.");
        }
        return new RequestPlan(definitions, project, references);
    }

    static boolean canBeMade(Definitions definitions, String project, Collection<FeatureReference> references) {
        return references.stream().allMatch(reference -> definitions.knows(project, reference.table()));
    }

    private void addEntities(ServedTable table) {
        for (int i = 0; i < table.entities().size(); i++) {
            entities.put(table.entities().get(i), table.entityTypes().get(i));
        }
    }

    private List<KeyGroup> groupsOf(Definitions definitions) {
        var places = new HashMap<String, Integer>();
        entities.keySet().forEach(name -> places.put(name, places.size()));
        var tablesByEntities = new LinkedHashMap<List<String>, List<Integer>>();
        for (int i = 0; i < tables.size(); i++) {
            tablesByEntities
                    .computeIfAbsent(tables.get(i).entities(), set -> new ArrayList<>())
                    .add(i);
        }
        return tablesByEntities.entrySet().stream()
                .map(group -> keyGroup(
                        definitions,
                        group.getValue(),
                        group.getKey().stream().mapToInt(places::get).toArray()))
                .toList();
    }

    private KeyGroup keyGroup(Definitions definitions, List<Integer> members, int[] entityPlaces) {
        int keyHash = tables.get(members.get(0)).keyHash();
        return new KeyGroup(
                keyHash,
                entityPlaces,
                members.stream().mapToInt(Integer::intValue).toArray(),
                members.stream().map(table -> tables.get(table).field()).toArray(byte[][]::new),
                members.size() >= FEW_TABLES && 2 * members.size() >= definitions.tablesOfKey(keyHash));
    }

    private void place(FeatureReference reference, int slot, int table) {
        tableOfSlot[slot] = table;
        var feature = tables.get(table).features().get(reference.feature());
        if (feature == null) {
            return;
        }
        layoutOfSlot[slot] = feature.layout();
        slotsOfTable[table] = Arrays.copyOf(slotsOfTable[table], slotsOfTable[table].length + 1);
        slotsOfTable[table][slotsOfTable[table].length - 1] = slot;
        int known = slotsById[table].length;
        if (feature.id() >= known) {
            slotsById[table] = Arrays.copyOf(slotsById[table], feature.id() + 1);
            Arrays.fill(slotsById[table], known, feature.id(), NO_SLOT);
        }
        slotsById[table][feature.id()] = slot;
    }

    /** As they were asked for. */
    public List<FeatureReference> references() {
        return references;
    }

    /** The slot of the reference at this place. */
    public int slot(int reference) {
        return slots[reference];
    }

    /** How many slots there are. */
    public int slotCount() {
        return tableOfSlot.length;
    }

    /** The place among the tables of a slot's table. */
    public int tableOfSlot(int slot) {
        return tableOfSlot[slot];
    }

    /** How a slot's values are laid out; null: the table has no such feature. */
    public ValueLayout layoutOfSlot(int slot) {
        return layoutOfSlot[slot];
    }

    /** How many different tables there are. */
    public int tableCount() {
        return tables.size();
    }

    List<ServedTable> tables() {
        return tables;
    }

    int[] slotsOfTable(int table) {
        return slotsOfTable[table];
    }

    /** By feature id; {@link #NO_SLOT} where a feature was not asked for. */
    int[] slotsById(int table) {
        return slotsById[table];
    }

    List<KeyGroup> groups() {
        return groups;
    }

    /** What a request must give: the entities of all its tables, by name in ascending order. */
    public Map<String, ValueType> entities() {
        return entities;
    }

    /**
     * For dialects that take a missing entity for a mistake. Others than those needed may be given.
     *
     * @param given the entities of a request
     * @throws LarderException INVALID_ARGUMENT naming what is missing, and what may have been meant
     */
    public void requireEntities(Set<String> given) {
        if (given.containsAll(entities.keySet())) {
            return;
        }
        var missing = new TreeSet<>(entities.keySet());
        missing.removeAll(given);
        var unneeded = new TreeSet<>(given);
        unneeded.removeAll(entities.keySet());
        throw LarderException.invalid(
                "WRONG_ENTITIES",
                "entities",
                "The requested tables are keyed by %s. Missing: %s.%s"
                        .formatted(
                                String.join(", ", entities.keySet()),
                                String.join(", ", missing),
                                unneeded.isEmpty()
                                        ? ""
                                        : " Given, but not needed: %s.".formatted(String.join(", ", unneeded))));
    }

    /**
     * For dialects that take an unknown feature for a mistake.
     *
     * @throws LarderException NOT_FOUND
     */
    public void requireKnownFeatures() {
        for (int i = 0; i < slots.length; i++) {
            if (layoutOfSlot[slots[i]] == null) {
                var reference = references.get(i);
                throw LarderException.of(
                        ErrorCode.NOT_FOUND,
                        "FEATURE_NOT_FOUND",
                        "Feature table %s has no feature %s. It has: %s"
                                .formatted(
                                        reference.table(),
                                        reference.feature(),
                                        String.join(
                                                ", ",
                                                new TreeSet<>(tables.get(tableOfSlot[slots[i]])
                                                        .features()
                                                        .keySet()))));
            }
        }
    }
}
