"""What every command needs: a client, and a way to show things."""

from __future__ import annotations

import functools
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any

import click

from larder._client import Client
from larder._document import to_yaml

if TYPE_CHECKING:
    from rich.console import Console

_NEXT_LABEL = re.compile(r",(?=[^,=]+=)")
_PIPE_WIDTH = 250  # Where nobody looks at a terminal, lines are not folded.

Command = Callable[..., Any]


@dataclass
class Session:
    """One run of a command.

    Attributes:
        given: the settings that options gave.
        output: `table`, `json` or `yaml`.
    """

    given: dict[str, object]
    output: str
    _client: Client | None = field(default=None, init=False)

    @property
    def client(self) -> Client:
        if self._client is None:
            self._client = Client(self.given)
        return self._client

    @property
    def console(self) -> Console:
        from rich.console import Console

        return Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH, highlight=False)

    @property
    def for_people(self) -> bool:
        return self.output == "table"

    def close(self) -> None:
        if self._client is not None:
            self._client.close()

    def say(self, text: str) -> None:
        """Tells people what happened; scripts that asked for JSON or YAML are not told."""
        if self.for_people:
            self.console.print(text, markup=False)

    def tell(self, text: str, **facts: Any) -> None:
        """Tells people the text, and scripts the facts of it."""
        if self.for_people:
            self.say(text)
        else:
            self.show(facts)

    def show(self, content: Any) -> None:
        """Writes content as JSON or YAML; YAML where a table was asked for, since it has none."""
        plain = _plain(content)
        if self.output == "json":
            click.echo(json.dumps(plain, indent=2, ensure_ascii=False))
        else:
            click.echo(to_yaml(plain), nl=False)

    def show_rows(self, rows: Sequence[Mapping[str, Any]], columns: Sequence[str], empty: str = "None.") -> None:
        """Writes rows: as a table of these columns, or as a list of mappings."""
        if not self.for_people:
            self.show(list(rows))
        elif rows:
            self.console.print(table_of(rows, columns))
        else:
            self.say(empty)


def table_of(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Any:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(value if isinstance(value, Text) else Text(_short(value)) for value in map(row.get, columns)))
    return table


def command(
    group: click.Group | None, name: str, *, output: bool = True, project: bool = True, hidden: bool = False
) -> Callable[[Command], click.Command]:
    """Makes a command of a function that takes a `Session`, with the options that all commands share."""

    def decorate(function: Command) -> click.Command:
        @functools.wraps(function)
        def run(url: str | None, output: str = "table", project: str | None = None, **arguments: Any) -> Any:
            session = Session({"url": url, "project": project}, output)
            try:
                return function(session, **arguments)
            finally:
                session.close()

        made: Command = click.option("--url", metavar="HOST:PORT", help="Where Larder answers gRPC.")(run)
        if project:
            made = click.option("-p", "--project", help="The project; else that of the settings, else `default`.")(made)
        if output:
            formats = click.Choice(["table", "json", "yaml"])
            made = click.option(
                "-o", "--output", type=formats, default="table", help="How to show it.", show_default=True
            )(made)
        return (group.command(name, hidden=hidden) if group else click.command(name, hidden=hidden))(made)

    return decorate


def labels_option(function: Command) -> Command:
    """`-l key=value,…`, or as Feast 0.9 writes it, `-l key,value,…`; several add up."""
    return click.option(
        "-l",
        "--labels",
        multiple=True,
        callback=lambda _c, _p, given: _labels(given),
        metavar="KEY=VALUE,…",
        help="Only what has these labels; all of them if repeated. A comma belongs to the value if no KEY= follows it.",
    )(function)


def _labels(given: Iterable[str]) -> dict[str, str]:
    labels: dict[str, str] = {}
    for text in given:
        found = _labels_of(text.strip(" ,"))
        if any(labels.get(key, value) != value for key, value in found.items()):
            raise click.BadParameter("a label has one value, so nothing has two values of it")
        labels.update(found)
    return labels


def _labels_of(text: str) -> dict[str, str]:
    if "=" in text:
        parts = [part.strip() for part in _NEXT_LABEL.split(text)]
        if "=" not in parts[0]:
            raise click.BadParameter(f"{parts[0]!r} is not key=value")
        return dict(part.split("=", 1) for part in parts)
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) % 2:
        raise click.BadParameter("labels are key=value,key=value")
    return dict(zip(parts[::2], parts[1::2], strict=True))


def span(delta: timedelta | None) -> str:
    """A duration, for people; empty: none."""
    if delta is None:
        return ""
    seconds = delta.total_seconds()
    units = ((86_400, "d"), (3_600, "h"), (60, "min"))
    return next((f"{seconds / size:g} {unit}" for size, unit in units if seconds >= size), f"{seconds:g} s")


def ago(time: datetime | None) -> str:
    """How long ago a time was, for people."""
    if time is None:
        return ""
    seconds = max(0, int((datetime.now(time.tzinfo) - time).total_seconds()))
    size = next((size for size in (86_400, 3_600, 60) if seconds >= size), 1)
    return f"{span(timedelta(seconds=seconds // size * size)) or '0 s'} ago"


def _short(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={item}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(_plain(value))


def _plain(content: Any) -> Any:
    """The content in what JSON and YAML have."""
    if isinstance(content, Mapping):
        return {str(key): _plain(item) for key, item in content.items()}
    if isinstance(content, list | tuple):
        return [_plain(item) for item in content]
    if isinstance(content, datetime):
        return content.isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(content, Enum):
        return content.name
    if isinstance(content, bytes):
        import base64

        return base64.b64encode(content).decode()
    return content
