package dev.larder.spark.law;

import dev.larder.row.ValueCast;
import dev.larder.row.ValueLayout;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Random values for the columns of sources: few of each kind, and among them those that are known for trouble. */
final class Values {
    private static final int MOST_ELEMENTS = 3;
    private static final List<Kind> TIMES =
            List.of(Kind.MICROS, Kind.MILLIS, Kind.NANOS, Kind.WITHOUT_ZONE, Kind.INT96, Kind.STRING, Kind.DATE);
    private static final List<Kind> NUMBERS = List.of(
            Kind.BIGINT,
            Kind.INT,
            Kind.DOUBLE,
            Kind.BOOLEAN,
            Kind.TINYINT,
            Kind.SMALLINT,
            Kind.FLOAT,
            Kind.DECIMAL_9_2,
            Kind.DECIMAL_18_0,
            Kind.STRING);
    private static final List<String> NO_TIMES =
            List.of("yesterday", "", "12:00:00", "202601", "2026-13-01", "01/02/2026", "2026-02-30 00:00:00");
    private static final Instant FIRST_OF_NANOS = Instant.parse("1678-01-01T00:00:00Z");
    private static final Instant LAST_OF_NANOS = Instant.parse("2262-01-01T00:00:00Z");

    private final Random random;

    Values(Random random) {
        this.random = random;
    }

