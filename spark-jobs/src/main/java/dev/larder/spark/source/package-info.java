/**
 * Reads sources: Parquet folders, Iceberg tables, BigQuery where its connector is present. Gives rows in the columns and types of
 * a feature table, and says of each row whether it can be used. Never writes anything.
 */
package dev.larder.spark.source;
