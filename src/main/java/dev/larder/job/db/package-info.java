/** Keeps jobs and schedules in PostgreSQL. */
package dev.larder.job.db;
