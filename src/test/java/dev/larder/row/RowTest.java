package dev.larder.row;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import feast.proto.types.ValueProto.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Laws of the row, over thousands of rows made at random from a printed seed. */
class RowTest {
    private static final int ROWS = 5_000;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void whatIsWrittenIsReadAsTheValueThatServingSends() throws Exception {
        var writer = new RowWriter();
        var reader = new RowReader();
        for (int i = 0; i < ROWS; i++) {
            long eventTime = random.nextLong();
            var written = randomRow();
            writer.begin(eventTime);
            written.forEach((id, feature) -> writer.put(id, feature.layout(), feature.value()));
            reader.reset(writer.end());

            assertEquals(eventTime, reader.eventTimeMicros(), this::seed);
            var read = new HashMap<Integer, Value>();
            while (reader.next()) {
                read.put(reader.id(), value(reader, written.get(reader.id()).layout()));
            }
            var expected = new HashMap<Integer, Value>();
            written.forEach((id, feature) -> expected.put(id, feature.message()));
            assertEquals(expected, read, this::seed);
        }
    }

    @Test
    void aSingleValueIsReadAsItWasWritten() throws Exception {
        var reader = new RowReader();
        for (int i = 0; i < ROWS; i++) {
            var feature = randomFeature();
            reader.reset(new RowWriter()
                    .begin(i)
                    .put(1, feature.layout(), feature.value())
                    .end());
            assertTrue(reader.next());
            var read = feature.layout().read(reader.bytes(), reader.offset(), reader.length());
            assertTrue(
                    Arrays.deepEquals(new Object[] {comparable(feature.value())}, new Object[] {comparable(read)}),
                    () -> "%s %s, %s".formatted(feature.layout(), read, seed()));
        }
    }

    private static Object comparable(Object value) {
        return value instanceof List<?> list ? list.toArray() : value;
    }

    @Test
    void damagedValuesAreAnErrorOrOtherValuesOfTheType() {
        for (int i = 0; i < ROWS; i++) {
            var layout = ValueLayout.values()[random.nextInt(ValueLayout.values().length)];
            var bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            try {
                var value = layout.read(bytes, 0, bytes.length);
                var again = new RowWriter().begin(0).put(1, layout, value).end();
                assertTrue(again.length >= RowWriter.HEADER + 1, this::seed);
            } catch (CorruptRowException e) {
                assertTrue(e.getMessage().length() < 100, this::seed);
            }
        }
    }

    @Test
    void aValueThatIsNoneIsRefused() throws Exception {
        byte[] noUtf8 = {2, (byte) 0xc3, 0x28};
        assertThrows(CorruptRowException.class, () -> ValueLayout.STRING.read(noUtf8, 0, noUtf8.length));
        byte[] tooShort = {5, 'a'};
        assertThrows(CorruptRowException.class, () -> ValueLayout.BYTES.read(tooShort, 0, tooShort.length));
        byte[] tooLong = {1, 2};
        assertThrows(CorruptRowException.class, () -> ValueLayout.INT64.read(tooLong, 0, tooLong.length));
        byte[] hostile = {6, 0x0a, -1, -1, -1, -1, 0x07};
        assertThrows(CorruptRowException.class, () -> ValueLayout.INT64_LIST.read(hostile, 0, hostile.length));
        byte[] notPacked = {4, 0x08, 7, 0x08, 9};
        assertEquals(List.of(7L, 9L), ValueLayout.INT64_LIST.read(notPacked, 0, notPacked.length));
    }

    @Test
    void damagedBytesAreAnErrorOrOtherFeaturesAndNeverMore() {
        var reader = new RowReader();
        for (int i = 0; i < ROWS; i++) {
            var writer = new RowWriter().begin(random.nextLong());
            randomRow().forEach((id, feature) -> writer.put(id, feature.layout(), feature.value()));
            var bytes = writer.end();
            for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            try {
                reader.reset(bytes);
                while (reader.next()) {
                    assertTrue(reader.offset() + reader.length() <= bytes.length, this::seed);
                }
            } catch (CorruptRowException e) {
                assertTrue(e.getMessage().length() < 100, this::seed);
            }
        }
    }

