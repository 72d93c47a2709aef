/**
 * Loads rows into the online store: encodes them, keeps the latest of each key, and writes them to Redis in pipelines. How a row
 * lies in Redis is said by {@link dev.larder.row}, never here.
 */
package dev.larder.spark.online;
