package dev.larder.spark.offline;

/** The offline store has not what is asked of it. The message says what. */
public final class OfflineStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OfflineStoreException(String message) {
        super(message);
    }
}
