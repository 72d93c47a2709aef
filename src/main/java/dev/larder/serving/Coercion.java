package dev.larder.serving;

import dev.larder.definition.ValueType;
import dev.larder.error.LarderException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A value of a request as the type that is registered for it, so that a client need not know whether an id is an INT32 or an INT64.
 * Nothing that would change what a value says is done: numbers must fit, text becomes a number only if it is one.
 *
 * <p>Values are {@code byte[]}, {@code String}, {@code Integer}, {@code Long}, {@code Double}, {@code Float}, {@code Boolean}, {@code
 * BigInteger} or a {@code List} of these; what comes out is of the one class that {@code row} takes for the type.
 */
final class Coercion {
    private Coercion() {}

    /**
     * @param field where the value stands in the request
     * @return null for null
     * @throws LarderException INVALID_ARGUMENT
     */
    static Object coerce(ValueType type, Object value, String field) {
        if (value == null) {
            return null;
        }
        try {
            return switch (type) {
                case INT64 -> value instanceof Long
                        ? value
                        : (Object) integer(value).longValueExact();
                case INT32 -> integer(value).intValueExact();
                case STRING -> text(value);
                case BYTES -> bytes(value);
                case DOUBLE -> number(value).doubleValue();
                case FLOAT -> number(value).floatValue();
                case BOOL -> bool(value);
                case BYTES_LIST, STRING_LIST, INT32_LIST, INT64_LIST, DOUBLE_LIST, FLOAT_LIST, BOOL_LIST -> list(
                        elementType(type), value, field);
            };
        } catch (ArithmeticException | NumberFormatException | ClassCastException e) {
            throw LarderException.invalid(
                    "WRONG_TYPE", field, "%s is %s, which is no %s.".formatted(field, described(value), type));
        }
    }

    private static ValueType elementType(ValueType list) {
        return ValueType.valueOf(list.name().substring(0, list.name().length() - "_LIST".length()));
    }

    private static List<Object> list(ValueType elements, Object value, String field) {
        var list = new ArrayList<Object>();
        for (Object element : (List<?>) value) {
            if (element == null) {
                throw LarderException.invalid(
                        "WRONG_TYPE", field, "%s has null among its elements; lists hold none.".formatted(field));
            }
            list.add(coerce(elements, element, field));
        }
        return list;
    }

    private static BigInteger integer(Object value) {
        if (value instanceof Long || value instanceof Integer) {
            return BigInteger.valueOf(((Number) value).longValue());
        }
        if (value instanceof BigInteger big) {
            return big;
        }
        if (value instanceof Double || value instanceof Float) {
            // 1001.0 is what is left of an integer that went through a data frame with a gap.
            return new BigDecimal(value.toString()).toBigIntegerExact();
        }
        return new BigInteger((String) value);
    }

    private static Number number(Object value) {
        return value instanceof Number number ? number : Double.valueOf((String) value);
    }

    private static String text(Object value) {
        return value instanceof Long || value instanceof Integer || value instanceof BigInteger
                ? value.toString()
                : (String) value;
    }

    private static byte[] bytes(Object value) {
        return value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) value;
    }

    private static Boolean bool(Object value) {
        if (value instanceof Number number && (number.longValue() == 0 || number.longValue() == 1)) {
            return integer(number).intValueExact() == 1;
        }
        return (Boolean) value;
    }

    private static String described(Object value) {
        var text = value instanceof byte[] bytes ? bytes.length + " bytes" : value.toString();
        return "%s \"%s\""
                .formatted(
                        value instanceof byte[] ? "BYTES" : value.getClass().getSimpleName(),
                        text.length() > 60 ? text.substring(0, 60) + "..." : text);
    }
}
