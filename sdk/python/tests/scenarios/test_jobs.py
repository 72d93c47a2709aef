"""Jobs, against the application and its Spark."""

from __future__ import annotations

import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from larder import (
    Client,
    Entity,
    Feature,
    FeatureTable,
    FileSource,
    InvalidArgumentError,
    JobFailedError,
    JobState,
    NotFoundError,
    ParquetFormat,
    RetrievalJob,
    UnimplementedError,
    ValueType,
)
from larder._cli.sample import write_sample
from tests.application import Application
from tests.scenarios.test_online import EXAMPLES

SECONDS = 300  # What a job may take on a busy machine.


def define(client: Client, folder: Path, **source: Any) -> FeatureTable:
    files = FileSource("event_timestamp", ParquetFormat(), folder.as_uri(), "created", **source)
    features = [Feature(kind.name.lower(), kind) for kind in EXAMPLES]
    table = FeatureTable("types", ["driver_id"], features, files, max_age=timedelta(days=2))
    client.apply([Entity("driver_id", "", ValueType.INT64), table])
    return table


def test_online_equals_historical(client: Client, tmp_path: Path) -> None:
    """All types; a later row, an older one, an outdated one, nulls, and a driver that has no row."""
    table = define(client, tmp_path / "types", date_partition_column="day")
    now = datetime.now(timezone.utc)
    names = [feature.name for feature in table.features]
    values = {kind.name.lower(): value for kind, value in EXAMPLES.items()}
    rows = [
        {"driver_id": 1, "event_timestamp": now - timedelta(hours=1), "created": now, **values},
        {"driver_id": 1, "event_timestamp": now - timedelta(hours=3), "created": now, **dict.fromkeys(names)},
        {"driver_id": 2, "event_timestamp": now - timedelta(hours=2), "created": now, **dict.fromkeys(names)},
        {"driver_id": 3, "event_timestamp": now - timedelta(days=3), "created": now, **values},
    ]
    assert client.ingest(table, rows) == 4
    assert len(list((tmp_path / "types").iterdir())) >= 2

    ingestion = client.start_offline_to_online_ingestion(table, now - timedelta(days=7), now)
    refs = [f"types:{name}" for name in names]
    entity_rows = pd.DataFrame({"driver_id": [1, 2, 3, 4], "event_timestamp": [now] * 4, "label": ["a", "b", "c", "d"]})
    retrieval = client.get_historical_features(refs, entity_rows)
    assert isinstance(retrieval, RetrievalJob)
    historical = retrieval.to_arrow(SECONDS).sort_by("driver_id")
    assert historical.column_names == ["driver_id", "event_timestamp", "label", *(f"types__{name}" for name in names)]
    assert historical["label"].to_pylist() == ["a", "b", "c", "d"]

    ingestion.wait(SECONDS)
    assert ingestion.state is JobState.DONE
    assert ingestion.progress.rows_read == 4
    assert (ingestion.progress.rows_written, ingestion.progress.rows_too_old) == (2, 1)
    online = client.get_online_features(refs, entity_rows[["driver_id"]]).to_dict()
    for name in names:
        assert online[f"types:{name}"] == historical[f"types__{name}"].to_pylist() == [values[name], None, None, None]

    listed = client.list_jobs(include_terminated=True, table_name="types")
    assert {job.id for job in listed} == {ingestion.id, retrieval.id}
    assert client.list_jobs(include_terminated=False) == []
    assert ingestion.id in client.get_job_by_id(ingestion.id).logs()


