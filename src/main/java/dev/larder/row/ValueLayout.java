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

    /** What the elements of a list are laid out as. */
    public ValueLayout element() {
        return valueOf(name().substring(0, name().length() - "_LIST".length()));
    }

    /**
     * The value at a place in a row, as {@link RowReader} finds it: of the class that {@link RowWriter#put} takes for the type.
     *
     * @throws CorruptRowException if the bytes there are no such value, and nothing else
     */
    public Object read(byte[] bytes, int offset, int length) throws CorruptRowException {
        var input = CodedInputStream.newInstance(bytes, offset, length);
        try {
            Object value = isList() ? list(input) : single(input);
            if (!input.isAtEnd()) {
                throw new CorruptRowException("bytes behind the end of a " + this);
            }
            return value;
        } catch (IOException e) {
            throw new CorruptRowException("no " + this);
        }
    }

    /** A value, or an element of a list. */
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

    /** Numbers are packed, or not, as any reader of protobuf accepts them. */
    private List<Object> list(CodedInputStream input) throws IOException {
        var elements = new ArrayList<Object>();
        int end = input.pushLimit(input.readRawVarint32());
        for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
            if (tag >>> 3 != 1) {
                input.skipField(tag);
            } else if (isPacked() && (tag & 7) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                int endOfPacked = input.pushLimit(input.readRawVarint32());
                while (!input.isAtEnd()) {
                    elements.add(single(input));
                }
                input.popLimit(endOfPacked);
            } else {
                elements.add(single(input));
            }
        }
        input.popLimit(end);
        return elements;
    }

    private boolean isPacked() {
        return this != BYTES_LIST && this != STRING_LIST;
    }
}
