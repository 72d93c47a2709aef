"""Errors, attempts, deadlines, TLS and tokens, against a server in this process."""

from __future__ import annotations

import time
from pathlib import Path

import grpc
import pytest
import trustme
from google.protobuf.message import Message

import larder
from larder import CallError, Client, DeadlineExceededError, NotFoundError, UnavailableError, UnimplementedError
from larder._errors import BY_CODE
from larder._methods import CREATE_PROJECT, LIST_PROJECTS
from larder._proto.feast.core import CoreService_pb2 as core
from larder._proto.larder.client.wire_pb2 import BadRequest, ErrorInfo, Status
from tests.unit.fake_server import FakeServer, fake_server


def projects(_request: Message, _context: grpc.ServicerContext) -> core.ListProjectsResponse:
    return core.ListProjectsResponse(projects=["default"])


def failing(code: grpc.StatusCode, details: bytes = b"") -> object:
    def answer(_request: Message, context: grpc.ServicerContext) -> Message:
        context.set_trailing_metadata((("grpc-status-details-bin", details), ("x-request-id", "r-1")))
        context.abort(code, "what is wrong")
        raise AssertionError

    return answer


def status(reason: str, field: str) -> bytes:
    message = Status(code=5, message="what is wrong")
    message.details.add(type_url="type.googleapis.com/unknown", value=b"?")
    message.details.add(
        type_url="type.googleapis.com/google.rpc.ErrorInfo", value=ErrorInfo(reason=reason).SerializeToString()
    )
    violations = BadRequest(field_violations=[BadRequest.FieldViolation(field=field)])
    message.details.add(type_url="type.googleapis.com/google.rpc.BadRequest", value=violations.SerializeToString())
    return message.SerializeToString()


def test_a_failure_has_code_reason_field_and_request_id(server: FakeServer, client: Client) -> None:
    server.answer(LIST_PROJECTS, failing(grpc.StatusCode.NOT_FOUND, status("NO_SUCH_THING", "spec.name")))  # type: ignore[arg-type]
    with pytest.raises(NotFoundError) as raised:
        client.list_projects()
    error = raised.value
    assert str(error) == error.message == "what is wrong"
    assert (error.code, error.reason, error.field, error.request_id) == (
        "NOT_FOUND",
        "NO_SUCH_THING",
        "spec.name",
        "r-1",
    )
    assert isinstance(error, LookupError)


@pytest.mark.parametrize(
    "code", [code for code in grpc.StatusCode if code is not grpc.StatusCode.OK], ids=lambda code: code.name
)
def test_every_code_is_an_error_of_larder(server: FakeServer, code: grpc.StatusCode) -> None:
    server.answer(LIST_PROJECTS, failing(code, b"\xff no status"))  # type: ignore[arg-type]
    with Client(url=server.url, attempts=1, timeout=60) as client, pytest.raises(CallError) as raised:
        client.list_projects()
    assert raised.value.code == code.name
    assert type(raised.value) is BY_CODE.get(code.name, CallError)


def test_the_tree_of_errors_is_exported() -> None:
    assert {error.__name__ for error in BY_CODE.values()} <= set(larder.__all__)


def test_what_may_be_repeated_is_tried_again_while_the_server_is_unavailable(
    server: FakeServer, client: Client
) -> None:
    def answer(request: Message, context: grpc.ServicerContext) -> Message:
        if len(server.calls) < 3:
            context.abort(grpc.StatusCode.UNAVAILABLE, "in a moment")
        return projects(request, context)

    server.answer(LIST_PROJECTS, answer)
    assert client.list_projects() == ["default"]
    assert len(server.calls) == 3


def test_attempts_are_counted(server: FakeServer) -> None:
    server.answer(LIST_PROJECTS, failing(grpc.StatusCode.UNAVAILABLE))  # type: ignore[arg-type]
    for attempts in (1, 3):
        server.calls.clear()
        with Client(url=server.url, attempts=attempts, timeout=60) as client, pytest.raises(UnavailableError):
            client.list_projects()
        assert len(server.calls) == attempts


def test_what_must_not_be_repeated_is_tried_once(server: FakeServer, client: Client) -> None:
    server.answer(CREATE_PROJECT, failing(grpc.StatusCode.UNAVAILABLE))  # type: ignore[arg-type]
    with pytest.raises(UnavailableError):
        client.create_project("p")
    assert len(server.calls) == 1


def test_the_deadline_is_of_all_attempts(server: FakeServer) -> None:
    def answer(request: Message, context: grpc.ServicerContext) -> Message:
        time.sleep(5 if context.is_active() else 0)
        return projects(request, context)

    server.answer(LIST_PROJECTS, answer)
    begin = time.monotonic()
    with Client(url=server.url, timeout=0.2) as client, pytest.raises(DeadlineExceededError) as raised:
        client.list_projects()
    assert time.monotonic() - begin < 2
    assert isinstance(raised.value, TimeoutError)


def test_a_server_that_is_not_there_is_said_to_be() -> None:
    with Client(url="127.0.0.1:1", attempts=1) as client, pytest.raises(UnavailableError) as raised:
        client.list_projects()
    assert "cannot reach Larder at 127.0.0.1:1: Connection refused" in str(raised.value)
    assert isinstance(raised.value, ConnectionError)


def test_a_call_that_the_server_does_not_have_is_named(client: Client) -> None:
    with pytest.raises(UnimplementedError, match=r"feast\.core\.CoreService/ListProjects"):
        client.list_projects()


def test_a_token_is_sent(server: FakeServer) -> None:
    server.answer(LIST_PROJECTS, projects)
    tokens = iter(["one", "two"])
    with Client(url=server.url, auth_token="fixed") as client:
        client.list_projects()
    with Client({"url": server.url, "auth_token": "of the options"}) as client:
        client.list_projects()
    with Client(url=server.url, auth_token=lambda: next(tokens)) as client:
        client.list_projects()
        client.list_projects()
    sent = [metadata["authorization"] for _, metadata in server.calls]
    assert sent == ["Bearer fixed", "Bearer of the options", "Bearer one", "Bearer two"]


def test_tls(tmp_path: Path) -> None:
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    credentials = grpc.ssl_server_credentials(
        [(certificate.private_key_pem.bytes(), b"".join(pem.bytes() for pem in certificate.cert_chain_pems))]
    )
    with fake_server(credentials) as server:
        server.answer(LIST_PROJECTS, projects)
        with Client(url=server.url, enable_ssl=True, server_ssl_cert=tmp_path / "authority.pem") as client:
            assert client.list_projects() == ["default"]
        with Client(url=server.url, enable_ssl=True, attempts=1) as client, pytest.raises(UnavailableError):
            client.list_projects()  # The system does not know the authority.
    with pytest.raises(larder.ConfigurationError, match=r"nowhere\.pem"):
        Client(url="127.0.0.1:1", enable_ssl=True, server_ssl_cert="nowhere.pem").list_projects()


def test_a_closed_client_can_be_used_again(server: FakeServer, client: Client) -> None:
    server.answer(LIST_PROJECTS, projects)
    client.list_projects()
    client.close()
    assert client.list_projects() == ["default"]
