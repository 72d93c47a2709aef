"""What all tests share: the packaged application, and clients of it."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from larder import Client, LarderError

REPOSITORY = Path(__file__).resolve().parents[3]
JAR = REPOSITORY / "target/quarkus-app/quarkus-run.jar"
START_SECONDS = 60


@dataclass(frozen=True)
class Application:
    """The application as it runs for these tests."""

    url: str
    http_url: str


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith(("LARDER_", "FEAST_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LARDER_CONFIG", str(tmp_path / "larder-config"))


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """The packaged application with its embedded servers, in a folder of its own. Started once."""
    if not JAR.exists():
        pytest.fail(f"{JAR} is missing; build it with: mvn package -DskipTests")
    folder = tmp_path_factory.mktemp("application")
    http, grpc = free_ports(2)
    log = folder / "application.log"
    command = [
        "java",
        f"-Dlarder.embedded.data-dir={folder / 'data'}",
        f"-Dquarkus.http.port={http}",
        "-Dquarkus.http.host=127.0.0.1",
        f"-Dquarkus.grpc.server.port={grpc}",
        "-Dquarkus.grpc.server.host=127.0.0.1",
        "-jar",
        str(JAR),
    ]
    with log.open("w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, cwd=folder)
    try:
        application = Application(f"127.0.0.1:{grpc}", f"http://127.0.0.1:{http}")
        _await_start(process, application, log)
        yield application
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def _await_start(process: subprocess.Popen[bytes], application: Application, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    with Client(url=application.url, attempts=1) as client:
        while True:
            try:
                client.version()
                return
            except LarderError:
                if process.poll() is not None or time.monotonic() > end:
                    pytest.fail(f"the application did not start:\n{log.read_text()}")
                time.sleep(0.2)


@pytest.fixture
def project() -> str:
    """The name of a project that no other test uses."""
    return f"p{uuid.uuid4().hex[:12]}"


@pytest.fixture
def client(application: Application, project: str) -> Iterator[Client]:
    """A client in a project of its own."""
    with Client(url=application.url, project=project) as client:
        yield client
