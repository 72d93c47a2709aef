package dev.larder.serving.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/** Times as microseconds since 1970. */
final class Times {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final long MOST_SECONDS = Long.MAX_VALUE / MICROS_PER_SECOND - 1_000_000;

    private Times() {}

    /** Of a {@code google.protobuf.Timestamp} that begins here with its length. */
    static long micros(CodedInputStream input) throws IOException {
        int limit = input.pushLimit(input.readRawVarint32());
        long seconds = 0;
        int nanos = 0;
        for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> seconds = input.readInt64();
                case 2 -> nanos = input.readInt32();
                default -> input.skipField(tag);
            }
        }
        input.popLimit(limit);
        // What lies beyond is later than any row, or earlier.
        long bounded = Math.max(-MOST_SECONDS, Math.min(MOST_SECONDS, seconds));
        return bounded * MICROS_PER_SECOND + nanos / NANOS_PER_MICRO;
    }
}
