"""Everything that Larder's client raises.

LarderError
├── ConfigurationError        a setting is missing or cannot be read
├── JobFailedError            a job that was waited for failed or was cancelled
├── JobTimeoutError           a job that was waited for still runs (also a TimeoutError)
└── CallError                 a call did not succeed
    ├── InvalidArgumentError  the arguments can never succeed (also a ValueError)
    ├── NotFoundError         no such project, entity, table, feature or job (also a LookupError)
    ├── AlreadyExistsError
    ├── FailedPreconditionError
    ├── PermissionDeniedError (also a PermissionError)
    ├── UnauthenticatedError  the token is missing or is not accepted
    ├── ResourceExhaustedError the request or the answer is too large
    ├── UnimplementedError    the server does not offer this
    ├── UnavailableError      no connection, or a database behind the server is away (also a ConnectionError)
    ├── DeadlineExceededError no answer in time (also a TimeoutError)
    └── InternalError         a fault of the server, or an answer that cannot be understood
"""

from __future__ import annotations


class LarderError(Exception):
    """Whatever Larder's client raises."""


class ConfigurationError(LarderError):
    """A setting is missing or cannot be read."""


class JobFailedError(LarderError):
    """A job that was waited for failed or was cancelled; `job_id` says which."""

    def __init__(self, message: str, job_id: str) -> None:
        super().__init__(message)
        self.job_id = job_id


class JobTimeoutError(LarderError, TimeoutError):
    """A job that was waited for still runs; `job_id` says which."""

    def __init__(self, message: str, job_id: str) -> None:
        super().__init__(message)
        self.job_id = job_id


class CallError(LarderError):
    """A call did not succeed.

    Attributes:
        code: gRPC's name of the failure, such as `NOT_FOUND`.
        message: what is wrong, and with what.
        reason: for programs to compare, such as `UNKNOWN_FIELD`; empty if the server gave none.
        field: the place in the request that is at fault; empty if the server named none.
        request_id: under which the server's log tells more; empty if the server never saw the call.
    """

    code = "UNKNOWN"

    def __init__(
        self,
        message: str,
        *,
        reason: str = "",
        field: str = "",
        request_id: str = "",
        code: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.reason = reason
        self.field = field
        self.request_id = request_id
        if code is not None:
            self.code = code


class InvalidArgumentError(CallError, ValueError):
    """The arguments can never succeed as they are."""

    code = "INVALID_ARGUMENT"


class NotFoundError(CallError, LookupError):
    """There is no such project, entity, table, feature or job."""

    code = "NOT_FOUND"


class AlreadyExistsError(CallError):
    """There is one already."""

    code = "ALREADY_EXISTS"


class FailedPreconditionError(CallError):
    """The call does not fit the present state of what it is about."""

    code = "FAILED_PRECONDITION"


class PermissionDeniedError(CallError, PermissionError):
    """The caller is known and may not do this."""

    code = "PERMISSION_DENIED"


class UnauthenticatedError(CallError):
    """The token is missing or is not accepted."""

    code = "UNAUTHENTICATED"


class ResourceExhaustedError(CallError):
    """The request or the answer is too large, or a limit of the server is reached."""

    code = "RESOURCE_EXHAUSTED"


class UnimplementedError(CallError):
    """The server does not offer this."""

    code = "UNIMPLEMENTED"


class UnavailableError(CallError, ConnectionError):
    """There is no connection, or a database behind the server is away. The same call may work in a moment."""

    code = "UNAVAILABLE"


class DeadlineExceededError(CallError, TimeoutError):
    """There was no answer in time. Whether the call took effect is not known."""

    code = "DEADLINE_EXCEEDED"


class InternalError(CallError):
    """A fault of the server, or an answer that cannot be understood."""

    code = "INTERNAL"


BY_CODE: dict[str, type[CallError]] = {
    error.code: error
    for error in (
        InvalidArgumentError,
        NotFoundError,
        AlreadyExistsError,
        FailedPreconditionError,
        PermissionDeniedError,
        UnauthenticatedError,
        ResourceExhaustedError,
        UnimplementedError,
        UnavailableError,
        DeadlineExceededError,
        InternalError,
    )
}
