/**
 * The online store: the newest row of each entity and feature table, read and written in batches. Knows bytes, not definitions:
 * whoever calls it makes keys, fields and rows with {@code row}.
 */
package dev.larder.online;
