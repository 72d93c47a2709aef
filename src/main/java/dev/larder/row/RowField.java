package dev.larder.row;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The field of the Redis hash that holds a table's row: the table's number as a varint. */
public final class RowField {
    private RowField() {}

    /** @param tableNumber positive */
    public static byte[] encode(int tableNumber) {
        var field = new byte[CodedOutputStream.computeUInt32SizeNoTag(tableNumber)];
        try {
            CodedOutputStream.newInstance(field).writeUInt32NoTag(tableNumber);
        } catch (IOException e) {
            throw new UncheckedIOException("the size was computed before", e);
        }
        return field;
    }
}
