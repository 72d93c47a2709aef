package dev.larder.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import feast.proto.types.ValueProto.Value;
import java.io.IOException;
import java.util.List;

/**
 * {@code feast.types.Value} to Java: {@code byte[]}, {@code String}, {@code Integer}, {@code Long}, {@code Double}, {@code Float},
 * {@code Boolean}, or a {@code List} of these; null where no member is set.
 */
public final class ValueReader {
    private ValueReader() {}

    public static Object read(Value value) {
        return switch (value.getValCase()) {
            case BYTES_VAL -> value.getBytesVal().toByteArray();
            case STRING_VAL -> value.getStringVal();
            case INT32_VAL -> value.getInt32Val();
            case INT64_VAL -> value.getInt64Val();
            case DOUBLE_VAL -> value.getDoubleVal();
            case FLOAT_VAL -> value.getFloatVal();
            case BOOL_VAL -> value.getBoolVal();
            case BYTES_LIST_VAL -> value.getBytesListVal().getValList().stream()
                    .map(ByteString::toByteArray)
                    .toList();
            case STRING_LIST_VAL -> List.copyOf(value.getStringListVal().getValList());
            case INT32_LIST_VAL -> value.getInt32ListVal().getValList();
            case INT64_LIST_VAL -> value.getInt64ListVal().getValList();
            case DOUBLE_LIST_VAL -> value.getDoubleListVal().getValList();
            case FLOAT_LIST_VAL -> value.getFloatListVal().getValList();
            case BOOL_LIST_VAL -> value.getBoolListVal().getValList();
            case VAL_NOT_SET -> null;
        };
    }

    /** The same of the bytes of a message. */
    public static Object read(byte[] message) throws IOException {
        var input = CodedInputStream.newInstance(message);
        return message.length == 0 ? null : member(input);
    }

    /**
     * The same of the message that begins here with its length, without making a message object of it where it is a single number
     * or text, as keys are.
     */
    public static Object read(CodedInputStream input) throws IOException {
        int length = input.readRawVarint32();
        if (length == 0) {
            return null;
        }
        int limit = input.pushLimit(length);
        var value = member(input);
        input.popLimit(limit);
        return value;
    }

    private static Object member(CodedInputStream input) throws IOException {
        int tag = input.readTag();
        Object value =
                switch (tag) {
                    case Value.INT64_VAL_FIELD_NUMBER << 3 -> input.readInt64();
                    case Value.INT32_VAL_FIELD_NUMBER << 3 -> input.readInt32();
                    case Value.STRING_VAL_FIELD_NUMBER << 3 | 2 -> input.readStringRequireUtf8();
                    default -> read(other(tag, input));
                };
        if (!input.isAtEnd()) {
            throw new InvalidProtocolBufferException("a value has more than one member");
        }
        return value;
    }

    private static Value other(int firstTag, CodedInputStream input) throws IOException {
        var message = new ProtoBuffer();
        message.ensure(5);
        message.putVarint(firstTag);
        while (!input.isAtEnd()) {
            message.ensure(1);
            message.put(input.readRawByte());
        }
        return Value.parseFrom(message.toByteArray());
    }
}
