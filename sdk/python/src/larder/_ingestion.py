"""Adds rows to the batch source of a feature table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from larder import _arrow, _files
from larder._errors import InvalidArgumentError, UnimplementedError
from larder._feature_table import FeatureTable
from larder._sources import FileSource

if TYPE_CHECKING:
    import pyarrow as pa

_COLUMN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def ingest(
    table: FeatureTable, types: Mapping[str, pa.DataType], source: Any, chunk_size: int, max_workers: int | None
) -> int:
    """Checks the columns of `source` and adds its rows to the files of the batch source; gives the number of rows.

    `types` has the type of each entity and feature of the table.
    """
    batch_source = table.batch_source
    if not isinstance(batch_source, FileSource):
        raise UnimplementedError(f"rows can be added to files, and the batch source of {table.name} is not of files")
    given = _arrow.table_of(source)
    rows = _checked(given, table.name, batch_source, types)
    _files.write(rows, batch_source.file_url, chunk_size, batch_source.date_partition_column, max_workers)
    return int(rows.num_rows)


def _checked(given: pa.Table, table_name: str, source: FileSource, types: Mapping[str, pa.DataType]) -> pa.Table:
    """The rows with each column in its type; what the table does not know of stays as it is."""
    from pyarrow import compute

    mapping = source.field_mapping or {}
    wanted: dict[str, tuple[pa.DataType, str]] = {}
    for name, data_type in types.items():
        column = mapping.get(name, name)
        if _COLUMN.fullmatch(column) or column in given.column_names:
            wanted[column] = (data_type, f"read as {name} of {table_name}")
        # Else it is an expression, whose columns nobody knows but Spark.
    times = [time for time in (source.event_timestamp_column, source.created_timestamp_column) if time]
    for time in times:
        wanted[mapping.get(time, time)] = (_arrow.time_type(), f"a time of {table_name}")
    rows = given
    for column, (data_type, what) in wanted.items():
        checked = _arrow.column(rows, column, data_type, what)
        rows = rows.set_column(rows.column_names.index(column), column, checked)
    partition = source.date_partition_column
    event_times = rows.column(mapping.get(source.event_timestamp_column, source.event_timestamp_column))
    if event_times.null_count:
        raise InvalidArgumentError(
            f"{event_times.null_count} rows have no event time", field=source.event_timestamp_column
        )
    if partition:
        dates = compute.strftime(event_times, format="%Y-%m-%d")
        if partition in rows.column_names:
            rows = rows.drop_columns([partition])
        rows = rows.append_column(partition, dates)
    return rows
