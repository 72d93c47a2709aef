package dev.larder.spark.job;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Counts Spark's tasks: those known so far, and those that ended well. */
final class TaskCount extends SparkListener {
    private final AtomicLong known = new AtomicLong();
    private final AtomicLong done = new AtomicLong();

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted stage) {
        known.addAndGet(stage.stageInfo().numTasks());
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
        if (task.taskInfo() != null && task.taskInfo().successful()) {
            done.incrementAndGet();
        }
    }

    long known() {
        return known.get();
    }

    long done() {
        return done.get();
    }
}
