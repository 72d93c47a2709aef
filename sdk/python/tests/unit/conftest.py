from __future__ import annotations

from collections.abc import Iterator

import pytest

from larder import Client
from tests.unit.fake_server import FakeServer, fake_server


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with fake_server() as server:
        yield server


@pytest.fixture
def client(server: FakeServer) -> Iterator[Client]:
    with Client(url=server.url, timeout=60) as client:  # The machine may be busy.
        yield client
