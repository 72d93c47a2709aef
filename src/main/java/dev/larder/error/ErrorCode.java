package dev.larder.error;

/** What kind of failure it is: gRPC's canonical name, and the HTTP status that says the same. */
public enum ErrorCode {
    INVALID_ARGUMENT(400),
    UNAUTHENTICATED(401),
    PERMISSION_DENIED(403),
    NOT_FOUND(404),
    ALREADY_EXISTS(409),
    /** The caller's picture of the state is outdated, such as an If-Match that no longer matches. */
    FAILED_PRECONDITION(412),
    RESOURCE_EXHAUSTED(429),
    INTERNAL(500),
    UNIMPLEMENTED(501),
    /** Nothing is wrong with the request; the same call may work in a moment. */
    UNAVAILABLE(503),
    DEADLINE_EXCEEDED(504);

    private final int httpStatus;

    ErrorCode(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    public int httpStatus() {
        return httpStatus;
    }
}
