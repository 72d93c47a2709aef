package dev.larder.error;

import java.util.Optional;

/** The only way anything in Larder fails on purpose. Carries no stack trace: it is an answer, not an accident. */
public final class LarderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String reason;
    private final String field;

    private LarderException(ErrorCode code, String reason, String field, String message, Throwable cause) {
        super(message, cause, false, false);
        this.code = code;
        this.reason = reason;
        this.field = field;
    }

    /**
     * @param reason a constant such as {@code PROJECT_ARCHIVED}, for programs to compare
     * @param message for people: names the value and the way out
     */
    public static LarderException of(ErrorCode code, String reason, String message) {
        return new LarderException(code, reason, null, message, null);
    }

    /** The same, with what lies behind it, which is logged and never shown to the caller. */
    public static LarderException of(ErrorCode code, String reason, String message, Throwable cause) {
        return new LarderException(code, reason, null, message, cause);
    }

    /** An INVALID_ARGUMENT that points at a field of the request, such as {@code features.trip_cost.name}. */
    public static LarderException invalid(String reason, String field, String message) {
        return new LarderException(ErrorCode.INVALID_ARGUMENT, reason, field, message, null);
    }

    /** The same failure, of one part of a larger request: the text and the field begin with the part. */
    public LarderException within(String part) {
        return new LarderException(
                code, reason, field == null ? part : part + "." + field, part + ": " + getMessage(), getCause());
    }

    public ErrorCode code() {
        return code;
    }

    public String reason() {
        return reason;
    }

    /** The field of the request that is at fault, as a dotted path. Empty if it is none in particular. */
    public Optional<String> field() {
        return Optional.ofNullable(field).filter(path -> !path.isEmpty());
    }
}
