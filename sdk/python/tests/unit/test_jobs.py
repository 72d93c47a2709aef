"""Waiting for jobs, against a job service in this process."""

from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from click.testing import CliRunner
from pyarrow import parquet

from larder import (
    Client,
    FeatureTable,
    FieldStatus,
    FileSource,
    JobFailedError,
    JobState,
    JobTimeoutError,
    ParquetFormat,
    RetrievalJob,
    SparkJobStatus,
    ValueType,
)
from larder import _jobs as module
from larder._cli import cli
from larder._cli.training import _save
from larder._given import given
from larder._methods import (
    GET_JOB,
    GET_TABLE,
    HEALTH,
    HEALTH_METRICS,
    LIST_JOBS,
    LIST_PROJECTS,
    READ_JOB_LOG,
    START_JOB,
)
from larder._proto.feast.core import CoreService_pb2 as core
from larder._proto.feast_spark.api import JobService_pb2 as spark_jobs
from larder._proto.larder.client.wire_pb2 import HealthCheckResponse
from larder._proto.larder.v1 import jobs_pb2 as jobs
from tests.unit.fake_server import FakeServer

NOON = datetime(2026, 1, 31, 12, tzinfo=timezone.utc)
WORK = jobs.JobWork(batch_to_online=jobs.IngestionWork(feature_table="trips"))


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FIRST_PAUSE", 0.001)


def answer_states(server: FakeServer, *states: int, error: str = "") -> None:
    """Answers these states one after the other; the last one for ever."""
    left = list(states)

    def job(_request: object, _context: object) -> jobs.Job:
        state = left.pop(0) if len(left) > 1 else left[0]
        message = jobs.Job(id="j-1", work=WORK, error=error, done=0.5)
        message.state = state  # type: ignore[assignment]
        message.progress.rows_read = 7
        return message

    server.answer(GET_JOB, job)
    server.answer(START_JOB, job)


