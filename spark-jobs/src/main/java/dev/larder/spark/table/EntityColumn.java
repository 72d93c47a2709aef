package dev.larder.spark.table;

import dev.larder.row.ValueLayout;
import java.io.Serializable;

/** A part of the key of a feature table. */
public record EntityColumn(String name, ValueLayout type) implements Serializable {}
