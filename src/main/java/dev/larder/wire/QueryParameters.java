package dev.larder.wire;

import dev.larder.error.LarderException;

/** Query parameters, read strictly: what cannot be understood is an error and never a default. */
public final class QueryParameters {
    private QueryParameters() {}

    public static boolean flag(String name, String value) {
        return switch (value) {
            case "", "true" -> true;
            case "false" -> false;
            default -> throw invalid(name, "%s is \"%s\"; it must be true or false.".formatted(name, value));
        };
    }

    public static int number(String name, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw invalid(name, "%s is \"%s\"; it must be a number.".formatted(name, value));
        }
    }

    /** @param name of the parameter or the header */
    public static LarderException invalid(String name, String message) {
        return LarderException.invalid("INVALID_PARAMETER", name, message);
    }
}
