"""The progress bar of a job."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from larder._jobs import Job


def shown(steps: Iterable[Job], show: bool | None) -> Iterator[Job]:
    """The steps of a job as they come; each is drawn on standard error if `show`, or if that is a terminal and `show` is None."""
    if not (sys.stderr.isatty() if show is None else show):
        yield from steps
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[rows]}", style="dim"),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=None, rows="")
        for job in steps:
            what = f"{job.kind.replace('_', ' ')} {', '.join(job.feature_tables)}: {job.state.name.lower()}"
            fraction = 1.0 if job.state.name == "DONE" else job.progress.fraction
            bar.update(
                task,
                description=what,
                total=None if fraction is None else 1.0,
                completed=fraction or 0.0,
                rows=rows_of(job),
            )
            yield job


def rows_of(job: Job) -> str:
    """The rows of a job's progress, in words."""
    progress = job.progress
    counts = {
        "read": progress.rows_read,
        "written": progress.rows_written,
        "older": progress.rows_older,
        "too old": progress.rows_too_old,
        "rejected": progress.rows_rejected,
    }
    return ", ".join(f"{count:,} {what}" for what, count in counts.items() if count)
