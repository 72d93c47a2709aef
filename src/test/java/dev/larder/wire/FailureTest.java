package dev.larder.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import java.lang.reflect.InvocationTargetException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureTest {
    private static final String ID = "request-7";
    private static final String SECRET = "password=hunter2";

    private static Throwable wrapped(Throwable cause) {
        return new CompletionException(SECRET, new IllegalStateException(SECRET, new InvocationTargetException(cause)));
    }

    private static void assertUnavailable(Throwable thrown) {
        var failure = Failure.of(thrown, ID);
        assertEquals(ErrorCode.UNAVAILABLE, failure.code());
        assertEquals("DATABASE_UNAVAILABLE", failure.reason());
        assertEquals(
                "The registry's database does not answer at the moment. Try again; the same definition twice is one change.",
                failure.getMessage());
    }

    private static void assertInternal(Throwable thrown) {
        var failure = Failure.of(thrown, ID);
        assertEquals(ErrorCode.INTERNAL, failure.code());
        assertEquals("INTERNAL", failure.reason());
        assertEquals(
                "Something went wrong inside Larder. Its log tells more under request id request-7.",
                failure.getMessage());
        assertEquals(null, failure.getCause());
    }

    @Test
    void whatFailedOnPurposeIsKept() {
        var failure = LarderException.invalid("EMPTY_NAME", "name", "Entity name must be provided");
        assertSame(failure, Failure.of(failure, ID));
    }

    @Test
    void whatFailedOnPurposeIsFoundInsideOthers() {
        var failure = LarderException.of(ErrorCode.NOT_FOUND, "PROJECT_NOT_FOUND", "no such project");
        assertSame(failure, Failure.of(wrapped(failure), ID));
    }

    @Test
    void whatFailedOnPurposeIsToldRatherThanItsCause() {
        var failure = LarderException.of(ErrorCode.NOT_FOUND, "GONE", "gone", new SQLException("x", "08006"));
        assertSame(failure, Failure.of(failure, ID));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"08006", "08001", "57P01", "57014", "53300", "53100", "55P03", "40001", "40P01"})
    void aDatabaseThatDoesNotAnswerIsUnavailable(String state) {
        assertUnavailable(new SQLException(SECRET, state));
        assertUnavailable(wrapped(new SQLException(SECRET, state)));
    }

    @Test
    void aTransientFailureOfAnyStateIsUnavailable() {
        assertUnavailable(wrapped(new SQLTransientConnectionException(SECRET, "99999")));
    }

    @Test
    void aUniqueViolationIsAConcurrentChange() {
        var failure = Failure.of(wrapped(new SQLException(SECRET, "23505")), ID);
        assertEquals(ErrorCode.ALREADY_EXISTS, failure.code());
        assertEquals("CONCURRENT_CHANGE", failure.reason());
        assertEquals(
                "Somebody else created the same thing at the same moment. Read it again and repeat the change.",
                failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"23503", "42P01", "22001", "55000", "", "5"})
    void anyOtherFailureOfTheDatabaseIsInternal(String state) {
        assertInternal(wrapped(new SQLException(SECRET, state)));
    }

    @Test
    void anyAccidentIsInternalAndItsTextStaysInside() {
        assertInternal(new NullPointerException(SECRET));
        assertInternal(new IllegalArgumentException(SECRET));
        assertInternal(new StackOverflowError(SECRET));
        assertInternal(wrapped(new RuntimeException()));
    }
}
