package dev.larder.row;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How a value of each type is laid out: as the member of {@code feast.types.Value} with this number is on the wire. A stored
 * feature differs from that member in its field number only, so serving copies its bytes.
 */
public enum ValueLayout {
    BYTES(1, WireFormat.WIRETYPE_LENGTH_DELIMITED),
    STRING(2, WireFormat.WIRETYPE_LENGTH_DELIMITED),
    INT32(3, WireFormat.WIRETYPE_VARINT),
    INT64(4, WireFormat.WIRETYPE_VARINT),
    DOUBLE(5, WireFormat.WIRETYPE_FIXED64),
    FLOAT(6, WireFormat.WIRETYPE_FIXED32),
    BOOL(7, WireFormat.WIRETYPE_VARINT),
    BYTES_LIST(11, WireFormat.WIRETYPE_LENGTH_DELIMITED),
    STRING_LIST(12, WireFormat.WIRETYPE_LENGTH_DELIMITED),
    INT32_LIST(13, WireFormat.WIRETYPE_LENGTH_DELIMITED),
    INT64_LIST(14, WireFormat.WIRETYPE_LENGTH_DELIMITED),
    DOUBLE_LIST(15, WireFormat.WIRETYPE_LENGTH_DELIMITED),
    FLOAT_LIST(16, WireFormat.WIRETYPE_LENGTH_DELIMITED),
    BOOL_LIST(17, WireFormat.WIRETYPE_LENGTH_DELIMITED);

    /** Field 1, with a length. */
    private static final int LIST_TAG = 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

    private final int valueField;
    private final int wireType;

    ValueLayout(int valueField, int wireType) {
        this.valueField = valueField;
        this.wireType = wireType;
    }

    /** The number of the member of {@code feast.types.Value}. */
    public int valueField() {
        return valueField;
    }

    /** Protobuf's, as {@link WireFormat} counts. */
    public int wireType() {
        return wireType;
    }

    public boolean isList() {
        return valueField > BOOL.valueField;
    }

    /**
     * Reads a value, the inverse of {@link RowWriter#put}.
     *
     * @param offset of {@link RowReader}
     * @param length of {@link RowReader}
     * @return of the class that {@link RowWriter#put} takes for this type, for a list a {@code List}
     * @throws CorruptRowException if these bytes are no value of this type
     */
    public Object read(byte[] bytes, int offset, int length) throws CorruptRowException {
        try {
            var input = CodedInputStream.newInstance(bytes, offset, length);
            var value = isList() ? list(input) : single(input);
            if (!input.isAtEnd()) {
                throw new CorruptRowException("a value of type %s is longer than it should be".formatted(this));
            }
            return value;
        } catch (IOException e) {
            throw new CorruptRowException("no value of type %s: %s".formatted(this, e.getMessage()));
        }
    }

    private Object single(CodedInputStream input) throws IOException {
        return switch (this) {
            case BYTES, BYTES_LIST -> input.readByteArray();
            case STRING, STRING_LIST -> input.readStringRequireUtf8();
            case INT32, INT32_LIST -> input.readInt32();
            case INT64, INT64_LIST -> input.readInt64();
            case DOUBLE, DOUBLE_LIST -> input.readDouble();
            case FLOAT, FLOAT_LIST -> input.readFloat();
            case BOOL, BOOL_LIST -> input.readBool();
        };
    }

    /** A message whose elements are field 1: each a field of its own, or packed into one. */
    private List<Object> list(CodedInputStream input) throws IOException {
        int end = input.pushLimit(input.readRawVarint32());
        var elements = new ArrayList<Object>();
        boolean packed = this != BYTES_LIST && this != STRING_LIST;
        while (!input.isAtEnd()) {
            if (input.readTag() != LIST_TAG) {
                throw new IOException("no element");
            }
            int elementsEnd = packed ? input.pushLimit(input.readRawVarint32()) : 0;
            do {
                elements.add(single(input));
            } while (packed && !input.isAtEnd());
            if (packed) {
                input.popLimit(elementsEnd);
            }
        }
        input.popLimit(end);
        return elements;
    }
}
