package dev.larder.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which value may be read as which type, the same for every way into the stores. A value survives if reading it back gives the same
 * value; a number with a fraction may be rounded to the nearest DOUBLE or FLOAT, but never to infinity. docs/registry.md has it as a
 * table, {@code proto/testdata/values/casts.json} as cases.
 */
public final class ValueCast {
    /** A longer text is no number, whatever it says. */
    private static final int LONGEST_NUMBER = 1_000;

    private static final int MOST_DIGITS = 19;
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,9})?");
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+");

    private ValueCast() {}

    /**
     * @param value {@code Boolean}, {@code Byte}, {@code Short}, {@code Integer}, {@code Long}, {@code BigInteger}, {@code Float},
     *     {@code Double}, {@code BigDecimal}, {@code String}, {@code byte[]} or a {@code List} of these
     * @return of the class that {@link RowWriter#put} takes for the type; null if the value does not survive
     */
    public static Object cast(ValueLayout type, Object value) {
        return switch (type) {
            case BYTES -> bytes(value);
            case STRING -> value instanceof String ? value : null;
            case INT32 -> int32(value);
            case INT64 -> int64(value);
            case DOUBLE -> float64(value);
            case FLOAT -> float32(value);
            case BOOL -> bool(value);
            case BYTES_LIST -> list(ValueLayout.BYTES, value);
            case STRING_LIST -> list(ValueLayout.STRING, value);
            case INT32_LIST -> list(ValueLayout.INT32, value);
            case INT64_LIST -> list(ValueLayout.INT64, value);
            case DOUBLE_LIST -> list(ValueLayout.DOUBLE, value);
            case FLOAT_LIST -> list(ValueLayout.FLOAT, value);
            case BOOL_LIST -> list(ValueLayout.BOOL, value);
        };
    }

    private static List<Object> list(ValueLayout elements, Object value) {
        if (!(value instanceof List<?> given)) {
            return null;
        }
        var list = new ArrayList<Object>(given.size());
        for (Object element : given) {
            var cast = element == null ? null : cast(elements, element);
            if (cast == null) {
                return null;
            }
            list.add(cast);
        }
        return list;
    }

    private static byte[] bytes(Object value) {
        return value instanceof String text
                ? text.getBytes(StandardCharsets.UTF_8)
                : value instanceof byte[] bytes ? bytes : null;
    }

    private static Boolean bool(Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value instanceof String text) {
            return switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                default -> null;
            };
        }
        var number = int64(value);
        return number != null && (number == 0 || number == 1) ? number == 1 : null;
    }

    private static Integer int32(Object value) {
        if (value instanceof Integer) {
            return (Integer) value;
        }
        var number = int64(value);
        return number != null && number.intValue() == number ? number.intValue() : null;
    }

    private static Long int64(Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Boolean flag) {
            return flag ? 1L : 0L;
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            // The first double beyond the range is 2^63; below it, whole doubles are longs.
            boolean survives = number == Math.rint(number) && number >= Long.MIN_VALUE && number < 0x1p63;
            return survives ? (Long) (long) number : null;
        }
        if (value instanceof BigInteger number) {
            return number.bitLength() < Long.SIZE ? number.longValue() : null;
        }
        if (value instanceof BigDecimal number) {
            return whole(number);
        }
        return value instanceof String text && NUMBER.matcher(stripped(text)).matches()
                ? whole(new BigDecimal(stripped(text)))
                : null;
    }

    private static Long whole(BigDecimal number) {
        if (number.signum() == 0) {
            return 0L;
        }
        // Before it is written out: 1e999999999 would be.
        if (number.precision() - (long) number.scale() > MOST_DIGITS) {
            return null;
        }
        var plain = number.stripTrailingZeros();
        return plain.scale() <= 0 ? int64(plain.toBigInteger()) : null;
    }

    private static Double float64(Object value) {
        if (value instanceof Double || value instanceof Float) {
            return ((Number) value).doubleValue();
        }
        if (value instanceof BigDecimal number && !isInteger(number)) {
            return finite(number.doubleValue());
        }
        if (value instanceof String text) {
            var stripped = stripped(text);
            var special = special(stripped);
            if (special != null || WHOLE.matcher(stripped).matches()) {
                return special != null ? special : float64(new BigInteger(stripped));
            }
            return NUMBER.matcher(stripped).matches() ? finite(Double.parseDouble(stripped)) : null;
        }
        var integer = integer(value);
        if (integer == null) {
            return null;
        }
        double number = integer.doubleValue();
        return Double.isFinite(number) && new BigDecimal(number).toBigInteger().equals(integer) ? number : null;
    }

    private static Float float32(Object value) {
        if (value instanceof Float) {
            return (Float) value;
        }
        if (value instanceof Double number) {
            return Double.isFinite(number) ? finite(number.floatValue()) : (Float) number.floatValue();
        }
        if (value instanceof BigDecimal number && !isInteger(number)) {
            return finite(number.floatValue());
        }
        if (value instanceof String text) {
            var stripped = stripped(text);
            var special = special(stripped);
            if (special != null || WHOLE.matcher(stripped).matches()) {
                return special != null ? (Float) special.floatValue() : float32(new BigInteger(stripped));
            }
            return NUMBER.matcher(stripped).matches() ? finite(Float.parseFloat(stripped)) : null;
        }
        var integer = integer(value);
        if (integer == null) {
            return null;
        }
        float number = integer.floatValue();
        return Float.isFinite(number) && new BigDecimal(number).toBigInteger().equals(integer) ? number : null;
    }

    private static boolean isInteger(BigDecimal number) {
        return number.scale() == 0;
    }

    private static BigInteger integer(Object value) {
        if (value instanceof BigInteger number) {
            return number;
        }
        if (value instanceof BigDecimal number) {
            return number.unscaledValue();
        }
        var number = value instanceof Number || value instanceof Boolean ? int64(value) : null;
        return number == null ? null : BigInteger.valueOf(number);
    }

    private static Double finite(double number) {
        return Double.isInfinite(number) ? null : number;
    }

    private static Float finite(float number) {
        return Float.isInfinite(number) ? null : number;
    }

    private static String stripped(String text) {
        return text.length() > LONGEST_NUMBER ? "" : text.strip();
    }

    private static Double special(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> null;
        };
    }
}
