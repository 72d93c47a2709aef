/** What the jobs know of a definition: tables, their columns and their sources. Records that know neither Spark nor protobuf. */
package dev.larder.spark.table;