    <T> T any(List<? extends T> of) {
        return of.get(random.nextInt(of.size()));
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    /** The kinds that can be read as a type; the first is that of the type itself. */
    static List<Kind> readableAs(ValueLayout type) {
        return switch (type) {
            case STRING -> List.of(Kind.STRING);
            case BYTES -> List.of(Kind.BINARY, Kind.STRING);
            case BOOL -> List.of(
                    Kind.BOOLEAN, Kind.TINYINT, Kind.INT, Kind.BIGINT, Kind.DOUBLE, Kind.DECIMAL_9_2, Kind.STRING);
            case INT32 -> withFirst(Kind.INT);
            case INT64 -> withFirst(Kind.BIGINT);
            case DOUBLE -> withFirst(Kind.DOUBLE);
            case FLOAT -> withFirst(Kind.FLOAT);
            default -> readableAs(type.element());
        };
    }

    private static List<Kind> withFirst(Kind first) {
        var kinds = new ArrayList<>(NUMBERS);
        kinds.remove(first);
        kinds.add(0, first);
        return kinds;
    }

    /** A type that can be read as another, mostly that one. */
    ColumnType typeFor(ValueLayout type) {
        var kinds = readableAs(type);
        return new ColumnType(random.nextInt(3) > 0 ? kinds.get(0) : any(kinds), type.isList());
    }

    Kind timeKind() {
        return random.nextBoolean() ? Kind.MICROS : any(TIMES);
    }

    /** A value of a column, which mostly survives being read as a type. */
    Object value(ColumnType type, ValueLayout wanted) {
        if (type.kind() == Kind.VOID || oneIn(12)) {
            return null;
        }
        for (int i = 0; ; i++) {
            var value = type.list() ? list(type.kind(), wanted) : single(type.kind(), wanted);
            if (i == 3 || oneIn(15) || ValueCast.cast(wanted, value) != null) {
                return value;
            }
        }
    }

    private List<Object> list(Kind kind, ValueLayout wanted) {
        var elements = new ArrayList<Object>();
        for (int i = random.nextInt(MOST_ELEMENTS + 1); i > 0; i--) {
            elements.add(oneIn(25) ? null : value(ColumnType.of(kind), wanted.element()));
        }
        return elements;
    }

    private Object single(Kind kind, ValueLayout wanted) {
        return switch (kind) {
            case BOOLEAN -> random.nextBoolean();
            case TINYINT -> any(List.<Byte>of((byte) 0, (byte) 1, (byte) 5, (byte) -128));
            case SMALLINT -> any(List.<Short>of((short) 0, (short) 1, (short) 300, Short.MIN_VALUE));
            case INT -> any(List.of(0, 1, -1, 16_777_217, Integer.MAX_VALUE, Integer.MIN_VALUE));
            case BIGINT -> any(
                    List.of(0L, 1L, 5L, 1L << 31, -(1L << 31) - 1, (1L << 53) + 1, Long.MAX_VALUE, Long.MIN_VALUE));
            case FLOAT -> any(List.of(0f, -0f, 1f, 0.1f, 3.7f, 300f, Float.NaN, Float.POSITIVE_INFINITY, 1e30f));
            case DOUBLE -> any(List.of(
                    0.0,
                    -0.0,
                    1.0,
                    5.0,
                    3.7,
                    0.1,
                    16_777_217.0,
                    1e19,
                    1e39,
                    0x1p63,
                    -0x1p63,
                    Double.NaN,
                    Double.NEGATIVE_INFINITY,
                    Double.MIN_VALUE));
            case DECIMAL_9_2 -> new BigDecimal(any(List.of("0.00", "1.00", "5.25", "-7.00", "9999999.99", "0.10")));
            case DECIMAL_18_0 -> new BigDecimal(any(List.of("0", "1", "-7", "16777217", "999999999999999999")));
            case STRING -> text(wanted);
            case BINARY -> any(List.of(new byte[0], new byte[] {0}, new byte[] {-1, 7}, new byte[] {0, 0}));
            default -> throw new IllegalArgumentException(kind + " is for times");
        };
    }

    private String text(ValueLayout wanted) {
        return any(
                switch (wanted) {
                    case STRING, BYTES -> List.of("", "a", "Zoë €", " x ", "007", "1.10", "true", "null");
                    case BOOL -> List.of("true", "FALSE", " True ", "yes", "1", "");
                    default -> List.of(
                            "5",
                            " 5 ",
                            "5.0",
                            "5e3",
                            "007",
                            "+5",
                            "-1",
                            "3.7",
                            "0.1",
                            "x",
                            "",
                            "NaN",
                            "-inf",
                            "1e400",
                            "9007199254740993",
                            "16777217",
                            "1e39",
                            "99999999999999999999");
                });
    }

    /** A moment as a value of a column; mostly that moment, as well as the kind holds it. */
    Object time(Kind kind, Instant time) {
        if (kind == Kind.VOID || oneIn(25)) {
            return null;
        }
        return switch (kind) {
            case MILLIS -> time.truncatedTo(ChronoUnit.MILLIS);
            case NANOS -> time.isBefore(FIRST_OF_NANOS) || time.isAfter(LAST_OF_NANOS)
                    ? null
                    : time.plusNanos(random.nextInt(1_000));
            case DATE -> time.atOffset(ZoneOffset.UTC).toLocalDate();
            case STRING -> oneIn(12) ? any(NO_TIMES) : any(texts(time));
            case BIGINT -> time.getEpochSecond();
            default -> time;
        };
    }

    private static List<String> texts(Instant time) {
        var utc = time.atOffset(ZoneOffset.UTC);
        var plain = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);
        return List.of(
                utc.format(plain),
                utc.format(plain).replace(' ', 'T') + "Z",
                utc.withOffsetSameInstant(ZoneOffset.ofHours(2)).format(plain) + "+02:00",
                " " + utc.format(plain),
                utc.toLocalDate().toString());
    }

    /** A small number as a value of a column. */
    static Object whole(Kind kind, long key) {
        return switch (kind) {
            case BOOLEAN -> key == 1;
            case TINYINT -> (byte) key;
            case SMALLINT -> (short) key;
            case INT -> (int) key;
            case FLOAT -> (float) key;
            case DOUBLE -> (double) key;
            case DECIMAL_9_2 -> BigDecimal.valueOf(key).setScale(2);
            case DECIMAL_18_0 -> BigDecimal.valueOf(key);
            case STRING -> Long.toString(key);
            default -> key;
        };
    }
}
