package dev.larder.spark.history;

/** Entity rows, or a snapshot of the offline store, have not the columns and types that are asked of them. The texts begin as those of Feast 0.9. */
public final class SchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SchemaException(String message) {
        super(message);
    }
}