def test_a_job_reads_what_was_ingested_from_csv_whatever_the_name_of_the_folder(client: Client, tmp_path: Path) -> None:
    folder = tmp_path / "my%20data #1 ?ü+[x]{y}"
    files = FileSource("event_timestamp", ParquetFormat(), f"file://{folder}")
    features = [Feature("zip", ValueType.STRING), Feature("rating", ValueType.FLOAT)]
    client.apply([Entity("store", "", ValueType.STRING), FeatureTable("stores", ["store"], features, files)])
    rows, entity_rows = tmp_path / "rows.csv", tmp_path / "entity_rows.csv"
    rows.write_text("store,event_timestamp,zip,rating\n007,2026-01-05 10:00,01234,1.111\n1.10,2026-01-05T10:00Z,NA,2\n")
    entity_rows.write_text(
        "store,event_timestamp,valid_to\n007,2026-01-06,9999-12-31T00:00Z\n7,2026-01-06,0001-01-01T00:00Z\n"
    )
    assert client.ingest("stores", rows) == 2
    assert [path.suffix for path in folder.iterdir()] == [".parquet"]

    job = client.start_offline_to_online_ingestion("stores", "2026-01-01", "2026-02-01").wait(SECONDS)
    assert (job.progress.rows_read, job.progress.rows_written, job.progress.rows_ahead) == (2, 2, 0)
    refs = ["stores:zip", "stores:rating"]
    online = client.get_online_features(refs, {"store": ["007", "7", "1.10"]})
    assert online.to_dict() == {
        "store": ["007", "7", "1.10"],
        "stores:zip": ["01234", None, "NA"],
        "stores:rating": [1.111, None, 2.0],
    }

    historical = client.get_historical_features(refs, entity_rows).to_arrow(SECONDS).sort_by("store")
    midnight = datetime(2026, 1, 6, tzinfo=timezone.utc)
    assert historical.to_pylist() == [
        {
            "store": "007",
            "event_timestamp": midnight,
            "valid_to": datetime(9999, 12, 31, tzinfo=timezone.utc),
            "stores__zip": "01234",
            "stores__rating": pytest.approx(1.111),
        },
        {
            "store": "7",
            "event_timestamp": midnight,
            "valid_to": datetime(1, 1, 1, tzinfo=timezone.utc),
            "stores__zip": None,
            "stores__rating": None,
        },
    ]


def test_a_job_that_cannot_succeed_fails_with_its_cause(client: Client, tmp_path: Path) -> None:
    table = define(client, tmp_path / "nowhere")
    job = client.start_offline_to_online_ingestion(table, "2026-01-01", "2026-01-02")
    with pytest.raises(JobFailedError, match="nowhere"):
        job.wait(SECONDS)
    assert job.retry().state in (JobState.PENDING, JobState.RUNNING)
    assert job.cancel().wait_termination(SECONDS).name == "FAILED"


def test_schedules(client: Client, tmp_path: Path) -> None:
    define(client, tmp_path)
    schedule = client.schedule_offline_to_online_ingestion("types", 2, "30 2 * * *")
    assert (schedule.cron, schedule.days, schedule.feature_table) == ("30 2 * * *", 2, "types")
    assert schedule.next_run is not None
    assert (schedule.next_run.hour, schedule.next_run.minute) == (2, 30)
    assert client.list_schedules() == [schedule]
    client.unschedule_offline_to_online_ingestion("types")
    assert client.list_schedules() == []
    with pytest.raises(InvalidArgumentError):
        client.schedule_offline_to_online_ingestion("types", 2, "now and then")


def test_wrong_questions(client: Client, tmp_path: Path) -> None:
    table = define(client, tmp_path)
    with pytest.raises(NotFoundError):
        client.start_offline_to_online_ingestion("nothing", "2026-01-01", "2026-01-02")
    with pytest.raises(InvalidArgumentError):
        client.start_offline_to_online_ingestion(table, "2026-01-02", "2026-01-01")
    with pytest.raises(InvalidArgumentError, match="driver_id"):
        client.get_historical_features(["types:int64"], pd.DataFrame({"event_timestamp": [datetime(2026, 1, 1)]}))
    with pytest.raises(InvalidArgumentError, match="table:feature"):
        client.get_historical_features(["int64"], pd.DataFrame())
    with pytest.raises((NotFoundError, InvalidArgumentError)):
        client.get_job_by_id("nothing")
    for call in (lambda: client.start_stream_to_online_ingestion(table), client.get_health_metrics):
        with pytest.raises(UnimplementedError) as raised:
            call()
        assert raised.value.reason == "NO_STREAMS"


def test_the_sample_works_at_once(application: Application, project: str, installed: Path, tmp_path: Path) -> None:
    write_sample(tmp_path)
    process = subprocess.run(
        [str(installed / "python"), str(tmp_path / "tour.py")],
        env={
            "LARDER_URL": application.url,
            "LARDER_PROJECT": project,
            "LARDER_STAGING_LOCATION": (tmp_path / "staging").as_uri(),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=2 * SECONDS,
    )
    assert process.returncode == 0, process.stderr
    assert "490 rows ingested" in process.stdout
    assert "'driver_id': 9999, 'driver_trips:trip_count': None" in process.stdout
    assert "20 rows to learn from" in process.stdout
