"""The command line, against the application."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from larder import CallError
from larder._cli import cli
from larder._cli.sample import write_sample
from tests.application import Application

Run = Callable[..., Result]


@pytest.fixture
def run(application: Application, project: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("LARDER_URL", application.url)
    monkeypatch.setenv("LARDER_HTTP_URL", application.http_url)
    monkeypatch.setenv("LARDER_PROJECT", project)

    def run(*arguments: str) -> Result:
        result = CliRunner().invoke(cli, arguments)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    write_sample(tmp_path / "sample")
    return tmp_path / "sample"


def loaded(result: Result) -> Any:
    return json.loads(result.output)


def test_apply_shows_what_changes(run: Run, sample: Path) -> None:
    dry = run("apply", "-f", str(sample), "--dry-run").output
    assert "+ feature table driver_trips created" in dry
    assert "3 changes, not made (dry run)." in dry
    assert loaded(run("entities", "list", "-o", "json")) == []
    run("apply", "-f", str(sample))
    assert "Nothing to change" in run("apply", "-f", str(sample)).output
    features = sample / "features.yaml"
    features.write_text(features.read_text().replace("604800s", "3600s"))
    assert (
        "    max_age: PT168H → PT1H\n1 change, not made (dry run)."
        in run("apply", "-f", str(features), "--dry-run").output
    )
    change = loaded(run("feature-tables", "apply", "-f", str(features), "-o", "json"))["changes"][0]
    assert change["differences"] == [{"path": "max_age", "before": "PT168H", "after": "PT1H"}]
    assert "PT168H → PT1H" in run("history", "--name", "driver_trips").output


def test_definitions_are_listed_described_and_deleted(run: Run, sample: Path) -> None:
    run("apply", "-f", str(sample))
    assert "driver_id" in run("entities", "list").output
    assert "valueType: INT64" in run("entities", "describe", "driver_id").output
    assert "trip_count, average_rating" in run("feature-tables", "list").output
    (sample / "again.json").write_text(run("feature-tables", "describe", "driver_trips", "-o", "json").output)
    assert "Nothing to change" in run("apply", "-f", str(sample / "again.json")).output
    assert run("feature-tables", "delete", "driver_trips", "--yes").exit_code == 0
    assert loaded(run("feature-tables", "list", "-o", "json")) == []
    with pytest.raises(CallError, match="deleted"):
        run("feature-tables", "describe", "driver_trips")


def test_online_rows_are_written_read_and_deleted(run: Run, sample: Path) -> None:
    run("apply", "-f", str(sample))
    assert "490 rows written" in run("online", "write", "driver_trips", str(sample / "trips.csv")).output
    shown = run("online", "get", "driver_trips:trip_count", "-e", "driver_id=1001,9999").output
    assert "NOT_FOUND" in shown
    first, second = loaded(run("online", "get", "driver_trips:trip_count", "-e", "driver_id=1001,9999", "-o", "json"))
    assert first["values"]["driver_trips:trip_count"] > 0
    assert second["statuses"] == {"driver_trips:trip_count": "NOT_FOUND"}
    assert run("online", "delete", "driver_trips", "-e", "driver_id=1001").output == "1 rows deleted.\n"


def test_doctor_finds_nothing_wrong(run: Run) -> None:
    result = run("doctor")
    assert result.exit_code == 0, result.output
    assert "All is well." in result.output
    assert {check["result"] for check in loaded(run("doctor", "-o", "json"))} <= {"ok", "warning"}


def test_doctor_knows_the_wrong_port(run: Run, application: Application) -> None:
    result = run("doctor", "--url", application.http_url.removeprefix("http://"))
    assert result.exit_code == 1
    assert "gRPC is on port 6565" in result.output


def test_jobs_are_listed_and_scheduled(run: Run, sample: Path) -> None:
    run("apply", "-f", str(sample))
    assert "No jobs." in run("jobs", "list", "-a").output
    assert loaded(run("jobs", "schedule", "driver_trips", "30 2 * * *", "-d", "2", "-o", "json"))["days"] == 2
    assert "30 2 * * *" in run("jobs", "schedules").output
    run("jobs", "unschedule", "driver_trips")
    assert "No schedules." in run("jobs", "schedules").output
