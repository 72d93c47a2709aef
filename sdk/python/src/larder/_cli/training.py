"""Commands that write to batch sources and read training sets."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from larder._cli.jobs import finish
from larder._cli.session import Command, Session, command
from larder._errors import InvalidArgumentError
from larder._files import failures_told
from larder._jobs import RetrievalJob


@command(None, "ingest")
@click.argument("table")
@click.argument("file", type=click.Path(exists=True))
def ingest(session: Session, table: str, file: str) -> None:
    """Add the rows of a Parquet or CSV file to the batch source of a feature table."""
    rows = session.client.ingest(table, file)
    session.tell(f"Added {rows} rows to the batch source of {table}.", feature_table=table, rows=rows)


def _options(function: Command) -> Command:
    options = (
        click.option(
            "-f",
            "--features",
            required=True,
            multiple=True,
            help="table:feature, in the order of the columns; with commas or repeated.",
        ),
        click.option(
            "-e",
            "--entity-df-path",
            "entities",
            required=True,
            type=click.Path(exists=True),
            help="Parquet or CSV file with the entities and event_timestamp.",
        ),
        click.option("-d", "--destination", default=None, help="Folder that the server writes; else a new one."),
        click.option("--offline-store", is_flag=True, help="Read the offline store, not the batch sources."),
        click.option("--known-then", is_flag=True, help="Leave out what was created after the time of the entity row."),
        click.option(
            "--save", type=click.Path(dir_okay=False, path_type=Path), help="Also save it here, as .csv or .parquet."
        ),
        click.option("--wait/--no-wait", default=True, show_default=True),
    )
    for option in reversed(options):
        function = option(function)
    return function


def _training_set(
    session: Session,
    features: Sequence[str],
    entities: str,
    destination: str | None,
    offline_store: bool,
    known_then: bool,
    save: Path | None,
    wait: bool,
) -> None:
    refs = [name for given in features for name in given.split(",") if name]
    if save:
        _check_save(session, refs, save)
    job = session.client.get_historical_features(
        refs,
        entities,
        destination,
        offline_store=offline_store,
        known_then=known_then,
    )
    finish(session, job, wait or save is not None)
    session.say(f"Training set: {job.output_location}")
    if save:
        _save(job, save)
        session.say(f"Saved as {save}.")


@command(None, "training-set")
@_options
def training_set(session: Session, **options: object) -> None:
    """Build a training set: each entity row with the features as they were at its time."""
    _training_set(session, **options)  # type: ignore[arg-type]


@command(None, "get-historical-features", hidden=True)
@_options
@click.option("--entity-df-dtype", help="Not used: entities have the types that are registered.")
def get_historical_features(session: Session, entity_df_dtype: str | None, **options: object) -> None:  # noqa: ARG001
    """The same as `training-set`, as Feast 0.9 names it."""
    _training_set(session, **options)  # type: ignore[arg-type]


def _check_save(session: Session, refs: Sequence[str], path: Path) -> None:
    """Whether the training set can be saved there is asked before the job, which may take long."""
    if not os.access(path.parent, os.W_OK) or not path.parent.is_dir():
        raise InvalidArgumentError(f"cannot save {path}: {path.parent} is no folder that you may write", field="save")
    if not _is_csv(path):
        return
    features = session.client.list_features_by_ref()
    lists = [str(ref) for ref, feature in features.items() if str(ref) in refs and feature.dtype.is_list]
    if lists:
        raise InvalidArgumentError(f"CSV has no lists, and {lists[0]} is one; save it as .parquet", field="save")


def _save(job: RetrievalJob, path: Path) -> None:
    from pyarrow import csv, parquet

    table = job.to_arrow()
    with failures_told(f"save {path}; the training set is in {job.output_location}"):
        if _is_csv(path):
            csv.write_csv(table, str(path))
        else:
            parquet.write_table(table, str(path))


def _is_csv(path: Path) -> bool:
    return path.suffix.lower() == ".csv"
