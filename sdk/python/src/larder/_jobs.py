"""Jobs: how they stand, waiting for them, and what they leave."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any

from larder import _files
from larder._connection import Connection
from larder._errors import InvalidArgumentError, JobFailedError, JobTimeoutError
from larder._methods import CANCEL_JOB, GET_JOB, LIST_JOBS, LIST_SCHEDULES, READ_JOB_LOG, RETRY_JOB, START_JOB
from larder._named import NamedNumber
from larder._proto.larder.v1 import jobs_pb2 as messages
from larder._times import datetime_of

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_FIRST_PAUSE = 0.2  # Seconds between two looks at a job; it grows up to the longest.
_LONGEST_PAUSE = 2.0
_PAGE = 1_000


class JobState(NamedNumber):
    """How a job stands. The numbers are those on the wire."""

    UNSPECIFIED = 0
    PENDING = 1
    """Waits for room, or for the next attempt."""
    RUNNING = 2
    DONE = 3
    FAILED = 4
    CANCELLED = 5

    @property
    def has_ended(self) -> bool:
        return self >= JobState.DONE


class SparkJobStatus(Enum):
    """How a job stands, as Feast 0.9 says it."""

    STARTING = 0
    IN_PROGRESS = 1
    FAILED = 2
    COMPLETED = 3


_FEAST_STATUS = {
    JobState.PENDING: SparkJobStatus.STARTING,
    JobState.RUNNING: SparkJobStatus.IN_PROGRESS,
    JobState.DONE: SparkJobStatus.COMPLETED,
    JobState.FAILED: SparkJobStatus.FAILED,
    JobState.CANCELLED: SparkJobStatus.FAILED,
}


@dataclass(frozen=True)
class JobProgress:
    """What the latest attempt of a job has done so far; all are numbers of rows, but for `fraction`.

    Attributes:
        fraction: from 0 to 1; None: not known yet.
        remaining: how much longer it takes if it goes on as it did; None: not known.
        rows_read, rows_written: of the interval; that the store took, or of the training set.
        rows_rejected: cannot be used; they are in the folder `dead_letters`.
        rows_older: lost against a later row of the same entity.
        rows_too_old: had outlived the table's max age.
        snapshots: by table, that of the offline store that was written or read.
        rows_ahead: were taken although their event time is after the start of the job.
        rejected_reasons: what was wrong with rows that cannot be used, to how many of them; of a training set "table: reason".
        ties: by table, rows that had the times of another row of their key and other values.
        missing_columns: "table: column" to how many files of its source have no such column; it is null there.
    """

    fraction: float | None
    remaining: timedelta | None
    rows_read: int
    rows_written: int
    rows_rejected: int
    rows_older: int
    rows_too_old: int
    dead_letters: str
    snapshots: Mapping[str, int]
    rows_ahead: int
    rejected_reasons: Mapping[str, int]
    ties: Mapping[str, int]
    missing_columns: Mapping[str, int]


class Job:
    """A job of the server. The attributes tell how it stood when it was last asked about; `refresh` asks again."""

    def __init__(self, connection: Connection, message: messages.Job) -> None:
        self._connection = connection
        self._message = message

    @property
    def id(self) -> str:
        return self._message.id

    @property
    def project(self) -> str:
        return self._message.project

    @property
    def kind(self) -> str:
        """`batch_to_online`, `batch_to_offline` or `historical_retrieval`; empty: one that this client does not know."""
        return self._message.work.WhichOneof("kind") or ""

    @property
    def feature_tables(self) -> list[str]:
        """The tables that it reads."""
        work = self._message.work
        if self.kind == "historical_retrieval":
            return list(dict.fromkeys(name.partition(":")[0] for name in work.historical_retrieval.features))
        return [getattr(work, self.kind).feature_table] if self.kind else []

    @property
    def state(self) -> JobState:
        return JobState(self._message.state)

    @property
    def error(self) -> str:
        """Why it, or its last attempt, failed, in one line; empty: it did not."""
        return self._message.error

    @property
    def progress(self) -> JobProgress:
        message, progress = self._message, self._message.progress
        remaining = message.remaining
        return JobProgress(
            fraction=message.done if message.HasField("done") else None,
            remaining=timedelta(seconds=remaining.seconds) if message.HasField("remaining") else None,
            rows_read=progress.rows_read,
            rows_written=progress.rows_written,
            rows_rejected=progress.rows_rejected,
            rows_older=progress.rows_older,
            rows_too_old=progress.rows_too_old,
            dead_letters=progress.dead_letters,
            snapshots=dict(progress.snapshots),
            rows_ahead=progress.rows_ahead,
            rejected_reasons=dict(progress.rejected_reasons),
            ties=dict(progress.ties),
            missing_columns=dict(progress.missing_columns),
        )

    @property
    def created(self) -> datetime:
        return datetime_of(self._message.created)

    @property
    def started(self) -> datetime | None:
        """Of the latest attempt; None: it never started."""
        return datetime_of(self._message.started) if self._message.HasField("started") else None

    @property
    def ended(self) -> datetime | None:
        return datetime_of(self._message.ended) if self._message.HasField("ended") else None

    @property
    def attempts(self) -> int:
        """How often it was started."""
        return self._message.attempts

    def refresh(self) -> Job:
        """Asks how the job stands now; gives the same object."""
        self._message = self._connection.call(GET_JOB, messages.GetJobRequest(job_id=self.id))
        return self

    def wait(self, timeout: float | None = None, *, progress: bool | None = None) -> Job:
        """Waits until the job is done; gives the same object.

        Args:
            timeout: seconds; None: as long as it takes.
            progress: whether to show a progress bar; None: if standard error is a terminal.

        Raises:
            JobFailedError: it failed or was cancelled.
            JobTimeoutError: it still runs. It goes on.
        """
        from larder._progress import shown

        for _ in shown(self.follow(timeout), progress):
            pass
        if self.state is not JobState.DONE:
            cause = self.error or "it was cancelled"
            raise JobFailedError(f"job {self.id} is {self.state.name}: {cause}", self.id)
        return self

    def follow(self, timeout: float | None = None) -> Iterator[Job]:
        """The same object again and again, refreshed, until the job has ended."""
        deadline = None if timeout is None else time.monotonic() + timeout
        pause = _FIRST_PAUSE
        yield self.refresh()
        while not self.state.has_ended:
            if deadline is not None and time.monotonic() + pause > deadline:
                raise JobTimeoutError(f"job {self.id} is still {self.state.name} after {timeout:g} s", self.id)
            time.sleep(pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE)
            yield self.refresh()

    def cancel(self) -> Job:
        """Ends the job. One that has ended stays as it is."""
        self._message = self._connection.call(CANCEL_JOB, messages.CancelJobRequest(job_id=self.id))
        return self

    def retry(self) -> Job:
        """Starts a job that failed or was cancelled again, under the same id."""
        self._message = self._connection.call(RETRY_JOB, messages.RetryJobRequest(job_id=self.id))
        return self

    def logs(self, max_bytes: int = 65_536) -> str:
        """The last whole lines of what the job's Spark driver wrote, up to `max_bytes` (1 to 1 048 576)."""
        return self._connection.call(READ_JOB_LOG, messages.ReadJobLogRequest(job_id=self.id, max_bytes=max_bytes)).text

    # As Feast 0.9 names them.

    def get_id(self) -> str:
        return self.id

    def get_status(self) -> SparkJobStatus:
        """How the job stands now."""
        return _FEAST_STATUS[self.refresh().state]

    def get_start_time(self) -> datetime:
        """When the latest attempt started; before the first one, when the job was written down."""
        return self.started or self.created

    def get_feature_table(self) -> str:
        """The table that an ingestion reads."""
        return self.feature_tables[0]

    def get_log_uri(self) -> str:
        return self._message.log_uri

    def get_error_message(self) -> str:
        return self.error

    def get_hash(self) -> str:
        """Equal for two jobs that do the same with the same definitions."""
        return self._message.hash

    def wait_termination(self, timeout_sec: float | None = None) -> SparkJobStatus:
        """Waits until the job has ended, well or not.

        Raises:
            JobTimeoutError: it still runs.
        """
        for _ in self.follow(timeout_sec):
            pass
        return _FEAST_STATUS[self.state]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id} {self.kind} {','.join(self.feature_tables)} {self.state.name}>"


