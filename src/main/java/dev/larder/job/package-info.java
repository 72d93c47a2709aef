/**
 * Turns definitions into work of Spark and knows what became of it: writes a job down, starts it, watches it, ends it, starts it again.
 * Moves no row itself. What it knows survives the process; several replicas share the work.
 */
package dev.larder.job;
