"""Waiting for jobs, against a job service in this process."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from larder import (
    Client,
    FeatureTable,
    FileSource,
    JobFailedError,
    JobState,
    JobTimeoutError,
    ParquetFormat,
    RetrievalJob,
    SparkJobStatus,
)
from larder import _jobs as module
from larder._methods import GET_JOB, GET_TABLE, HEALTH_METRICS, LIST_JOBS, READ_JOB_LOG, START_JOB
from larder._proto.feast.core import CoreService_pb2 as core
from larder._proto.feast_spark.api import JobService_pb2 as spark_jobs
from larder._proto.larder.v1 import jobs_pb2 as jobs
from tests.unit.fake_server import FakeServer

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


def test_health_metrics_are_two_lists(server: FakeServer, client: Client) -> None:
    def answer(request: spark_jobs.GetHealthMetricsRequest, _context: object) -> spark_jobs.GetHealthMetricsResponse:
        assert (request.project, list(request.table_names)) == ("default", ["a", "b"])
        return spark_jobs.GetHealthMetricsResponse(passed=["a"], failed=["b"])

    server.answer(HEALTH_METRICS, answer)
    assert client.get_health_metrics(table_names=["a", "b"]) == {"passed": ["a"], "failed": ["b"]}