class RetrievalJob(Job):
    """A job that builds a training set: one row for each entity row, with all its columns, then `table__feature` for each feature."""

    @property
    def output_location(self) -> str:
        """The folder of the files. They are there when the job is done."""
        return self._message.work.historical_retrieval.output_location

    def get_output_file_uri(self, timeout_sec: float | None = None, block: bool = True) -> str | None:
        """The folder of the files, once the job is done. Without `block`: None while it is not."""
        if block:
            self.wait(timeout_sec)
        elif self.refresh().state is not JobState.DONE:
            return None
        return self.output_location

    def to_arrow(self, timeout: float | None = None) -> pa.Table:
        """Waits until the job is done and reads the training set. Its times are in UTC and exact to the microsecond."""
        output_format = self._message.work.historical_retrieval.output_format or "parquet"
        if output_format != "parquet":
            raise InvalidArgumentError(f"only Parquet can be read here, and {self.output_location} is {output_format}")
        self.wait(timeout)
        return _files.read(self.output_location)

    def to_pandas(self, timeout: float | None = None) -> pd.DataFrame:
        """Waits until the job is done and reads the training set (extra `pandas`)."""
        import pandas as pd
        import pyarrow as pa

        table = self.to_arrow(timeout)
        try:
            frame: pd.DataFrame = table.to_pandas()
        except pa.ArrowInvalid:  # Before release 2 pandas has no times outside 1677 to 2262, but Python has.
            frame = pd.DataFrame({name: _series(table[name]) for name in table.column_names})
        return frame


