package dev.larder.registry;

/**
 * The number of a feature table that was deleted or changed its entities: its rows in the online store are garbage.
 *
 * @param keyHash at the front of the keys that may hold such rows
 * @param position how far the removal has come; empty at the beginning
 */
public record RetiredTable(int number, int keyHash, String position) {}