def test_a_job_is_waited_for(server: FakeServer, client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    answer_states(server, jobs.Job.PENDING, jobs.Job.PENDING, jobs.Job.RUNNING, jobs.Job.DONE)
    job = client.start_offline_to_online_ingestion("trips", "2026-01-01", "2026-01-02")
    assert job.state.name == "PENDING"
    assert job.wait() is job
    assert job.state is JobState.DONE
    assert (job.kind, job.feature_tables, job.progress.rows_read, job.progress.fraction) == (
        "batch_to_online",
        ["trips"],
        7,
        0.5,
    )
    assert capsys.readouterr().err == "", "no progress bar where there is no terminal"


def test_a_progress_bar_is_drawn(server: FakeServer, client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    answer_states(server, jobs.Job.RUNNING, jobs.Job.DONE)
    client.get_job_by_id("j-1").wait(progress=True)
    assert "batch to online trips: done" in capsys.readouterr().err


@pytest.mark.parametrize(("state", "text"), [(jobs.Job.FAILED, "no column"), (jobs.Job.CANCELLED, "CANCELLED")])
def test_a_job_that_failed_is_an_error(server: FakeServer, client: Client, state: int, text: str) -> None:
    answer_states(server, jobs.Job.RUNNING, state, error="no column" if state == jobs.Job.FAILED else "")
    with pytest.raises(JobFailedError, match=text) as raised:
        client.get_job_by_id("j-1").wait()
    assert raised.value.job_id == "j-1"


def test_a_job_that_still_runs_is_an_error_when_the_time_is_over(server: FakeServer, client: Client) -> None:
    answer_states(server, jobs.Job.RUNNING)
    with pytest.raises(JobTimeoutError, match="still RUNNING"):
        client.get_job_by_id("j-1").wait(timeout=0.05)


def test_the_state_of_a_job_is_shown_by_its_name(server: FakeServer, client: Client) -> None:
    answer_states(server, jobs.Job.DONE)
    job = client.get_job_by_id("j-1")
    assert (str(job.state), f"{job.state}", f"{job.state:>6}", f"{job.state:d}", int(job.state)) == (
        *("DONE", "DONE", "  DONE", "3"),
        3,
    )
    assert (str(ValueType.INT64_LIST), f"{FieldStatus.NOT_FOUND}") == ("INT64_LIST", "NOT_FOUND")


def odd_job(number: int, state: Any = jobs.Job.DONE, table: str = "trips") -> jobs.Job:
    work = jobs.JobWork(batch_to_online=jobs.IngestionWork(feature_table=table))
    message = jobs.Job(id=f"j-{number}", work=work, state=state)
    progress = message.progress
    progress.rows_ahead = 1_200
    progress.rows_rejected = 5
    progress.dead_letters = "file:///dead/j-1"
    progress.rejected_reasons.update({"v cannot be read as INT64": 2, "the event time is null": 3})
    progress.ties["trips"] = 4
    progress.missing_columns["trips: rating"] = 2
    return message


WARNINGS = [
    "Warning: Rows from the future, which hide earlier ones: 1,200. Their event time is after the start of the job; "
    "the label max_ahead of a feature table refuses such rows.",
    "Warning: Rows that cannot be used: the event time is null (3), v cannot be read as INT64 (2); they are in file:///dead/j-1.",
    "Warning: Rows with the times of another row of their key and other values, so that their values decide which counts: "
    "trips (4). A created timestamp tells them apart.",
    "Warning: Columns that files lack, and that are null there: trips: rating (2 files).",
]


def test_what_a_report_counts_is_told_after_the_end(
    server: FakeServer, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    server.answer(GET_JOB, lambda _request, _context: odd_job(1))
    job = client.get_job_by_id("j-1")
    progress = job.progress
    assert (progress.rows_ahead, progress.ties, progress.missing_columns) == (1_200, {"trips": 4}, {"trips: rating": 2})
    assert progress.rejected_reasons == {"v cannot be read as INT64": 2, "the event time is null": 3}
    job.wait(progress=True)
    told = " ".join(capsys.readouterr().err.split())
    for warning in WARNINGS:
        assert warning in told
    watched = CliRunner().invoke(cli, ["jobs", "watch", "j-1", "--url", server.url])
    assert watched.output.splitlines() == [
        "Job j-1 is DONE (5 rejected, 1,200 from the future).",
        *WARNINGS,
    ]
    described = CliRunner().invoke(cli, ["jobs", "describe", "j-1", "--url", server.url, "-o", "json"])
    assert json.loads(described.output)["progress"]["rejected_reasons"]["the event time is null"] == 3


def test_the_doctor_tells_tables_whose_last_load_took_rows_from_the_future(server: FakeServer) -> None:
    well = jobs.Job(
        id="j-0", work=jobs.JobWork(batch_to_online=jobs.IngestionWork(feature_table="mended")), state=jobs.Job.DONE
    )
    running = odd_job(5, jobs.Job.RUNNING, "mended")
    page = jobs.JobPage(jobs=[running, well, odd_job(1, table="mended"), odd_job(2), odd_job(3)])
    server.answer(LIST_JOBS, lambda _request, _context: page)
    server.answer(LIST_PROJECTS, lambda _request, _context: core.ListProjectsResponse(projects=["default"]))
    server.answer(HEALTH, lambda _request, _context: HealthCheckResponse(status=HealthCheckResponse.SERVING))
    findings = json.loads(CliRunner().invoke(cli, ["doctor", "--url", server.url, "-o", "json"]).output)
    (found,) = [finding for finding in findings if finding["check"] == "rows from the future"]
    assert found["result"] == "warning"
    assert found["detail"].endswith("still to come: trips (online store) 1,200, job j-2")
    assert "max_ahead" in found["remedy"]


def test_names_of_feast(server: FakeServer, client: Client) -> None:
    answer_states(server, jobs.Job.RUNNING, jobs.Job.FAILED, error="why")
    job = client.get_job_by_id("j-1")
    assert job.wait_termination(10) is SparkJobStatus.FAILED
    assert (job.get_id(), job.get_error_message(), job.get_feature_table()) == ("j-1", "why", "trips")
    assert job.get_status() is SparkJobStatus.FAILED


def test_all_pages_of_jobs_are_listed(server: FakeServer, client: Client) -> None:
    retrieval = jobs.JobWork(
        historical_retrieval=jobs.RetrievalWork(features=["a:x", "b:y", "a:z"], output_location="file:///o")
    )

    def page(request: jobs.JobFilter, _context: object) -> jobs.JobPage:
        assert (request.project, request.feature_table, request.include_ended) == ("default", "a", True)
        if request.page_token:
            return jobs.JobPage(jobs=[jobs.Job(id="2", work=WORK)])
        return jobs.JobPage(jobs=[jobs.Job(id="1", work=retrieval)], next_page_token="next")

    server.answer(LIST_JOBS, page)
    first, second = client.list_jobs(include_terminated=True, table_name="a")
    assert isinstance(first, RetrievalJob)
    assert (first.feature_tables, first.output_location) == (["a", "b"], "file:///o")
    assert not isinstance(second, RetrievalJob)


def test_logs(server: FakeServer, client: Client) -> None:
    answer_states(server, jobs.Job.DONE)
    server.answer(READ_JOB_LOG, lambda request, _context: jobs.JobLog(text=f"{request.job_id} {request.max_bytes}\n"))
    assert client.get_job_by_id("j-1").logs(100) == "j-1 100\n"


def test_a_training_set_is_opened_in_the_spark_of_this_process(
    server: FakeServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a Spark that tells what it was asked: the real one is no dependency of the tests."""
    read = SimpleNamespace(parquet=lambda location: f"frame of {location}")
    builder = SimpleNamespace(getOrCreate=lambda: SimpleNamespace(read=read))
    spark = SimpleNamespace(SparkSession=SimpleNamespace(builder=builder))
    monkeypatch.setitem(sys.modules, "pyspark", SimpleNamespace(sql=spark))
    monkeypatch.setitem(sys.modules, "pyspark.sql", spark)
    work = jobs.JobWork(historical_retrieval=jobs.RetrievalWork(output_location="file:///set"))
    table = core.GetFeatureTableResponse(table=FeatureTable("trips", ["driver_id"], []).to_proto())
    server.answer(GET_TABLE, lambda _request, _context: table)
    server.answer(START_JOB, lambda _request, _context: jobs.Job(id="j-1", work=work, state=jobs.Job.PENDING))
    server.answer(GET_JOB, lambda _request, _context: jobs.Job(id="j-1", work=work, state=jobs.Job.DONE))
    rows = FileSource("event_timestamp", ParquetFormat(), "file:///rows")
    assert client.get_historical_features_df(["trips:count"], rows) == "frame of file:///set"


@pytest.fixture
def training_set(server: FakeServer, client: Client, tmp_path: Path) -> RetrievalJob:
    """A job that is done, and has written what Spark would."""
    utc = pa.timestamp("us", "UTC")
    times = pa.array([NOON, NOON + timedelta(microseconds=1)], utc)
    far = pa.array([datetime(9999, 12, 31), datetime(1, 1, 1)], utc)
    folder = tmp_path / "set 1#"
    folder.mkdir()
    (folder / "_SUCCESS").write_bytes(b"")
    parquet.write_table(
        pa.table({"driver_id": [1, 2], "event_timestamp": times, "valid_to": far, "trips__count": [5, None]}),
        folder / "part-0.parquet",
    )
    work = jobs.JobWork(historical_retrieval=jobs.RetrievalWork(output_location=f"file://{folder}"))
    server.answer(GET_JOB, lambda _request, _context: jobs.Job(id="j-1", work=work, state=jobs.Job.DONE))
    job = client.get_job_by_id("j-1")
    assert isinstance(job, RetrievalJob)
    return job


def test_a_training_set_is_merged_with_its_entity_rows(training_set: RetrievalJob) -> None:
    frame = training_set.to_pandas()
    assert str(frame.dtypes["event_timestamp"]) in ("datetime64[us, UTC]", "datetime64[ns, UTC]")
    for unit in ("us", "ns"):
        rows = pd.DataFrame(
            {"driver_id": [2, 1], "event_timestamp": [NOON + timedelta(microseconds=1), NOON], "y": [7, 8]}
        )
        rows["event_timestamp"] = rows["event_timestamp"].astype(f"datetime64[{unit}, UTC]")
        merged = frame.merge(rows, on=["driver_id", "event_timestamp"])
        assert merged[["driver_id", "y"]].to_numpy().tolist() == [[1, 8], [2, 7]]


def test_a_training_set_keeps_all_years(training_set: RetrievalJob) -> None:
    far = [datetime(9999, 12, 31, tzinfo=timezone.utc), datetime(1, 1, 1, tzinfo=timezone.utc)]
    assert training_set.to_arrow()["valid_to"].to_pylist() == far
    frame = training_set.to_pandas()
    assert [time.to_pydatetime() if hasattr(time, "to_pydatetime") else time for time in frame["valid_to"]] == far


def test_a_training_set_is_saved_with_zones_and_microseconds(training_set: RetrievalJob, tmp_path: Path) -> None:
    _save(training_set, tmp_path / "set.csv")
    assert (tmp_path / "set.csv").read_text().splitlines() == [
        '"driver_id","event_timestamp","valid_to","trips__count"',
        "1,2026-01-31 12:00:00.000000Z,9999-12-31 00:00:00.000000Z,5",
        "2,2026-01-31 12:00:00.000001Z,0001-01-01 00:00:00.000000Z,",
    ]
    _save(training_set, tmp_path / "set.parquet")
    assert parquet.read_table(tmp_path / "set.parquet").equals(training_set.to_arrow())
    again = given(tmp_path / "set.csv")
    assert again.times("event_timestamp", "").to_pylist() == [NOON, NOON + timedelta(microseconds=1)]


def test_health_metrics_are_two_lists(server: FakeServer, client: Client) -> None:
    def answer(request: spark_jobs.GetHealthMetricsRequest, _context: object) -> spark_jobs.GetHealthMetricsResponse:
        assert (request.project, list(request.table_names)) == ("default", ["a", "b"])
        return spark_jobs.GetHealthMetricsResponse(passed=["a"], failed=["b"])

    server.answer(HEALTH_METRICS, answer)
    assert client.get_health_metrics(table_names=["a", "b"]) == {"passed": ["a"], "failed": ["b"]}
