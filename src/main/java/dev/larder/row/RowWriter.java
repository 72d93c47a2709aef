package dev.larder.row;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Writes the value of a row: one layout byte, eight bytes of event time (microseconds since 1970, big-endian), then each feature
 * that is not null as a protobuf field whose number is the feature's id. Not for several threads; {@link #begin} starts another
 * row.
 */
public final class RowWriter {
    static final byte LAYOUT = 1;
    static final int HEADER = 1 + Long.BYTES;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final CodedOutputStream output = CodedOutputStream.newInstance(bytes);

    /** @param eventTimeMicros microseconds since 1970 */
    public RowWriter begin(long eventTimeMicros) {
        end();
        var header = new byte[HEADER];
        header[0] = LAYOUT;
        BigEndian.putLong(header, 1, eventTimeMicros);
        bytes.reset();
        bytes.writeBytes(header);
        return this;
    }

    /**
     * @param id the feature's id, positive
     * @param value of the class that {@link RowKey#encode} takes for the type, for a list a {@code List} without nulls; null is
     *     not written
     * @throws ClassCastException if the value is of another class
     */
    public RowWriter put(int id, ValueLayout layout, Object value) {
        if (value == null) {
            return this;
        }
        try {
            output.writeTag(id, layout.wireType());
            if (layout.isList()) {
                output.writeByteArrayNoTag(list(layout, (List<?>) value));
            } else {
                write(output, layout, value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return this;
    }

    /** The bytes of the row. */
    public byte[] end() {
        try {
            output.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static void write(CodedOutputStream output, ValueLayout layout, Object value) throws IOException {
        switch (layout) {
            case BYTES, BYTES_LIST -> output.writeBytesNoTag(ByteString.copyFrom((byte[]) value));
            case STRING, STRING_LIST -> output.writeStringNoTag((String) value);
            case INT32, INT32_LIST -> output.writeInt32NoTag((Integer) value);
            case INT64, INT64_LIST -> output.writeInt64NoTag((Long) value);
            case DOUBLE, DOUBLE_LIST -> output.writeDoubleNoTag((Double) value);
            case FLOAT, FLOAT_LIST -> output.writeFloatNoTag((Float) value);
            case BOOL, BOOL_LIST -> output.writeBoolNoTag((Boolean) value);
        }
    }

    /** The bytes of a message such as {@code Int64List}, whose elements are field 1: packed where they are numbers. */
    private static byte[] list(ValueLayout layout, List<?> values) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var output = CodedOutputStream.newInstance(bytes);
        boolean packed = layout != ValueLayout.BYTES_LIST && layout != ValueLayout.STRING_LIST;
        for (Object value : values) {
            if (!packed) {
                output.writeTag(1, ValueLayout.BYTES.wireType());
            }
            write(output, layout, value);
        }
        output.flush();
        if (!packed || values.isEmpty()) {
            return bytes.toByteArray();
        }
        var elements = bytes.toByteArray();
        bytes.reset();
        output.writeTag(1, ValueLayout.BYTES.wireType());
        output.writeByteArrayNoTag(elements);
        output.flush();
        return bytes.toByteArray();
    }
}