    @Test
    void hostileLengthsAreRefusedWithoutAllocating() {
        var header = new RowWriter().begin(0).end();
        for (byte[] tail : List.of(
                new byte[] {0x0a, -1, -1, -1, -1, 0x07},
                new byte[] {0x0a, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0x01},
                new byte[] {0x08, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0x01},
                new byte[] {0x09, 1, 2},
                new byte[] {0x0d, 1},
                new byte[] {0x0b},
                new byte[] {0x00, 0x00},
                new byte[] {(byte) 0x80})) {
            var row = Arrays.copyOf(header, header.length + tail.length);
            System.arraycopy(tail, 0, row, header.length, tail.length);
            var reader = new RowReader();
            assertThrows(
                    CorruptRowException.class,
                    () -> {
                        reader.reset(row);
                        while (reader.next()) {
                            reader.id();
                        }
                    },
                    () -> Arrays.toString(tail));
        }
        assertThrows(CorruptRowException.class, () -> new RowReader().reset(new byte[0]));
        assertThrows(CorruptRowException.class, () -> new RowReader()
                .reset("{\"a\": 1, \"b\": 2}".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void nullsAreAbsent() throws Exception {
        var reader = new RowReader();
        reader.reset(new RowWriter()
                .begin(7)
                .put(1, ValueLayout.INT64, null)
                .put(2, ValueLayout.INT64, 0L)
                .end());
        assertTrue(reader.next());
        assertEquals(2, reader.id());
        assertEquals(false, reader.next());
    }

    @Test
    void keysOfDifferentValuesDiffer() {
        var seen = new HashMap<String, List<Object>>();
        for (int i = 0; i < ROWS; i++) {
            var values = new ArrayList<Object>();
            // The same types every time, as in one entity set.
            values.add("s".repeat(random.nextInt(3)) + (char) ('a' + random.nextInt(3)));
            values.add((long) random.nextInt(300));
            values.add(List.of("x".repeat(random.nextInt(3)), "y".repeat(random.nextInt(2))));
            var key = Arrays.toString(RowKey.encode(42, values));
            var before = seen.put(key, values);
            assertTrue(before == null || before.equals(values), this::seed);
        }
    }

    @Test
    void equalNumbersHaveEqualKeys() {
        assertArrayEquals(RowKey.encode(1, List.of(7)), RowKey.encode(1, List.of(7L)));
        assertArrayEquals(RowKey.encode(1, List.of(0.0)), RowKey.encode(1, List.of(-0.0)));
        assertArrayEquals(RowKey.encode(1, List.of(0.0f)), RowKey.encode(1, List.of(-0.0f)));
        assertArrayEquals(
                RowKey.encode(1, List.of(Double.NaN)),
                RowKey.encode(1, List.of(Double.longBitsToDouble(0x7ff8000000000001L))));
    }

    @Test
    void aKeyNeedsItsValues() {
        assertThrows(IllegalArgumentException.class, () -> RowKey.encode(1, Arrays.asList((Object) null)));
        assertThrows(IllegalArgumentException.class, () -> RowKey.encode(1, List.of(new Object())));
    }

    @Test
    void exactlyMaxAgeIsInside() {
        assertTrue(Expiry.isInside(1_000_000, 500, 1_000_500));
        assertEquals(false, Expiry.isInside(1_000_000, 500, 1_000_501));
        assertTrue(Expiry.isInside(0, 0, Long.MAX_VALUE), "no max age");
        assertTrue(Expiry.isInside(Long.MAX_VALUE - 1, 500, Long.MAX_VALUE), "no overflow");
        assertEquals(Expiry.NEVER, Expiry.of(5, 0));
        assertEquals(15, Expiry.of(5, 10));
    }

    private record Feature(ValueLayout layout, Object value, Value message) {}

    private Map<Integer, Feature> randomRow() {
        var row = new HashMap<Integer, Feature>();
        for (int n = random.nextInt(20); n > 0; n--) {
            row.put(1 + random.nextInt(1 << random.nextInt(1, 29)), randomFeature());
        }
        return row;
    }

    private Feature randomFeature() {
        var layout = ValueLayout.values()[random.nextInt(ValueLayout.values().length)];
        var value = Value.newBuilder();
        int count = random.nextInt(4);
        Object java =
                switch (layout) {
                    case BYTES -> {
                        var bytes = randomBytes();
                        value.setBytesVal(ByteString.copyFrom(bytes));
                        yield bytes;
                    }
                    case STRING -> value.setStringVal(randomText()).getStringVal();
                    case INT32 -> value.setInt32Val(random.nextInt()).getInt32Val();
                    case INT64 -> value.setInt64Val(random.nextLong()).getInt64Val();
                    case DOUBLE -> value.setDoubleVal(random.nextGaussian()).getDoubleVal();
                    case FLOAT -> value.setFloatVal(random.nextFloat()).getFloatVal();
                    case BOOL -> value.setBoolVal(random.nextBoolean()).getBoolVal();
                    case BYTES_LIST -> {
                        var list = new ArrayList<byte[]>();
                        var builder = value.getBytesListValBuilder();
                        for (int i = 0; i < count; i++) {
                            list.add(randomBytes());
                            builder.addVal(ByteString.copyFrom(list.get(i)));
                        }
                        yield list;
                    }
                    case STRING_LIST -> {
                        var builder = value.getStringListValBuilder();
                        for (int i = 0; i < count; i++) {
                            builder.addVal(randomText());
                        }
                        yield List.copyOf(builder.getValList());
                    }
                    case INT32_LIST -> {
                        var builder = value.getInt32ListValBuilder();
                        for (int i = 0; i < count; i++) {
                            builder.addVal(random.nextInt());
                        }
                        yield List.copyOf(builder.getValList());
                    }
                    case INT64_LIST -> {
                        var builder = value.getInt64ListValBuilder();
                        for (int i = 0; i < count; i++) {
                            builder.addVal(random.nextLong());
                        }
                        yield List.copyOf(builder.getValList());
                    }
                    case DOUBLE_LIST -> {
                        var builder = value.getDoubleListValBuilder();
                        for (int i = 0; i < count; i++) {
                            builder.addVal(random.nextDouble());
                        }
                        yield List.copyOf(builder.getValList());
                    }
                    case FLOAT_LIST -> {
                        var builder = value.getFloatListValBuilder();
                        for (int i = 0; i < count; i++) {
                            builder.addVal(random.nextFloat());
                        }
                        yield List.copyOf(builder.getValList());
                    }
                    case BOOL_LIST -> {
                        var builder = value.getBoolListValBuilder();
                        for (int i = 0; i < count; i++) {
                            builder.addVal(random.nextBoolean());
                        }
                        yield List.copyOf(builder.getValList());
                    }
                };
        return new Feature(layout, java, value.build());
    }

    private byte[] randomBytes() {
        var bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    private String randomText() {
        return random.ints(random.nextInt(10), 1, 0x800)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** As serving does it: another field number before the same bytes. */
    private static Value value(RowReader reader, ValueLayout layout) throws IOException {
        assertEquals(layout.wireType(), reader.wireType());
        var bytes = new ByteArrayOutputStream();
        var output = CodedOutputStream.newInstance(bytes);
        output.writeTag(layout.valueField(), layout.wireType());
        output.flush();
        bytes.write(reader.bytes(), reader.offset(), reader.length());
        return Value.parseFrom(bytes.toByteArray());
    }

    private String seed() {
        return "seed " + seed;
    }
}
