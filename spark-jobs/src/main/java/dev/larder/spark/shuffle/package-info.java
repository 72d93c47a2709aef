/**
 * How rows travel through a shuffle and are read once behind it: the bytes of rows, the latest of many, the order that decides
 * between rows with the same times, and exact counts.
 */
package dev.larder.spark.shuffle;
