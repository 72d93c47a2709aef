/**
 * Training sets: reads entity rows and the history of feature tables, checks that they have the columns and types that are asked
 * of them, and joins them. Knows of no job.
 */
package dev.larder.spark.history;
