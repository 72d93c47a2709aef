"""Entity rows of a training set, put where the server can read them."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from larder import _files
from larder._formats import ParquetFormat
from larder._given import given
from larder._sources import BigQuerySource, FileSource
from larder._value_type import ValueType

EVENT_TIMESTAMP = "event_timestamp"
_CHUNK = 1_000_000  # Rows of one row group.


def entity_source_of(
    entity_source: Any, types: Mapping[str, ValueType], staging_location: str
) -> FileSource | BigQuerySource:
    """The source itself, or one of the files that its rows are staged in. `types`: of the entities that the join wants."""
    if isinstance(entity_source, FileSource | BigQuerySource):
        return entity_source
    return stage(entity_source, EVENT_TIMESTAMP, types, staging_location)


def stage(rows: Any, event_timestamp_column: str, types: Mapping[str, ValueType], staging_location: str) -> FileSource:
    """Writes rows into a new folder below `staging_location`, entities and times in the types that the server wants."""
    import pyarrow as pa

    found = given(rows)
    columns = {name: found.typed(name, value_type, "an entity") for name, value_type in types.items()}
    columns[event_timestamp_column] = found.times(event_timestamp_column, "the times of the entity rows")
    table = pa.table({name: columns[name] if name in columns else found.other(name) for name in found.names})
    folder = f"{staging_location.rstrip('/') or _temporary()}/{uuid.uuid4()}"
    _files.write(table, folder, _CHUNK)
    return FileSource(event_timestamp_column, ParquetFormat(), folder)


def _temporary() -> str:
    return _files.url_of(Path(tempfile.gettempdir(), "larder-entity-rows"))
