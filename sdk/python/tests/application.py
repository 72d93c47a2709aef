"""The packaged application, run for tests and benchmarks."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from larder import Client, LarderError

JAR = Path(__file__).resolve().parents[3] / "target/quarkus-app/quarkus-run.jar"
START_SECONDS = 120
END_SECONDS = 30


@dataclass(frozen=True)
class Application:
    """Where the application answers."""

    url: str
    http_url: str


@contextmanager
def running_application(folder: Path) -> Iterator[Application]:
    """Runs the application with its embedded servers and all its data in `folder`, on free ports."""
    if not JAR.exists():
        raise FileNotFoundError(f"{JAR} is missing; `make test-python` builds it")
    http, grpc = free_ports(2)
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
    log = folder / "application.log"
    with log.open("w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, cwd=folder)
    try:
        application = Application(f"127.0.0.1:{grpc}", f"http://127.0.0.1:{http}")
        _await_start(process, application, log)
        yield application
    finally:
        process.terminate()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _await_start(process: subprocess.Popen[bytes], application: Application, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    with Client(url=application.url, attempts=1) as client:
        while True:
            try:
                client.version()
                return
            except LarderError:
                if process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"the application did not start:\n{log.read_text()}") from None
                time.sleep(0.2)
