package dev.larder.definition;

import java.util.SortedMap;

/** Something that a user writes down and applies. */
public sealed interface Definition permits Entity, FeatureTable {
    String name();

    /**
     * All that the definition says but its name, flattened: dotted path to text. Two definitions say the same if and only if
     * their facts are equal; what differs between them is what changed.
     */
    SortedMap<String, String> facts();
}
