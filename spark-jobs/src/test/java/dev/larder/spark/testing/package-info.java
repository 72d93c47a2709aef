/** What the tests of this module share: one Spark session, one Redis server, and rows made from literals. */
package dev.larder.spark.testing;
