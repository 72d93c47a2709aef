/**
 * The Spark jobs: batch ingestion, the offline store and the point-in-time join. They run outside the application, on any Spark
 * master, and know of it only what one job specification tells them. This package is what others call: {@link
 * dev.larder.spark.LarderJob}, the main class of jobs, and {@link dev.larder.spark.Larder}, the same in a program of your own.
 */
package dev.larder.spark;
