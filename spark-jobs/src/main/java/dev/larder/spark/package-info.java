/**
 * The Spark jobs: batch and stream ingestion and the point-in-time join. They run outside the application, on any Spark
 * master, and know of it only what one job specification tells them.
 */
package dev.larder.spark;
