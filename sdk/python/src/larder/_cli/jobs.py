"""Commands of the job service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from larder._cli.session import Session, ago, command, table_of
from larder._errors import UnimplementedError
from larder._progress import is_drawn, rows_of, warnings_of

if TYPE_CHECKING:
    from larder._jobs import Job

_COLUMNS = ("id", "kind", "tables", "state", "progress", "rows", "started", "error")
_STYLES = {"RUNNING": "cyan", "DONE": "green", "FAILED": "red", "CANCELLED": "yellow"}
_NO_STREAMS = "Larder does not ingest streams yet; use a batch source."  # The server's words.
_PAUSE = 1.0  # Seconds between two looks.
_wait_option = click.option("--wait/--no-wait", default=False, help="Wait until it is done, with a progress bar.")


@click.group("jobs")
def jobs() -> None:
    """Start, watch, cancel and retry jobs."""


def _list(session: Session, table: str | None, everything: bool) -> None:
    found = session.client.list_jobs(everything, table)
    if session.for_people:
        session.show_rows(
            [_row(job) for job in found],
            _COLUMNS,
            "No jobs." if everything else "No jobs run; -a lists ended ones, too.",
        )
    else:
        session.show([_as_mapping(job) for job in found])


_table_option = click.option("-t", "--feature-table", "table", default=None, help="Only jobs that read this table.")
_all_option = click.option("-a", "--all", "everything", is_flag=True, help="Also jobs that have ended.")


@command(jobs, "list")
@_table_option
@_all_option
def list_jobs(session: Session, table: str | None, everything: bool) -> None:
    """List jobs, newest first."""
    _list(session, table, everything)


@command(jobs, "list-jobs", hidden=True)
@_table_option
@_all_option
def list_jobs_of_feast(session: Session, table: str | None, everything: bool) -> None:
    """The same as `list`, as Feast 0.9 names it."""
    _list(session, table, everything)


@command(jobs, "describe")
@click.argument("job_id")
def describe(session: Session, job_id: str) -> None:
    """Show all that is known of a job."""
    session.show(_as_mapping(session.client.get_job_by_id(job_id)))


@command(jobs, "watch", output=False)
@click.argument("job_id", required=False)
def watch(session: Session, job_id: str | None) -> None:
    """Follow a job until it ends, or all jobs of the project until none runs. Ctrl-C stops watching, not the jobs."""
    if job_id:
        finish(session, session.client.get_job_by_id(job_id), wait=True)
    else:
        _watch_all(session)


@command(jobs, "logs", output=False)
@click.argument("job_id")
@click.option("--bytes", "size", default=65_536, show_default=True, type=click.IntRange(1, 1_048_576))
def logs(session: Session, job_id: str, size: int) -> None:
    """Show the end of what the job's Spark driver wrote."""
    click.echo(session.client.get_job_by_id(job_id).logs(size), nl=False)


@command(jobs, "cancel")
@click.argument("job_ids", metavar="JOB_ID...", nargs=-1, required=True)
def cancel(session: Session, job_ids: Sequence[str]) -> None:
    """End jobs."""
    cancelled = []
    for job_id in job_ids:
        job = session.client.get_job_by_id(job_id).cancel()
        session.say(f"Job {job.id} is {job.state.name}.")
        cancelled.append(_as_mapping(job))
    if not session.for_people:
        session.show(cancelled)


@command(jobs, "retry")
@click.argument("job_id")
@_wait_option
def retry(session: Session, job_id: str, wait: bool) -> None:
    """Start a job that failed or was cancelled again."""
    finish(session, session.client.get_job_by_id(job_id).retry(), wait)


_times = (
    click.option("-t", "--feature-table", "table", required=True),
    click.option(
        "-s", "--start-time", "start", required=True, help="ISO 8601, such as 2026-01-31 or 2026-01-31T08:00Z; UTC."
    ),
    click.option("-e", "--end-time", "end", required=True, help="The first time that is not covered any more."),
)


@command(jobs, "sync-offline-to-online")
@_times[0]
@_times[1]
@_times[2]
@_wait_option
def sync_offline_to_online(session: Session, table: str, start: str, end: str, wait: bool) -> None:
    """Bring rows of the batch source into the online store."""
    finish(session, session.client.start_offline_to_online_ingestion(table, start, end), wait)


