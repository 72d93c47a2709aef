package dev.larder.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import java.util.Optional;
import org.junit.jupiter.api.function.Executable;

/** All that a program or a person sees of a failure. */
public record Refusal(ErrorCode code, String reason, Optional<String> field, String text) {
    public static Refusal of(Executable action) {
        var failure = assertThrows(LarderException.class, action);
        return new Refusal(failure.code(), failure.reason(), failure.field(), failure.getMessage());
    }

    /** Checks that the action is refused as INVALID_ARGUMENT in exactly these words. */
    public static void assertInvalid(String reason, String field, String text, Executable action) {
        assertEquals(new Refusal(ErrorCode.INVALID_ARGUMENT, reason, Optional.of(field), text), of(action));
    }

    /** The same, where no field in particular is at fault. */
    public static void assertInvalid(String reason, String text, Executable action) {
        assertEquals(new Refusal(ErrorCode.INVALID_ARGUMENT, reason, Optional.empty(), text), of(action));
    }
}
