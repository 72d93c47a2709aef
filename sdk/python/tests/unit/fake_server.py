"""A gRPC server in this process that answers what a test says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import grpc
from google.protobuf.message import Message

from larder._methods import Method, Request, Response

Answer = Callable[[bytes, grpc.ServicerContext], bytes]


class FakeServer(grpc.GenericRpcHandler):
    """Answers calls by their paths; `calls` says what was called, with which metadata."""

    def __init__(self) -> None:
        self.url = ""
        self.calls: list[tuple[str, dict[str, str | bytes]]] = []
        self._answers: dict[str, Answer] = {}

    def answer(
        self, method: Method[Request, Response], answer: Callable[[Request, grpc.ServicerContext], Message]
    ) -> None:
        def run(request: bytes, context: grpc.ServicerContext) -> bytes:
            return answer(method.request.FromString(request), context).SerializeToString()

        self._answers[method.path] = run

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler[bytes, bytes] | None:
        path = handler_call_details.method.removeprefix("/")
        metadata = {item[0]: item[1] for item in handler_call_details.invocation_metadata}
        self.calls.append((path, metadata))
        answer = self._answers.get(path)
        return grpc.unary_unary_rpc_method_handler(answer) if answer else None


@contextmanager
def fake_server(credentials: grpc.ServerCredentials | None = None) -> Iterator[FakeServer]:
    fake = FakeServer()
    server = grpc.server(ThreadPoolExecutor(4), handlers=[fake])
    place = "127.0.0.1:0"
    port = server.add_secure_port(place, credentials) if credentials else server.add_insecure_port(place)
    fake.url = f"127.0.0.1:{port}"
    server.start()
    try:
        yield fake
    finally:
        server.stop(None).wait()
