package dev.larder.spark.source;

/** A source cannot be read, or has not the columns and types that are asked of it. The message says which. */
public final class SourceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SourceException(String message) {
        super(message);
    }
}
