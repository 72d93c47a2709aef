package dev.larder.definition;

import java.util.SortedMap;

/** Where the rows of a feature table come from. */
public sealed interface DataSource permits BatchSource, StreamSource {
    SourceColumns columns();

    /** All that the source says, flattened: dotted path to text. */
    SortedMap<String, String> facts();
}
