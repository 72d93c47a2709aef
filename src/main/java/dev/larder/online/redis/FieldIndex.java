package dev.larder.online.redis;

import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;

/** Where in an array of fields each of them stands. Lookups share their array, and Redis gives fields in the order they came. */
final class FieldIndex {
    private byte[][] fields;
    private final Map<Buffer, Integer> places = new HashMap<>();
    private int next;

    void of(byte[][] wanted) {
        next = 0;
        if (fields == wanted) {
            return;
        }
        fields = wanted;
        places.clear();
        for (int i = 0; i < wanted.length; i++) {
            places.put(Buffer.buffer(wanted[i]), i);
        }
    }

    /** Negative if the field is not wanted. */
    int place(Buffer field) {
        int place = next < fields.length && equal(fields[next], field) ? next : places.getOrDefault(field, -1);
        next = place + 1;
        return place;
    }

    private static boolean equal(byte[] wanted, Buffer field) {
        if (wanted.length != field.length()) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i] != field.getByte(i)) {
                return false;
            }
        }
        return true;
    }
}
