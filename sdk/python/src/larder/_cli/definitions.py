"""Commands of the registry."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from larder._cli.session import Command, Session, command, labels_option, span
from larder._document import documents_of, from_mapping
from larder._errors import InvalidArgumentError
from larder._feature_table import FeatureTable
from larder._proto.feast.core.Entity_pb2 import Entity as EntityMessage
from larder._proto.feast.core.FeatureTable_pb2 import FeatureTable as FeatureTableMessage
from larder._proto.larder.v1.registry_pb2 import Definition
from larder._registry import Change

_SUFFIXES = (".yaml", ".yml", ".json")
_SIGNS = {"CREATED": ("+", "green"), "REVIVED": ("+", "green"), "DELETED": ("-", "red"), "ARCHIVED": ("-", "red")}
_file_option = click.option(
    "-f",
    "--filename",
    "paths",
    required=True,
    multiple=True,
    type=click.Path(exists=True, allow_dash=True, path_type=Path),
    help="A file of definitions in YAML or JSON, a folder of such files (hidden ones are passed over), or - for standard input.",
)
_dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would change and change nothing.")


def _apply(session: Session, paths: Sequence[Path], dry_run: bool) -> None:
    files = list(dict.fromkeys(file for path in paths for file in _files(path)))
    definitions = _distinct((file, definition) for file in files for definition in _read(file))
    if not definitions:
        raise InvalidArgumentError(f"there is no definition in what was given; {_counted(len(files), 'file')} read")
    # Tables come after the entities they refer to, wherever each is written.
    definitions.sort(key=lambda definition: definition.HasField("feature_table"))
    client = session.client
    session.say(f"{_counted(len(definitions), 'definition')} in {_counted(len(files), 'file')}.")
    changes = client._registry.apply(client.project, definitions, dry_run)
    if session.for_people:
        _print(session, changes, f"Nothing to change: all of {len(definitions)} are registered like this.")
        if changes:
            session.say(f"{_counted(len(changes), 'change')}{', not made (dry run)' if dry_run else ''}.")
    else:
        listed = [_as_mapping(change, dry_run) for change in changes]
        session.show({"dry_run": dry_run, "files": [str(file) for file in files], "changes": listed})


@command(None, "apply")
@_file_option
@_dry_run_option
def apply(session: Session, paths: Sequence[Path], dry_run: bool) -> None:
    """Register entities and feature tables: all of them or none."""
    _apply(session, paths, dry_run)


@command(None, "history")
@click.option("--kind", type=click.Choice(["project", "entity", "feature_table"]), default=None)
@click.option("--name", default="", help="Of one entity or feature table.")
@click.option("-n", "--limit", default=20, show_default=True, type=click.IntRange(1))
def history(session: Session, kind: str | None, name: str, limit: int) -> None:
    """Who changed what and when, newest first."""
    changes = session.client.list_changes(kind=kind or "", name=name, limit=limit)
    if session.for_people:
        _print(session, changes, "No changes.")
    else:
        session.show([_as_mapping(change, dry_run=False) for change in changes])


@click.group("projects")
def projects() -> None:
    """List, create and archive projects."""


@command(projects, "list", project=False)
def list_projects(session: Session) -> None:
    """List all projects that are not archived."""
    session.show_rows([{"name": name} for name in session.client.list_projects()], ["name"])


@command(projects, "create", project=False)
@click.argument("name")
def create_project(session: Session, name: str) -> None:
    """Create a project."""
    session.client.create_project(name)
    session.tell(f"Created project {name}.", name=name)


@command(projects, "archive", project=False)
@click.argument("name")
def archive_project(session: Session, name: str) -> None:
    """Hide a project and close it to new definitions."""
    session.client.archive_project(name)
    session.tell(f"Archived project {name}.", name=name)


@click.group("entities")
def entities() -> None:
    """Apply, describe and list entities."""


@command(entities, "list")
@labels_option
def list_entities(session: Session, labels: dict[str, str]) -> None:
    """List entities."""
    found = sorted(session.client.list_entities(labels=labels), key=lambda entity: entity.name)
    if not session.for_people:
        session.show([entity.to_dict() for entity in found])
        return
    rows = [{"name": e.name, "type": e.value_type, "description": e.description, "labels": e.labels} for e in found]
    session.show_rows(rows, ["name", "type", "description", "labels"], "No entities.")


@command(entities, "describe")
@click.argument("name")
def describe_entity(session: Session, name: str) -> None:
    """Show an entity as it would be written down."""
    session.show(session.client.get_entity(name).to_dict())


@click.group("feature-tables")
def feature_tables() -> None:
    """Apply, describe, list and delete feature tables."""


@command(feature_tables, "list")
@labels_option
def list_feature_tables(session: Session, labels: dict[str, str]) -> None:
    """List feature tables."""
    found = sorted(session.client.list_feature_tables(labels=labels), key=lambda table: table.name)
    if not session.for_people:
        session.show([table.to_dict() for table in found])
        return
    session.show_rows(
        [_table_row(table) for table in found],
        ["name", "entities", "features", "max_age", "batch_source", "stream_source", "revision"],
        "No feature tables.",
    )


@command(feature_tables, "describe")
@click.argument("name")
def describe_feature_table(session: Session, name: str) -> None:
    """Show a feature table as it would be written down."""
    session.show(session.client.get_feature_table(name).to_dict())


@command(feature_tables, "delete")
@click.argument("name")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
def delete_feature_table(session: Session, name: str, yes: bool) -> None:
    """Delete a feature table and its rows in the online store."""
    if not yes and not click.confirm(f"Delete feature table {name} and its rows in the online store?", err=True):
        raise click.exceptions.Exit(1)
    session.client.delete_feature_table(name)
    session.tell(f"Deleted feature table {name}.", name=name)


def _apply_of(group: click.Group, what: str) -> None:
    def run(session: Session, paths: Sequence[Path], dry_run: bool) -> None:
        _apply(session, paths, dry_run)

    run.__doc__ = f"Register {what}; the same as `larder apply`."
    decorated: Command = _file_option(_dry_run_option(run))
    command(group, "apply")(decorated)


_apply_of(entities, "entities")
_apply_of(feature_tables, "feature tables")


def _files(path: Path) -> list[Path]:
    """The file itself, or the files of definitions in a folder and in those below it, but not in what is hidden."""
    if not path.is_dir():
        return [path]
    files = (file for file in path.rglob("*") if file.suffix.lower() in _SUFFIXES and file.is_file())
    return sorted(file for file in files if not any(map(_is_hidden, file.relative_to(path).parts)))


def _is_hidden(name: str) -> bool:
    """Whether tools keep it for themselves, such as `.ipynb_checkpoints` or `__pycache__`."""
    return name.startswith(".") or (name.startswith("__") and name.endswith("__"))


def _distinct(given: Iterable[tuple[Path, Definition]]) -> list[Definition]:
    """The definitions without those that are there already.

    Raises:
        InvalidArgumentError: one is given twice and differently.
    """
    found: dict[tuple[str, str], tuple[Path, Definition]] = {}
    for file, definition in given:
        kind = definition.WhichOneof("kind") or ""
        name = getattr(definition, kind).name
        first, before = found.setdefault((kind, name), (file, definition))
        if before != definition:
            where = f"in {first} and in {file}" if first != file else f"twice in {file}"
            raise InvalidArgumentError(
                f"{kind.replace('_', ' ')} {name} is defined {where}, and not alike; remove one of them", field="name"
            )
    return [definition for _, definition in found.values()]


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' if count != 1 else ''}"


def _read(path: Path) -> Iterator[Definition]:
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
        for document in documents_of(text):
            yield _definition(document)
    except (InvalidArgumentError, OSError, UnicodeDecodeError) as error:
        raise InvalidArgumentError(f"{path}: {error}") from error


def _definition(document: dict[str, Any]) -> Definition:
    spec = document.get("spec")
    if not isinstance(spec, dict):
        raise InvalidArgumentError("a definition has a spec, and this has none")
    kind = document.get("kind") or ("feature_table" if "features" in spec else "entity")
    content = {"spec": spec}
    if kind == "entity":
        return Definition(entity=from_mapping(content, EntityMessage()).spec)
    if kind == "feature_table":
        return Definition(feature_table=from_mapping(content, FeatureTableMessage()).spec)
    raise InvalidArgumentError(f"kind is entity or feature_table, and this is {kind}")


def _print(session: Session, changes: Sequence[Change], nothing: str) -> None:
    from rich.text import Text

    if not changes:
        session.say(nothing)
    for change in changes:
        sign, style = _SIGNS.get(change.action, ("~", "yellow"))
        who = f"  {change.at:%Y-%m-%d %H:%M:%SZ} by {change.principal}" if change.revision and change.at else ""
        what = change.kind.lower().replace("_", " ")
        session.console.print(
            Text.assemble((f"{sign} {what} {change.name}", style), f" {change.action.lower()}", (who, "dim"))
        )
        for difference in change.differences:
            line = Text(f"    {difference.path}: ")
            if difference.before is not None:
                line.append(difference.before, "red")
                line.append(" → ")
            line.append(
                "nothing" if difference.after is None else difference.after, "green" if difference.after else "dim"
            )
            session.console.print(line)


def _as_mapping(change: Change, dry_run: bool) -> dict[str, Any]:
    mapping: dict[str, Any] = {
        "kind": change.kind.lower(),
        "name": change.name,
        "action": change.action.lower(),
        "differences": [vars(difference) for difference in change.differences],
    }
    if not dry_run:
        mapping.update(at=change.at, principal=change.principal, revision=change.revision)
    return mapping


def _table_row(table: FeatureTable) -> dict[str, Any]:
    sources = (table.batch_source, table.stream_source)
    batch, stream = (type(source).__name__.removesuffix("Source") if source else None for source in sources)
    return {
        "name": table.name,
        "entities": table.entities,
        "features": [feature.name for feature in table.features],
        "max_age": span(table.max_age),
        "batch_source": batch,
        "stream_source": stream,
        "revision": table.revision,
    }