def _series(column: pa.ChunkedArray) -> Any:
    import pyarrow as pa

    try:
        return column.to_pandas()
    except pa.ArrowInvalid:
        return column.to_pandas(timestamp_as_object=True)


@dataclass(frozen=True)
class Schedule:
    """An ingestion into the online store that is started again and again.

    Attributes:
        cron: minute, hour, day of month, month, day of week; in UTC.
        days: whole days of event time, in UTC, that each run covers: today and the days before it.
        next_run: in UTC.
        last_job_id: the job of the latest run; empty: there was none.
    """

    project: str
    feature_table: str
    cron: str
    days: int
    next_run: datetime | None = None
    last_job_id: str = ""


def start_job(connection: Connection, project: str, work: messages.JobWork) -> Job:
    return job_of(connection, connection.call(START_JOB, messages.StartJobRequest(project=project, work=work)))


def job_of(connection: Connection, message: messages.Job) -> Job:
    kind = RetrievalJob if message.work.HasField("historical_retrieval") else Job
    return kind(connection, message)


def get_job(connection: Connection, job_id: str) -> Job:
    return job_of(connection, connection.call(GET_JOB, messages.GetJobRequest(job_id=job_id)))


def list_jobs(connection: Connection, project: str, feature_table: str, include_ended: bool) -> list[Job]:
    found: list[Job] = []
    token = ""
    while True:
        page = connection.call(
            LIST_JOBS,
            messages.JobFilter(
                project=project,
                feature_table=feature_table,
                include_ended=include_ended,
                page_size=_PAGE,
                page_token=token,
            ),
        )
        found += [job_of(connection, message) for message in page.jobs]
        token = page.next_page_token
        if not token:
            return found


def schedule_of(message: messages.Schedule) -> Schedule:
    next_run = datetime_of(message.next_run) if message.HasField("next_run") else None
    return Schedule(message.project, message.feature_table, message.cron, message.days, next_run, message.last_job_id)


def list_schedules(connection: Connection, project: str) -> list[Schedule]:
    answer = connection.call(LIST_SCHEDULES, messages.ListSchedulesRequest(project=project))
    return [schedule_of(message) for message in answer.schedules]
