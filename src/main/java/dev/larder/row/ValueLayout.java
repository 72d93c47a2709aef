package dev.larder.row;

import com.google.protobuf.WireFormat;

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
}
