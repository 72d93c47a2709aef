"""Adds rows to the batch source of a feature table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from larder import _files
from larder._errors import InvalidArgumentError, UnimplementedError
from larder._feature_table import FeatureTable
from larder._given import Given, given
from larder._sources import FileSource
from larder._value_type import ValueType

if TYPE_CHECKING:
    import pyarrow as pa

_COLUMN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def ingest(
    table: FeatureTable, types: Mapping[str, ValueType], source: Any, chunk_size: int, max_workers: int | None
) -> int:
    """Checks the columns of `source` and adds its rows to the files of the batch source; gives the number of rows.

    `types` has the type of each entity and feature of the table.
    """
    batch_source = table.batch_source
    if not isinstance(batch_source, FileSource):
        raise UnimplementedError(f"rows can be added to files, and the batch source of {table.name} is not of files")
    rows = _checked(given(source), table.name, batch_source, types)
    _files.write(rows, batch_source.file_url, chunk_size, batch_source.date_partition_column, max_workers)
    return int(rows.num_rows)


def _checked(rows: Given, table_name: str, source: FileSource, types: Mapping[str, ValueType]) -> pa.Table:
    """The rows with each column in its type; what the table does not know of stays as it is."""
    import pyarrow as pa
    from pyarrow import compute

    mapping = source.field_mapping or {}
    partition = source.date_partition_column
    columns = {}
    for name, value_type in types.items():
        column = mapping.get(name, name)
        if _COLUMN.fullmatch(column) or column in rows.names:
            columns[column] = rows.typed(column, value_type, f"read as {name} of {table_name}")
        # Else it is an expression, whose columns nobody knows but Spark.
    for time in (source.event_timestamp_column, source.created_timestamp_column):
        column = mapping.get(time, time)
        if time and (_COLUMN.fullmatch(column) or column in rows.names):
            columns[column] = rows.times(column, f"a time of {table_name}")
    event_time = mapping.get(source.event_timestamp_column, source.event_timestamp_column)
    if event_time in columns and columns[event_time].null_count:
        first = compute.index(columns[event_time].is_null(), True).as_py()
        raise InvalidArgumentError(
            f"column {event_time} has rows without an event time: {columns[event_time].null_count}, the first of them is row {first}",
            field=event_time,
        )
    table = pa.table({name: columns[name] if name in columns else rows.other(name) for name in rows.names})
    if not partition:
        return table
    if event_time not in columns:
        raise InvalidArgumentError(
            f"the event time of {table_name} is an expression, {event_time}, so nobody knows the folders of the rows; "
            "write the files with Spark",
            field=partition,
        )
    if partition in table.column_names:
        table = table.drop_columns([partition])
    return table.append_column(partition, compute.cast(compute.cast(columns[event_time], pa.date32()), pa.string()))
