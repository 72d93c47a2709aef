"""A model server, small but whole: it fetches the features of each flight from Larder and lets the model decide.

    python model_server.py FOLDER_OF_THE_MODEL [PORT]        # LARDER_URL says where Larder is

    curl localhost:8000/predict -d '{"flights": [{"origin": "JFK", "dest": "BOS", "tailnum": "N516JB",
      "carrier": "B6", "hour": 18, "minute": 30, "weekday": 0, "distance": 187}]}'

answers `{"late": [0.31]}`: for each flight the probability that it leaves 15 minutes late or more. The header `Server-Timing` tells the
milliseconds that the features and the model took. A flight of which something is missing is 400, and Larder out of reach 503.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pandas as pd
from model import load
from sources import ENTITIES, REQUEST

from larder import CallError, Client, UnavailableError

_WANTED = dict.fromkeys([*ENTITIES, "carrier"], str) | {name: int for name in REQUEST if name != "carrier"}
_LONGEST_BODY = 1_000_000
_DEADLINE = 2.0  # Seconds for the features.


class ModelServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, model_folder: Path, port: int) -> None:
        self.client = Client()
        self.model, self.features, self.columns = load(model_folder)
        super().__init__(("127.0.0.1", port), _Handler)

    def predict(self, flights: list[dict[str, Any]]) -> tuple[list[float], str]:
        """For each flight the probability that it is late; and what took how long."""
        start = time.perf_counter()
        entities = [{name: flight[name] for name in ENTITIES} for flight in flights]
        answer = self.client.get_online_features(self.features, entities, timeout=_DEADLINE)
        fetched = time.perf_counter()
        rows = pd.DataFrame(flights).assign(**{name: answer.to_dict()[name] for name in self.features})
        numbers = [name for name in self.features if name != "planes:manufacturer"]
        rows = rows.astype(dict.fromkeys(numbers, "float64"))  # A feature that no flight has is otherwise of no type.
        late = self.model.predict_proba(rows[self.columns])[:, 1].tolist()
        ended = time.perf_counter()
        return late, f"features;dur={(fetched - start) * 1e3:.2f}, model;dur={(ended - fetched) * 1e3:.2f}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: ModelServer

    def do_POST(self) -> None:
        try:
            flights = self._flights()
            late, timing = self.server.predict(flights)
            self._answer(200, {"late": late}, timing)
        except ValueError as wrong:
            self._answer(400, {"error": str(wrong)})
        except UnavailableError as away:
            self._answer(503, {"error": str(away)})
        except CallError as failed:
            self._answer(500, {"error": str(failed)})

    def _flights(self) -> list[dict[str, Any]]:
        if self.path != "/predict":
            raise ValueError(f"there is no {self.path}, only /predict")
        length = int(self.headers.get("Content-Length", 0))
        if not 0 < length <= _LONGEST_BODY:
            raise ValueError(f"a body of 1 to {_LONGEST_BODY} bytes is wanted")
        body = json.loads(self.rfile.read(length))
        flights = body.get("flights") if isinstance(body, dict) else None
        if not isinstance(flights, list) or not flights:
            raise ValueError('{"flights": [{…}, …]} is wanted')
        for number, flight in enumerate(flights):
            for name, kind in _WANTED.items():
                if not isinstance(flight, dict) or type(flight.get(name)) is not kind:
                    raise ValueError(f"flights[{number}].{name} must be {kind.__name__}")
        return flights

    def _answer(self, status: int, body: dict[str, Any], timing: str = "") -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if timing:
            self.send_header("Server-Timing", timing)
        self.end_headers()
        self.wfile.write(content)

    def log_request(self, *_: Any) -> None:
        """Says nothing of requests that went well."""


if __name__ == "__main__":
    with ModelServer(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 8000) as server:
        print(f"Predictions at http://127.0.0.1:{server.server_port}/predict", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
