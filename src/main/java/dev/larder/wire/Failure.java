package dev.larder.wire;

import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.List;
import org.jboss.logging.Logger;

/** What any throwable means to a caller. The doors only have to put it into the words of their protocol. */
final class Failure {
    private static final Logger LOG = Logger.getLogger(Failure.class);

    /**
     * SQL states (by prefix) after which the same call may well succeed: connection lost, server going down or out of
     * resources, lock or statement timed out, serialization failure.
     */
    private static final List<String> TRANSIENT = List.of("08", "53", "57", "55P03", "40");

    private static final String UNSTORABLE_TEXT = "22021";
    private static final String UNIQUE_VIOLATION = "23505";

    private Failure() {}

    /** Logs what is not the caller's doing. */
    static LarderException of(Throwable thrown, String requestId) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof LarderException known) {
                return known;
            }
            if (isTransient(cause)) {
                LOG.warnf("Request %s: the database does not answer: %s", requestId, rootMessage(cause));
                return LarderException.of(
                        ErrorCode.UNAVAILABLE,
                        "DATABASE_UNAVAILABLE",
                        "The registry's database does not answer at the moment. Try again; the same definition twice is one change.");
            }
            if (cause instanceof SQLException sql && UNSTORABLE_TEXT.equals(sql.getSQLState())) {
                return LarderException.of(
                        ErrorCode.INVALID_ARGUMENT,
                        "INVALID_TEXT",
                        "The request holds text that no definition can hold, such as the character NUL.");
            }
            if (cause instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
                return LarderException.of(
                        ErrorCode.ALREADY_EXISTS,
                        "CONCURRENT_CHANGE",
                        "Somebody else created the same thing at the same moment. Read it again and repeat the change.");
            }
        }
        LOG.errorf(thrown, "Request %s failed", requestId);
        return LarderException.of(
                ErrorCode.INTERNAL,
                "INTERNAL",
                "Something went wrong inside Larder. Its log tells more under request id %s.".formatted(requestId));
    }

    private static boolean isTransient(Throwable cause) {
        if (cause instanceof SQLTransientException) {
            return true;
        }
        if (!(cause instanceof SQLException sql)) {
            return false;
        }
        // The connection pool gives no state when it has no connection to give.
        return sql.getSQLState() == null || TRANSIENT.stream().anyMatch(sql.getSQLState()::startsWith);
    }

    private static String rootMessage(Throwable thrown) {
        var cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }
}
