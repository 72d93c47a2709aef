package dev.larder.spark.table;

/** A feature table, and the batch source that its history lies in. */
public record SourcedTable(FeatureTable table, Source source) {}
