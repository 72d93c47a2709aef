package dev.larder.serving.grpc;

import java.util.Arrays;

/** A project and the bytes of a list of features, as they came. Two lists that differ in a byte are two lists. */
record ListKey(String project, byte[] features) {
    @Override
    public boolean equals(Object other) {
        return other instanceof ListKey key && project.equals(key.project) && Arrays.equals(features, key.features);
    }

    @Override
    public int hashCode() {
        return 31 * project.hashCode() + Arrays.hashCode(features);
    }
}
