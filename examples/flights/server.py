"""Starts Larder with everything embedded, and ends it."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from larder import Client, LarderError

ROOT = Path(__file__).resolve().parents[2]
JAR = ROOT / "target/quarkus-app/quarkus-run.jar"
_START_SECONDS = 120
_END_SECONDS = 30


@contextmanager
def running(command: list[str], log: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Runs a program beside this one. What it says is in `log`."""
    with log.open("w") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env=os.environ | environment, cwd=ROOT
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def larder(data: Path) -> Iterator[None]:
    """Larder with its data in `data`, at its usual ports if these are free. LARDER_URL and LARDER_HTTP_URL say where, for all clients."""
    if not JAR.exists():
        raise RuntimeError("Larder is not built yet: make demo STEP=1")
    http, grpc = free_port(8080), free_port(6565)
    settings = {"larder.embedded.data-dir": data, "quarkus.http.port": http, "quarkus.grpc.server.port": grpc}
    settings |= {"quarkus.http.host": "127.0.0.1", "quarkus.grpc.server.host": "127.0.0.1"}
    data.mkdir(parents=True, exist_ok=True)
    log = data / "larder.log"
    with running(
        ["java", *(f"-D{name}={value}" for name, value in settings.items()), "-jar", str(JAR)], log, {}
    ) as process:
        os.environ |= {"LARDER_URL": f"localhost:{grpc}", "LARDER_HTTP_URL": f"http://localhost:{http}"}
        with Client(attempts=1, timeout=5) as client:
            await_answer(process, log, client.version)
            for left_by_an_interrupted_tour in client.list_jobs():
                left_by_an_interrupted_tour.cancel()
        yield


def await_answer(process: subprocess.Popen[bytes], log: Path, ask) -> None:
    """Waits until a program that has just been started answers."""
    end = time.monotonic() + _START_SECONDS
    while True:
        try:
            ask()
            return
        except (LarderError, OSError):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{log} says:\n{log.read_text()[-3000:]}") from None
            time.sleep(0.1)


def free_port(wanted: int) -> int:
    """`wanted` if nobody listens there, else another one."""
    for port in (wanted, 0):
        with socket.socket() as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                one.bind(("127.0.0.1", port))
            except OSError:
                continue
            return one.getsockname()[1]
    raise OSError("no port is free")
