/**
 * The point-in-time join: gives each entity row the features as they were at its time. Owns how rows are laid out, moved and
 * sorted for it. Knows of no source, no store and no job specification; datasets go in, a dataset comes out.
 *
 * <p>All tables over the same entities are joined in one shuffle: entity rows and feature rows in one common form ({@link
 * dev.larder.spark.join.SlimRow}), grouped by key, sorted by time ({@link dev.larder.spark.join.SortKey}), then read once while the
 * latest feature row of each table is carried forward. So memory is one row per table, for the few keys of a group, whatever the
 * history or the number of rows of a key, and no row is ever multiplied. A key that holds a large part of all rows is cut into
 * slices of time ({@link dev.larder.spark.join.KeySlices}).
 */
package dev.larder.spark.join;