@command(jobs, "sync-batch-to-offline")
@_times[0]
@_times[1]
@_times[2]
@_wait_option
def sync_batch_to_offline(session: Session, table: str, start: str, end: str, wait: bool) -> None:
    """Replace rows of the offline store by those of the batch source."""
    finish(session, session.client.start_batch_to_offline_ingestion(table, start, end), wait)


@command(jobs, "start-stream-to-online")
@click.option("-t", "--feature-table", "table", required=True)
@click.option("-j", "--jar", "jars", multiple=True, help="Not used: the server has its own.")
def start_stream_to_online(session: Session, table: str, jars: Sequence[str]) -> None:
    """Keep the online store fresh from the stream source."""
    finish(session, session.client.start_stream_to_online_ingestion(table, jars), wait=False)


@command(jobs, "stop-stream-to-online", output=False, hidden=True)
@click.option("-t", "--feature-table", "table", required=True)
def stop_stream_to_online(session: Session, table: str) -> None:  # noqa: ARG001
    """There is no such job, since there are no streams."""
    raise UnimplementedError(_NO_STREAMS)


@command(jobs, "schedule")
@click.argument("table")
@click.argument("cron")
@click.option(
    "-d",
    "--days",
    default=1,
    show_default=True,
    type=click.IntRange(1),
    help="Days that each run covers: today and before.",
)
def schedule(session: Session, table: str, cron: str, days: int) -> None:
    """Bring rows into the online store again and again.

    CRON has five fields: minute, hour, day of month, month, day of week; in UTC, such as "30 2 * * *".
    """
    session.show(vars(session.client.schedule_offline_to_online_ingestion(table, days, cron)))


@command(jobs, "unschedule")
@click.argument("table")
def unschedule(session: Session, table: str) -> None:
    """Take the schedule of a feature table away."""
    session.client.unschedule_offline_to_online_ingestion(table)
    session.tell(f"Feature table {table} has no schedule any more.", feature_table=table)


@command(jobs, "schedules")
def schedules(session: Session) -> None:
    """List schedules."""
    rows = [vars(schedule) for schedule in session.client.list_schedules()]
    session.show_rows(rows, ["feature_table", "cron", "days", "next_run", "last_job_id"], "No schedules.")


def finish(session: Session, job: Job, wait: bool) -> None:
    """Shows a job that was started, after its end if `wait`; a job that failed is an error."""
    if wait:
        job.wait()
    if session.for_people:
        session.say(f"Job {job.id} is {job.state.name}{f' ({rows_of(job)})' if rows_of(job) else ''}.")
        for warning in [] if wait and is_drawn(None) else warnings_of(job):  # Else the progress bar told them.
            session.say(warning)
        if not wait:
            session.say(f"Follow it with: larder jobs watch {job.id}")
    else:
        session.show(_as_mapping(job))


def _watch_all(session: Session) -> None:
    import time

    from rich.live import Live

    seen: dict[str, Job] = {}
    with Live(console=session.console, auto_refresh=False) as live:
        while True:
            running = {job.id: job for job in session.client.list_jobs()}
            for job_id in seen.keys() - running.keys():
                seen[job_id].refresh()
            seen = {**running, **{job_id: job for job_id, job in seen.items() if job_id not in running}}
            live.update(table_of([_row(job) for job in seen.values()], _COLUMNS), refresh=True)
            if not running:
                break
            time.sleep(_PAUSE)
    if not seen:
        session.say("No jobs run.")


def _row(job: Job) -> dict[str, Any]:
    from rich.text import Text

    fraction = job.progress.fraction
    return {
        "id": job.id,
        "kind": job.kind.replace("_", " "),
        "tables": job.feature_tables,
        "state": Text(job.state.name, _STYLES.get(job.state.name, "")),
        "progress": "" if fraction is None else f"{fraction:.0%}",
        "rows": rows_of(job),
        "started": ago(job.started),
        "error": job.error,
    }


def _as_mapping(job: Job) -> dict[str, Any]:
    progress = dict(vars(job.progress))
    remaining = progress["remaining"]
    progress["remaining"] = remaining.total_seconds() if remaining else None
    return {
        "id": job.id,
        "project": job.project,
        "kind": job.kind,
        "feature_tables": job.feature_tables,
        "state": job.state,
        "error": job.error or None,
        "created": job.created,
        "started": job.started,
        "ended": job.ended,
        "attempts": job.attempts,
        "output_location": getattr(job, "output_location", None),
        "log_uri": job.get_log_uri() or None,
        "progress": progress,
    }
