/**
 * The offline store: one Iceberg table for each feature table, with its columns and types, partitioned by the day of the event
 * time. Owns their schema and how an interval is replaced. Never reads a source.
 */
package dev.larder.spark.offline;
