package dev.larder.row;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The key of the Redis hash that holds the rows of one entity: four bytes, big-endian, that stand for the project and the entity
 * names, then the entity values in the order of their sorted names. Each value ends itself, and equal values have equal bytes:
 *
 * <ul>
 *   <li>integers and booleans: zigzag varint, the same for INT32 and INT64
 *   <li>DOUBLE and FLOAT: eight and four bytes, little-endian, with one NaN and one zero
 *   <li>STRING and BYTES: varint length, then the bytes (UTF-8)
 *   <li>lists: varint count, then the elements
 * </ul>
 */
public final class RowKey {
    private static final int PREFIX = 4;

    private RowKey() {}

    /**
     * @param keyHash stands for the project and the entity names
     * @param values in the order of the sorted entity names: {@code byte[]}, {@code String}, {@code Integer}, {@code Long}, {@code
     *     Double}, {@code Float}, {@code Boolean}, or a {@code List} of them
     * @throws IllegalArgumentException if a value is null or of another class
     */
    public static byte[] encode(int keyHash, List<?> values) {
        int size = PREFIX;
        for (Object value : values) {
            size += size(value);
        }
        var key = new byte[size];
        BigEndian.putInt(key, 0, keyHash);
        var output = CodedOutputStream.newInstance(key, PREFIX, size - PREFIX);
        try {
            for (Object value : values) {
                write(output, value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the size was computed before", e);
        }
        return key;
    }

    private static int size(Object value) {
        if (value instanceof Long || value instanceof Integer) {
            return CodedOutputStream.computeSInt64SizeNoTag(((Number) value).longValue());
        }
        if (value instanceof String text) {
            return CodedOutputStream.computeStringSizeNoTag(text);
        }
        if (value instanceof byte[] bytes) {
            return CodedOutputStream.computeByteArraySizeNoTag(bytes);
        }
        if (value instanceof Double) {
            return Double.BYTES;
        }
        if (value instanceof Float) {
            return Float.BYTES;
        }
        if (value instanceof Boolean) {
            return 1;
        }
        if (value instanceof List<?> list) {
            int size = CodedOutputStream.computeUInt32SizeNoTag(list.size());
            for (Object element : list) {
                size += size(element);
            }
            return size;
        }
        throw new IllegalArgumentException(
                "no entity value: " + (value == null ? "null" : value.getClass().getName()));
    }

    private static void write(CodedOutputStream output, Object value) throws IOException {
        if (value instanceof Long || value instanceof Integer) {
            output.writeSInt64NoTag(((Number) value).longValue());
        } else if (value instanceof String text) {
            output.writeByteArrayNoTag(text.getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof byte[] bytes) {
            output.writeByteArrayNoTag(bytes);
        } else if (value instanceof Double number) {
            // Adding zero makes one zero of the two; doubleToLongBits makes one NaN of the many.
            output.writeFixed64NoTag(Double.doubleToLongBits(number + 0.0));
        } else if (value instanceof Float number) {
            output.writeFixed32NoTag(Float.floatToIntBits(number + 0.0f));
        } else if (value instanceof Boolean flag) {
            output.writeSInt64NoTag(flag ? 1 : 0);
        } else {
            var list = (List<?>) value;
            output.writeUInt32NoTag(list.size());
            for (Object element : list) {
                write(output, element);
            }
        }
    }
}
