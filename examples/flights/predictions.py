"""Asks the model server, as the backend of an airport would."""

from __future__ import annotations

import http.client
import json
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from server import await_answer, free_port, running
from sources import ENTITIES, REQUEST

MEASURED = 1_000
_WARM_UP = 100
_PROGRAM = Path(__file__).resolve().with_name("model_server.py")


@dataclass(frozen=True)
class Answer:
    """The probability that a flight is late; and the milliseconds that the answer took, and that its features took of them."""

    late: float
    total: float
    features: float


@contextmanager
def model_server(model: Path, log: Path) -> Iterator[http.client.HTTPConnection]:
    """Runs the model server, and gives a connection to it."""
    port = free_port(8000)
    command = [sys.executable, str(_PROGRAM), str(model), str(port)]
    one_core = {"OMP_NUM_THREADS": "1"}  # More do not pay for one row.
    with (
        running(command, log, one_core) as process,
        closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection,
    ):
        await_answer(process, log, connection.connect)
        yield connection


def ask(connection: http.client.HTTPConnection, flight: dict[str, Any]) -> Answer:
    body = json.dumps({"flights": [{name: flight[name] for name in [*ENTITIES, *REQUEST]}]})
    begin = time.perf_counter()
    connection.request("POST", "/predict", body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    content = response.read()
    total = (time.perf_counter() - begin) * 1e3
    if response.status != 200:
        raise RuntimeError(f"the model server answers {response.status}: {content.decode()}")
    features = response.headers["Server-Timing"].partition("features;dur=")[2].partition(",")[0]
    return Answer(json.loads(content)["late"][0], total, float(features))


def measure(connection: http.client.HTTPConnection, flights: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """The milliseconds, p50 and p99, of predictions one after the other."""
    asked = flights.sample(_WARM_UP + MEASURED, replace=True).to_dict("records")
    answers = [ask(connection, flight) for flight in asked][_WARM_UP:]
    return {
        "prediction": _percentiles([answer.total for answer in answers]),
        "of it the features": _percentiles([answer.features for answer in answers]),
    }


def _percentiles(values: list[float]) -> tuple[float, float]:
    hundredths = statistics.quantiles(values, n=100)
    return hundredths[49], hundredths[98]
