/**
 * One run of Spark: reads the job specification, does what it says with the other packages, and reports to Redis. Protobuf is
 * known here and to the main class, nowhere else.
 */
package dev.larder.spark.job;
