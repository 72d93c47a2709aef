package dev.larder.row;

import com.google.protobuf.WireFormat;

/**
 * Walks through the value of a row without copying it. Features stand in no certain order, and ids that the reader does not know
 * are there to be skipped: the row was written under another definition. Not for several threads; {@link #reset} takes another
 * row.
 *
 * <pre>{@code
 * reader.reset(bytes);
 * while (reader.next()) {
 *     use(reader.id(), reader.wireType(), reader.bytes(), reader.offset(), reader.length());
 * }
 * }</pre>
 */
public final class RowReader {
    private byte[] row;
    private int position;
    private int id;
    private int wireType;
    private int offset;

    /** @throws CorruptRowException if it does not begin as a row does */
    public void reset(byte[] bytes) throws CorruptRowException {
        if (bytes.length < RowWriter.HEADER || bytes[0] != RowWriter.LAYOUT) {
            throw new CorruptRowException(
                    bytes.length == 0 ? "no bytes" : "layout %d, %d bytes".formatted(bytes[0], bytes.length));
        }
        row = bytes;
        position = RowWriter.HEADER;
    }

    /** Microseconds since 1970. */
    public long eventTimeMicros() {
        return BigEndian.getLong(row, 1);
    }

    /**
     * Goes to the next feature.
     *
     * @return false if there is none
     * @throws CorruptRowException if the bytes end within a feature or are none
     */
    public boolean next() throws CorruptRowException {
        if (position == row.length) {
            return false;
        }
        long tag = varint();
        id = (int) (tag >>> 3);
        wireType = (int) (tag & 7);
        if (tag >>> 32 != 0 || id == 0) {
            throw new CorruptRowException("no feature id at byte " + position);
        }
        offset = position;
        switch (wireType) {
            case WireFormat.WIRETYPE_VARINT -> varint();
            case WireFormat.WIRETYPE_FIXED64 -> skip(Long.BYTES);
            case WireFormat.WIRETYPE_FIXED32 -> skip(Integer.BYTES);
            case WireFormat.WIRETYPE_LENGTH_DELIMITED -> skip(varint());
            default -> throw new CorruptRowException("wire type " + wireType + " of feature " + id);
        }
        return true;
    }

    /** The id of the present feature. */
    public int id() {
        return id;
    }

    /** The present feature's, as {@link WireFormat} counts: that of its {@link ValueLayout}, unless the row is corrupt. */
    public int wireType() {
        return wireType;
    }

    /** @throws CorruptRowException if the present feature is not laid out so */
    public void require(ValueLayout layout) throws CorruptRowException {
        if (wireType != layout.wireType()) {
            throw new CorruptRowException("wire type %d of feature %d, a %s".formatted(wireType, id, layout));
        }
    }

    /** The row itself, not a copy. */
    public byte[] bytes() {
        return row;
    }

    /** Where the present feature's value begins: behind its tag; its length, if it has one, is part of the value. */
    public int offset() {
        return offset;
    }

    /** How many bytes the present feature's value has. */
    public int length() {
        return position - offset;
    }

    private void skip(long bytes) throws CorruptRowException {
        if (bytes < 0 || bytes > row.length - position) {
            throw new CorruptRowException("feature " + id + " ends behind the row");
        }
        position += (int) bytes;
    }

    private long varint() throws CorruptRowException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (position == row.length) {
                throw new CorruptRowException("the row ends within a number");
            }
            byte next = row[position++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new CorruptRowException("a number of more than ten bytes");
    }
}
