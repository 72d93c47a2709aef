package dev.larder.spark.table;

import dev.larder.row.ValueLayout;
import java.io.Serializable;

/**
 * A feature of a feature table.
 *
 * @param id the one that the registry gave: the feature's field number in the online row
 */
public record FeatureColumn(int id, String name, ValueLayout type) implements Serializable {}
