"""One server: a channel, the calls it takes, their deadlines and what is tried again."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc

from larder._errors import ConfigurationError, InvalidArgumentError
from larder._failures import failure_of
from larder._methods import ALL, Method, Request, Response

Token = str | Callable[[], str]

MAX_ATTEMPTS = 5  # gRPC allows no more.


@dataclass(frozen=True)
class Server:
    """Where a server is and how it is talked to.

    Attributes:
        url: `host:port`.
        tls: whether the connection is encrypted.
        certificate: the path of the PEM file of the authorities to trust; empty: those of the system.
        token: is sent as `authorization: Bearer …`; a function is asked before each call.
        timeout: seconds that a call may take unless it says otherwise, all attempts together.
        attempts: how often a repeatable call is made when the server is UNAVAILABLE; 1 to 5.
    """

    url: str
    tls: bool = False
    certificate: str = ""
    token: Token = ""
    timeout: float = 10.0
    attempts: int = 4


class Connection:
    """Makes calls to one server. Connects at the first call, and again whenever the connection was lost. Thread-safe."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._channel: grpc.Channel | None = None
        self._calls: dict[Method[Any, Any], Callable[..., Any]] = {}
        self._opening = threading.Lock()

    def call(
        self,
        method: Method[Request, Response],
        request: Request,
        *,
        timeout: float | None = None,
        metadata: Sequence[tuple[str, str]] = (),
    ) -> Response:
        """Makes a call and gives its answer.

        Raises:
            CallError: the subclass that says what went wrong.
        """
        call = self._calls.get(method) or self._prepare(method)
        server = self.server
        if server.token:
            token = server.token if isinstance(server.token, str) else server.token()
            metadata = (*metadata, ("authorization", f"Bearer {token}"))
        for name, text in metadata:
            if not (text.isascii() and text.isprintable()):
                raise InvalidArgumentError(f"{name.removeprefix('x-larder-')} has characters that cannot be sent")
        try:
            response: Response = call(
                request, timeout=server.timeout if timeout is None else timeout, metadata=metadata
            )
        except grpc.RpcError as error:
            raise failure_of(error, server.url, method.path) from None
        return response

    def close(self) -> None:
        """Ends the connection. Another call would open it again."""
        if self._channel is not None:
            self._channel.close()
            self._channel = None
            self._calls = {}

    def _prepare(self, method: Method[Request, Response]) -> Callable[..., Response]:
        with self._opening:
            if self._channel is None:
                self._channel = _open(self.server)
            channel = self._channel
        call: Callable[..., Response] = channel.unary_unary(
            f"/{method.path}",
            request_serializer=method.request.SerializeToString,
            response_deserializer=method.response.FromString,
        )
        self._calls[method] = call
        return call


def _open(server: Server) -> grpc.Channel:
    options: list[tuple[str, int | str]] = [
        ("grpc.max_receive_message_length", -1),
        ("grpc.initial_reconnect_backoff_ms", 100),
        # How long a connection may take to be made, in spite of the name.
        ("grpc.min_reconnect_backoff_ms", 5_000),
        ("grpc.max_reconnect_backoff_ms", 5_000),
    ]
    if server.attempts > 1:
        options.append(("grpc.service_config", _retries(server.attempts)))
    if not server.tls:
        return grpc.insecure_channel(server.url, options)
    try:
        trusted = Path(server.certificate).read_bytes() if server.certificate else None
    except OSError as error:
        raise ConfigurationError(f"cannot read the certificate {server.certificate}: {error.strerror}") from error
    return grpc.secure_channel(server.url, grpc.ssl_channel_credentials(trusted), options)


def _retries(attempts: int) -> str:
    """gRPC makes the attempts itself, within the deadline of the call."""
    names = [
        {"service": method.path.partition("/")[0], "method": method.path.partition("/")[2]}
        for method in ALL
        if method.repeatable
    ]
    policy = {
        "maxAttempts": attempts,
        "initialBackoff": "0.1s",
        "maxBackoff": "2s",
        "backoffMultiplier": 2,
        "retryableStatusCodes": ["UNAVAILABLE"],
    }
    return json.dumps({"methodConfig": [{"name": names, "retryPolicy": policy}]})
