package dev.larder.serving.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.time.Instant;

/** Times as microseconds since 1970. */
final class Times {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    private Times() {}

    static long micros(Instant time) {
        return time.getEpochSecond() * MICROS_PER_SECOND + time.getNano() / NANOS_PER_MICRO;
    }

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
        return Math.multiplyExact(seconds, MICROS_PER_SECOND) + nanos / NANOS_PER_MICRO;
    }
}
