package dev.larder.spark.shuffle;

import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The latest of the feature rows it was offered: the one with the largest event time; among equals the one created last; among
 * equals again the one with the larger bytes, so that every run gives the same. Keeps a copy in a buffer of its own.
 */
public final class Latest {
    /** In place of a created timestamp: there is none. */
    public static final long NOT_CREATED = Long.MIN_VALUE;

    private static final byte[] NOTHING = {};

    private boolean present;
    private long event;
    private long created;
    private byte[] buffer = NOTHING;
    private UTF8String payload = UTF8String.EMPTY_UTF8;

    public void clear() {
        present = false;
    }

    public boolean isPresent() {
        return present;
    }

    /** Microseconds since 1970. */
    public long event() {
        return event;
    }

    /** Microseconds since 1970, or {@link #NOT_CREATED}. */
    public long created() {
        return created;
    }

    /** Valid until another row is offered. */
    public UTF8String payload() {
        return payload;
    }

    public void offer(long otherEvent, long otherCreated, UTF8String otherPayload) {
        if (present && !isBefore(otherEvent, otherCreated, otherPayload)) {
            return;
        }
        present = true;
        event = otherEvent;
        created = otherCreated;
        int size = otherPayload.numBytes();
        if (buffer.length < size) {
            buffer = new byte[Math.max(size, 2 * buffer.length)];
        }
        otherPayload.writeToMemory(buffer, Platform.BYTE_ARRAY_OFFSET);
        payload = UTF8String.fromAddress(buffer, Platform.BYTE_ARRAY_OFFSET, size);
    }

    private boolean isBefore(long otherEvent, long otherCreated, UTF8String otherPayload) {
        if (event != otherEvent) {
            return event < otherEvent;
        }
        if (created != otherCreated) {
            return created < otherCreated;
        }
        return payload.binaryCompare(otherPayload) < 0;
    }
}
