package dev.larder.serving;

/**
 * Stands for a value that a door could not read, so that only what the value belongs to fails.
 *
 * @param why the rest of a sentence that begins with where the value stands
 */
public record Unreadable(String why) {}
