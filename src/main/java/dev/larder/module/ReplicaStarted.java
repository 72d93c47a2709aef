package dev.larder.module;

/** The application has started and its database can be used: background work begins. Observed with {@link In}. */
public record ReplicaStarted() {}
