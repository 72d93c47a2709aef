package dev.larder.spark.shuffle;

import java.util.function.ToLongFunction;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The latest of the feature rows it was offered: the one with the largest event time; among equals the one created last; among
 * equals again the one with the larger tie key. Keeps a copy in a buffer of its own.
 *
 * <p>The tie key is a hash of the bytes that the row has in the online store ({@link FeatureWriter}), so that ingestion and training
 * choose the same row, whichever features are asked for. It is computed only if there are two rows with the same times.
 */
public final class Latest {
    /** In place of a created timestamp: there is none. */
    public static final long NOT_CREATED = Long.MIN_VALUE;

    private static final byte[] NOTHING = {};

    private final ToLongFunction<UTF8String> tieKey;
    private boolean present;
    private long event;
    private long created;
    private boolean tied;
    private byte[] buffer = NOTHING;
    private UTF8String payload = UTF8String.EMPTY_UTF8;

    /** @param tieKey of a payload; equal for rows with equal values */
    public Latest(ToLongFunction<UTF8String> tieKey) {
        this.tieKey = tieKey;
    }

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

    /** Whether there is another row with its times and with other values. */
    public boolean isTied() {
        return tied;
    }

    /** Valid until another row is offered. */
    public UTF8String payload() {
        return payload;
    }

    public void offer(long otherEvent, long otherCreated, UTF8String otherPayload) {
        offer(otherEvent, otherCreated, false, otherPayload);
    }

    /** Offers what another has found. */
    public void offer(Latest other) {
        if (other.present) {
            offer(other.event, other.created, other.tied, other.payload);
        }
    }

    /** @param otherTied whether there is yet another row with these times and with other values */
    public void offer(long otherEvent, long otherCreated, boolean otherTied, UTF8String otherPayload) {
        int order = present ? compareTimes(otherEvent, otherCreated) : -1;
        if (order > 0) {
            return;
        }
        if (order < 0) {
            tied = otherTied;
        } else {
            int tieOrder = Long.compare(tieKey.applyAsLong(payload), tieKey.applyAsLong(otherPayload));
            tied |= otherTied || tieOrder != 0;
            if (tieOrder >= 0) {
                return;
            }
        }
        present = true;
        event = otherEvent;
        created = otherCreated;
        keep(otherPayload);
    }

    private int compareTimes(long otherEvent, long otherCreated) {
        int byEvent = Long.compare(event, otherEvent);
        return byEvent != 0 ? byEvent : Long.compare(created, otherCreated);
    }

    private void keep(UTF8String otherPayload) {
        int size = otherPayload.numBytes();
        if (buffer.length < size) {
            buffer = new byte[Math.max(size, 2 * buffer.length)];
        }
        otherPayload.writeToMemory(buffer, Platform.BYTE_ARRAY_OFFSET);
        payload = UTF8String.fromAddress(buffer, Platform.BYTE_ARRAY_OFFSET, size);
    }
}
