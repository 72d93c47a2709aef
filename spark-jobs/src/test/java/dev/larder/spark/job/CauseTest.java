package dev.larder.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.net.ConnectException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class CauseTest {
    private static final String LOST =
            "Job aborted due to stage failure: Task 0 in stage 1.0 failed 4 times, most recent failure: Lost"
                    + " task 0.3 in stage 1.0 (TID 7) (10.0.0.7 executor 1): ";

    /** As if code of others had thrown it. */
    private static <T extends Throwable> T foreign(T failure) {
        failure.setStackTrace(new StackTraceElement[0]);
        return failure;
    }

    @Test
    void theInnermostCauseIsNamedInOneLine() {
        var innermost = foreign(new FileNotFoundException("a\nb"));

        var cause = Cause.of(new SparkException("wrapper", foreign(new RuntimeException("of\nlines", innermost))));

        assertEquals("FileNotFoundException: a", cause.line());
        assertFalse(cause.retryable());
    }

    @Test
    void aTaskWhoseExceptionDidNotTravelIsQuoted() {
        var cause = Cause.of(new SparkException(LOST + "java.lang.IllegalStateException: it\n\tat somewhere", null));

        assertEquals("java.lang.IllegalStateException: it", cause.line());
    }

    @Test
    void whatIsThrownHereSaysMoreThanWhatCausedIt() {
        var ours = new IllegalArgumentException("column a is missing", foreign(new RuntimeException("inner")));

        assertEquals(
                "column a is missing",
                Cause.of(foreign(new RuntimeException(ours))).line());
    }

    @Test
    void failuresOfMachinesAndNetworksMayPass() {
        assertTrue(Cause.of(foreign(new RuntimeException(new ConnectException("refused"))))
                .retryable());
        assertTrue(Cause.of(new OutOfMemoryError("Java heap space")).retryable());
        assertTrue(Cause.of(new SparkException("Job 3 cancelled because SparkContext was shut down", null))
                .retryable());
        assertTrue(Cause.of(new SparkException(LOST + "ExecutorLostFailure (gone)", null))
                .retryable());
    }
}
