package dev.larder.job;

/** How a job stands. */
public enum JobState {
    /** Waits for room, or for its next attempt. */
    PENDING,
    RUNNING,
    DONE,
    FAILED,
    CANCELLED;

    public boolean isEnd() {
        return this != PENDING && this != RUNNING;
    }
}
