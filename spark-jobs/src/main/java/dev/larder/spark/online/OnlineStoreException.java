package dev.larder.spark.online;

/** Redis stayed away. Nothing is lost by running the same job again. */
public final class OnlineStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OnlineStoreException(RedisServer server, int attempts, Throwable cause) {
        super(
                "Redis at %s did not answer in %d attempts: %s"
                        .formatted(server, attempts, innermost(cause).getMessage()),
                cause);
    }

    /** What the system said; Jedis hides that of a connection among the suppressed. */
    private static Throwable innermost(Throwable failure) {
        if (failure.getCause() != null) {
            return innermost(failure.getCause());
        }
        return failure.getSuppressed().length > 0 ? innermost(failure.getSuppressed()[0]) : failure;
    }
}
