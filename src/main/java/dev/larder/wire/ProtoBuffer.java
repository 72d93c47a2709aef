package dev.larder.wire;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.util.Arrays;

/**
 * A message in the making, as bytes: for answers so large that building message objects would cost more than everything else. Not
 * for several threads.
 */
public final class ProtoBuffer {
    private static final int FIRST_SIZE = 4_096;
    private static final int MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final int SECONDS_TAG = WireFormat.WIRETYPE_VARINT | 1 << 3;
    private static final int NANOS_TAG = WireFormat.WIRETYPE_VARINT | 2 << 3;
    /** Up to so many bytes a loop is faster than a call of arraycopy. */
    private static final int FEW_BYTES = 12;

    private byte[] bytes = new byte[FIRST_SIZE];
    private int length;

    /** The tag of a message, a text or bytes. Fields up to 15, whose tags have one byte. */
    public static int lengthDelimitedTag(int field) {
        return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    /** How many bytes a number of no more than 32 bits takes. */
    public static int varintSize(int value) {
        return CodedOutputStream.computeUInt32SizeNoTag(value);
    }

    /** How many bytes a field with a tag of one byte and contents of this length takes. */
    public static int fieldSize(int contents) {
        return 1 + varintSize(contents) + contents;
    }

    public void clear() {
        length = 0;
    }

    public int length() {
        return length;
    }

    /** What was written is at the front. Only until the next call of another method. */
    public byte[] bytes() {
        return bytes;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** Makes room, so that the methods whose name begins with "put" need not look. */
    public void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, more)));
        }
    }

    public void put(int oneByte) {
        bytes[length++] = (byte) oneByte;
    }

    public void putVarint(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            bytes[length++] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    private void putVarint64(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    public void put(byte[] source, int offset, int count) {
        if (count > FEW_BYTES) {
            System.arraycopy(source, offset, bytes, length, count);
            length += count;
        } else {
            for (int i = offset; i < offset + count; i++) {
                bytes[length++] = source[i];
            }
        }
    }

    public void put(byte[] source) {
        put(source, 0, source.length);
    }

    /** A field with these contents. */
    public void field(int tag, byte[] contents) {
        ensure(fieldSize(contents.length));
        put(tag);
        putVarint(contents.length);
        put(contents);
    }

    /** A field that is a {@code google.protobuf.Timestamp}. */
    public void timestampField(int tag, long micros) {
        ensure(2 + 2 * (1 + 10));
        put(tag);
        int lengthAt = length++;
        long seconds = Math.floorDiv(micros, MICROS_PER_SECOND);
        int nanos = Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO;
        if (seconds != 0) {
            put(SECONDS_TAG);
            putVarint64(seconds);
        }
        if (nanos != 0) {
            put(NANOS_TAG);
            putVarint(nanos);
        }
        bytes[lengthAt] = (byte) (length - lengthAt - 1);
    }
}
