package dev.larder.job;

/** The kinds of jobs. */
public enum JobKind {
    BATCH_TO_ONLINE,
    BATCH_TO_OFFLINE,
    HISTORICAL_RETRIEVAL
}
