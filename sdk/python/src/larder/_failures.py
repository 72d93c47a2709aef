"""Turns the failures of gRPC into Larder's errors."""

from __future__ import annotations

import re

import grpc
from google.protobuf.message import DecodeError

from larder._errors import BY_CODE, CallError
from larder._proto.larder.client.wire_pb2 import BadRequest, ErrorInfo, Status

_DETAILS = "grpc-status-details-bin"
# gRPC says: failed to connect to all addresses; last error: UNKNOWN: ipv4:127.0.0.1:1: Failed to connect …: Connection refused
_LAST_CAUSE = re.compile(r"last error: \w+: \w+:\S+: (?:Failed to connect to remote host: )?(.*)", re.DOTALL)
_REQUEST_ID = "x-request-id"


def failure_of(error: grpc.RpcError, url: str, method: str) -> CallError:
    """The error that says what `error`, met by calling `method` at `url`, says."""
    code = error.code().name
    trailers: dict[str, str | bytes] = {item.key: item.value for item in error.trailing_metadata() or ()}
    reason, field = _details(trailers.get(_DETAILS))
    message = error.details() or f"{method} failed without saying why"
    if not reason:
        message = _friendlier(code, message, url, method)
    return BY_CODE.get(code, CallError)(
        message, reason=reason, field=field, request_id=str(trailers.get(_REQUEST_ID, "")), code=code
    )


def _details(encoded: str | bytes | None) -> tuple[str, str]:
    """The reason and the field that the details of a status carry."""
    reason = field = ""
    try:
        for detail in Status.FromString(encoded).details if isinstance(encoded, bytes) else ():
            name = detail.type_url.rpartition("/")[2]
            if name == "google.rpc.ErrorInfo":
                reason = ErrorInfo.FromString(detail.value).reason
            elif name == "google.rpc.BadRequest":
                field = next((v.field for v in BadRequest.FromString(detail.value).field_violations), "")
    except DecodeError:
        pass  # The text of the status is whole without its details.
    return reason, field


def _friendlier(code: str, message: str, url: str, method: str) -> str:
    """The texts of gRPC itself, told so that they help."""
    if "http2 header with status" in message:
        return f"{url} answers HTTP and no gRPC: is it the right port? ({message})"
    if code == "UNAVAILABLE":
        cause = _LAST_CAUSE.search(message)
        return f"cannot reach Larder at {url}: {cause[1] if cause else message}; `larder doctor` looks for the cause"
    if code == "DEADLINE_EXCEEDED":
        return f"no answer from {url} in time ({method}); a longer time can be given as timeout="
    if code == "UNIMPLEMENTED":
        return f"{url} does not offer {method}: {message}"
    return message
