package dev.larder.spark.job;

import dev.larder.proto.v1.JobProgress;

/** What one kind of job does. */
interface Work {
    /** Does all of it. */
    void run();

    /** Adds what has been done so far; may be asked at any time, by another thread. */
    void report(JobProgress.Builder progress);
}
