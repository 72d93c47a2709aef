package dev.larder.definition;

/**
 * A name space for entities and feature tables.
 *
 * @param archived hidden from lists and closed to new definitions; what it holds can still be read and served
 */
public record Project(String name, boolean archived) {}
