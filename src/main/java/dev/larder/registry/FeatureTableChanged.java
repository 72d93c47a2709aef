package dev.larder.registry;

/**
 * Fired as a CDI event after a change of a feature table is committed. It may be missed (the process may die in between):
 * who depends on it also compares {@link Registry#revision()} from time to time.
 *
 * @param revision the registry's revision that the change made
 */
public record FeatureTableChanged(String project, String table, Change.Action action, long revision) {}
