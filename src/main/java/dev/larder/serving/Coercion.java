package dev.larder.serving;

import dev.larder.definition.ValueType;
import dev.larder.error.LarderException;
import dev.larder.row.ValueCast;
import dev.larder.row.ValueLayout;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/**
 * A value of a request as the type that is registered for it, by the rule of {@link ValueCast}, so that a client need not know whether
 * an id is an INT32 or an INT64. Of entities an integer where STRING is registered is its decimal text: a client cannot know that
 * either.
 *
 * <p>Values are as {@link ValueCast} takes them, or {@link Unreadable}; what comes out is of the one class that {@code row} takes for
 * the type. Null is null.
 */
final class Coercion {
    private static final String WRONG_TYPE = "WRONG_TYPE";
    private static final String LIST = "_LIST";
    private static final int LONGEST_SHOWN = 60;
    private static final ValueLayout[] LAYOUTS = Arrays.stream(ValueType.values())
            .map(type -> ValueLayout.valueOf(type.name()))
            .toArray(ValueLayout[]::new);

    private Coercion() {}

    /**
     * @param field where the value stands in the request
     * @throws LarderException INVALID_ARGUMENT
     */
    static Object feature(ValueType type, Object value, String field) {
        var cast = cast(type, value);
        if (cast == null && value != null) {
            throw mismatch(type, value, field);
        }
        return cast;
    }

    /**
     * @param field where the value stands in the request
     * @throws LarderException INVALID_ARGUMENT
     */
    static Object entity(ValueType type, Object value, String field) {
        var cast = entityOrNull(type, value);
        if (cast == null && value != null) {
            throw mismatch(type, value, field);
        }
        return cast;
    }

    /** Null if the value cannot be one of this type. */
    static Object entityOrNull(ValueType type, Object value) {
        if (value instanceof Long && type == ValueType.INT64 || value instanceof String && type == ValueType.STRING) {
            return value;
        }
        return switch (type) {
            case STRING -> cast(type, text(value));
            case STRING_LIST -> cast(
                    type,
                    value instanceof List<?> list
                            ? list.stream().map(Coercion::text).toList()
                            : value);
            default -> cast(type, value);
        };
    }

    private static Object cast(ValueType type, Object value) {
        return value == null ? null : ValueCast.cast(LAYOUTS[type.ordinal()], value);
    }

    private static Object text(Object value) {
        return value instanceof Long || value instanceof Integer || value instanceof BigInteger
                ? value.toString()
                : value;
    }

    private static LarderException mismatch(ValueType type, Object value, String field) {
        if (value instanceof Unreadable unreadable) {
            return LarderException.invalid(WRONG_TYPE, field, field + " " + unreadable.why());
        }
        if (value instanceof List<?> list && type.name().endsWith(LIST)) {
            var elements =
                    ValueType.valueOf(type.name().substring(0, type.name().length() - LIST.length()));
            for (int i = 0; i < list.size(); i++) {
                var element = field + "[" + i + "]";
                if (list.get(i) == null) {
                    return LarderException.invalid(
                            WRONG_TYPE, element, "%s is null; a list holds no nulls.".formatted(element));
                }
                if (cast(elements, list.get(i)) == null) {
                    return mismatch(elements, list.get(i), element);
                }
            }
        }
        return LarderException.invalid(
                WRONG_TYPE, field, "%s is %s and cannot be read as %s.".formatted(field, described(value), type));
    }

    private static String described(Object value) {
        if (value instanceof byte[] bytes) {
            return "%,d bytes".formatted(bytes.length);
        }
        if (value instanceof List<?> list) {
            return "a list of %,d".formatted(list.size());
        }
        if (value instanceof Boolean) {
            return value.toString();
        }
        var text = value.toString();
        var shown = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text;
        return value instanceof String ? "the text \"%s\"".formatted(shown) : "the number " + shown;
    }
}
