/**
 * The law of the feature store: what is trained on is what is served. Random sources are loaded into both stores by the real jobs and
 * compared, with each other and with a naive reading of their rows. A case that fails is made small and printed as JSON that can be run again.
 */
package dev.larder.spark.law;
