package dev.larder.serving.grpc;

import com.google.protobuf.CodedInputStream;
import dev.larder.error.LarderException;
import java.io.IOException;
import java.util.Arrays;

/** Reading messages from their bytes. */
final class ProtoInput {
    private ProtoInput() {}

    interface Reader<T> {
        T read(CodedInputStream input) throws IOException;
    }

    /** @throws LarderException INVALID_ARGUMENT if the bytes are no message */
    static <T> T read(byte[] bytes, Reader<T> reader) {
        try {
            return reader.read(CodedInputStream.newInstance(bytes));
        } catch (IOException e) {
            throw LarderException.invalid(
                    "UNREADABLE_MESSAGE",
                    "",
                    "The request is not a protobuf message of the type that this call takes: " + e.getMessage());
        }
    }

    static byte[] concat(byte[] first, byte[] second) {
        if (first.length == 0) {
            return second;
        }
        var both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
