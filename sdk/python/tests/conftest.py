"""What all tests share: the application, and clients of it."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from larder import Client
from tests.application import Application, running_application


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith(("LARDER_", "FEAST_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LARDER_CONFIG", str(tmp_path / "larder-config"))


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """The application. Started once for all tests."""
    with running_application(tmp_path_factory.mktemp("application")) as application:
        yield application


@pytest.fixture
def project() -> str:
    """The name of a project that no other test uses."""
    return f"p{uuid.uuid4().hex[:12]}"


@pytest.fixture
def client(application: Application, project: str) -> Iterator[Client]:
    """A client in a project of its own."""
    with Client(url=application.url, project=project, timeout=60) as client:  # The machine may be busy.
        yield client
