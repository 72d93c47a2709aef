"""Commands of the online store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from larder._cli.session import Command, Session, command
from larder._online import FieldStatus, OnlineResponse


@click.group("online")
def online() -> None:
    """Get, write and delete online features."""


def _entities_option(function: Command) -> Command:
    return click.option(
        "-e",
        "--entity",
        "entities",
        multiple=True,
        required=True,
        metavar="NAME=VALUE,…",
        callback=lambda _c, _p, given: _columns(given),
        help="An entity and its values, one for each row; once for each entity.",
    )(function)


def _columns(given: Sequence[str]) -> dict[str, list[str]]:
    columns: dict[str, list[str]] = {}
    for one in given:
        name, sign, values = one.partition("=")
        if not sign:
            raise click.BadParameter(f"{one!r} is not NAME=VALUE,…")
        columns.setdefault(name, []).extend(values.split(","))
    lengths = {len(values) for values in columns.values()}
    if len(lengths) > 1:
        raise click.BadParameter("all entities have the same number of values")
    return columns


@command(online, "get")
@click.argument("features", metavar="TABLE:FEATURE...", nargs=-1, required=True)
@_entities_option
def get(session: Session, features: Sequence[str], entities: dict[str, list[str]]) -> None:
    """Get the newest values of features.

    A value that is not there is shown as its status, such as NOT_FOUND.

    larder online get trips:average_rating trips:trip_count_7d -e driver_id=1001,1002
    """
    wanted = [name for feature in features for name in feature.split(",") if name]
    response = session.client.get_online_features(wanted, entities)
    if session.for_people:
        session.show_rows(_rows(response, entities), [*entities, *response.feature_names])
        return
    statuses = response.statuses
    session.show(
        [
            {"values": row, "statuses": {name: statuses[name][place] for name in statuses}}
            for place, row in enumerate(response.to_rows())
        ]
    )


@command(online, "write")
@click.argument("table")
@click.argument("file", type=click.Path(exists=True))
def write(session: Session, table: str, file: str) -> None:
    """Write the rows of a Parquet or CSV file into the online store, at once and without a job."""
    result = session.client.write_rows(table, file)
    if not session.for_people:
        session.show({**vars(result), "errors": [vars(error) for error in result.errors]})
    else:
        session.say(f"{result.written} rows written, {result.older} older than stored ones, {result.too_old} too old.")
        for error in result.errors:
            session.say(f"row {error.row}: {error.message}")
    if result.errors:
        raise click.exceptions.Exit(1)


@command(online, "delete")
@click.argument("table")
@_entities_option
def delete(session: Session, table: str, entities: dict[str, list[str]]) -> None:
    """Delete rows from the online store."""
    rows = [dict(zip(entities, values, strict=True)) for values in zip(*entities.values(), strict=True)]
    deleted = session.client.delete_rows(table, rows)
    session.tell(f"{deleted} rows deleted.", deleted=deleted)


def _rows(response: OnlineResponse, entities: dict[str, list[str]]) -> list[dict[str, Any]]:
    from rich.text import Text

    rows: list[dict[str, Any]] = response.to_rows()
    for name, statuses in response.statuses.items():
        if name in entities:
            continue
        for row, status in zip(rows, statuses, strict=True):
            if status is not FieldStatus.PRESENT:
                row[name] = Text(status.name, "dim")
    return rows
