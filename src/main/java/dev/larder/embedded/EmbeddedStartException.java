package dev.larder.embedded;

/** An embedded server cannot be started. The message is written for the person at the terminal: what, why, and what to do. */
public final class EmbeddedStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedStartException(String message) {
        super(message);
    }

    EmbeddedStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
