"""Entity rows of a training set, put where the server can read them."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from larder import _arrow, _files
from larder._formats import ParquetFormat
from larder._sources import BigQuerySource, FileSource

if TYPE_CHECKING:
    import pyarrow as pa

EVENT_TIMESTAMP = "event_timestamp"
_CHUNK = 1_000_000  # Rows of one row group.


def entity_source_of(
    entity_source: Any, types: Mapping[str, pa.DataType], staging_location: str
) -> FileSource | BigQuerySource:
    """The source itself, or one of the files that its rows are staged in. `types`: of the entities that the join wants."""
    if isinstance(entity_source, FileSource | BigQuerySource):
        return entity_source
    return stage(entity_source, EVENT_TIMESTAMP, types, staging_location)


def stage(
    rows: Any, event_timestamp_column: str, types: Mapping[str, pa.DataType], staging_location: str
) -> FileSource:
    """Writes rows into a new folder below `staging_location`, entities and times in the types that the server wants."""
    table = _arrow.table_of(rows)
    wanted = {event_timestamp_column: (_arrow.time_type(), "the times of the entity rows")}
    wanted.update((name, (data_type, "an entity")) for name, data_type in types.items())
    for name, (data_type, what) in wanted.items():
        checked = _arrow.column(table, name, data_type, what)
        table = table.set_column(table.column_names.index(name), name, checked)
    folder = f"{staging_location.rstrip('/') or _temporary()}/{uuid.uuid4()}"
    _files.write(table, folder, _CHUNK)
    return FileSource(event_timestamp_column, ParquetFormat(), folder)


def _temporary() -> str:
    return Path(tempfile.gettempdir(), "larder-entity-rows").absolute().as_uri()
