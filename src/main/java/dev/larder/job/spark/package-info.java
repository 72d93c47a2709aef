/** Runs jobs with spark-submit. Tells them what to do in one message and reads what they report in Redis. */
package dev.larder.job.spark;
