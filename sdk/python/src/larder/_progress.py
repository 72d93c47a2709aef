"""The progress bar of a job."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from larder._jobs import Job


def shown(steps: Iterable[Job], show: bool | None) -> Iterator[Job]:
    """The steps of a job as they come; each is drawn on standard error if `show`, or if that is a terminal and `show` is None."""
    if not is_drawn(show):
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
    console = Console(stderr=True)
    warnings: list[str] = []
    with Progress(*columns, console=console) as bar:
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
            warnings = warnings_of(job)
            yield job
    for warning in warnings:
        console.print(warning, style="yellow", markup=False, highlight=False)


def is_drawn(show: bool | None) -> bool:
    return sys.stderr.isatty() if show is None else show


def warnings_of(job: Job) -> list[str]:
    """What should not be overlooked, a line each."""
    progress = job.progress
    lines = []
    if progress.rows_ahead:
        lines.append(
            f"Rows from the future, which hide earlier ones: {progress.rows_ahead:,}. Their event time is after the start of the job; "
            "the label max_ahead of a feature table refuses such rows."
        )
    if progress.rejected_reasons:
        where = f"; they are in {progress.dead_letters}" if progress.dead_letters else ""
        lines.append(f"Rows that cannot be used: {_counts(progress.rejected_reasons)}{where}.")
    if progress.ties:
        lines.append(
            "Rows with the times of another row of their key and other values, so that their values decide which counts: "
            f"{_counts(progress.ties)}. A created timestamp tells them apart."
        )
    if progress.missing_columns:
        lines.append(
            f"Columns that files lack, and that are null there: {_counts(progress.missing_columns, ' files')}."
        )
    return [f"Warning: {line}" for line in lines]


def _counts(counts: Mapping[str, int], what: str = "") -> str:
    most_first = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} ({count:,}{what})" for name, count in most_first)


def rows_of(job: Job) -> str:
    """The rows of a job's progress, in words."""
    progress = job.progress
    counts = {
        "read": progress.rows_read,
        "written": progress.rows_written,
        "older": progress.rows_older,
        "too old": progress.rows_too_old,
        "rejected": progress.rows_rejected,
        "from the future": progress.rows_ahead,
    }
    return ", ".join(f"{count:,} {what}" for what, count in counts.items() if count)
