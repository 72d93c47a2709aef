/** How rows travel through a shuffle and are read once behind it: the bytes of rows, the latest of many, and exact counts. */
package dev.larder.spark.shuffle;
