"""Rows of the online store, written and deleted directly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from larder._connection import Connection
from larder._feature_table import FeatureTable
from larder._given import given
from larder._methods import DELETE_ROWS, WRITE_ROWS
from larder._proto.larder.v1.online_pb2 import DeleteRowsRequest, WriteRowsRequest
from larder._times import fill_timestamp
from larder._value_type import ValueType
from larder._values import typed_value, value_of

EVENT_TIMESTAMP = "event_timestamp"
_BATCH = 1_000  # Rows of one call: well below the 4 MiB that the server takes, for rows of usual size.


@dataclass(frozen=True)
class RowError:
    """What is wrong with one row: its place among those given, from 0, a reason to compare, the field, and a text."""

    row: int
    reason: str
    field: str
    message: str


@dataclass
class WriteResult:
    """What became of rows that were written.

    Attributes:
        written: rows that the store has now.
        older: rows that lost against a row with a later event time.
        too_old: rows older than the table's max age, which were not written.
        errors: rows with a mistake, which were not written.
    """

    written: int = 0
    older: int = 0
    too_old: int = 0
    errors: list[RowError] = field(default_factory=list)


def write_rows(
    connection: Connection,
    project: str,
    table: FeatureTable,
    types: Mapping[str, ValueType],
    rows: Any,
    timeout: float | None,
) -> WriteResult:
    """Writes rows that have the columns `types` names, the features being optional, and `event_timestamp`."""
    found = given(rows)
    features = {feature.name: feature.dtype for feature in table.features}
    time_column = _time_column(table, found.names)
    found.check(dict.fromkeys([*types, EVENT_TIMESTAMP, *_columns_of_source(table)]), f"feature table {table.name}")
    times = found.times(time_column, "the event times").to_pylist()
    columns = {
        name: found.typed(name, wanted, f"wanted by {table.name}").to_pylist()
        for name, wanted in types.items()
        if name not in features or name in found.names
    }
    result = WriteResult()
    for start in range(0, found.rows, _BATCH):
        request = WriteRowsRequest(project=project, feature_table=table.name)
        for place in range(start, min(start + _BATCH, found.rows)):
            row = request.rows.add()
            if times[place] is not None:
                fill_timestamp(row.event_timestamp, times[place])
            for name, values in columns.items():
                if name not in features:
                    row.entities[name].CopyFrom(value_of(values[place]))
                elif values[place] is not None:
                    row.features[name].CopyFrom(typed_value(features[name], values[place]))
        answer = connection.call(WRITE_ROWS, request, timeout=timeout)
        result.written += answer.written
        result.older += answer.older
        result.too_old += answer.too_old
        result.errors += [RowError(start + e.row, e.reason, e.field, e.message) for e in answer.errors]
    return result


def delete_rows(
    connection: Connection,
    project: str,
    feature_table: str,
    entity_rows: Sequence[Mapping[str, Any]],
    timeout: float | None,
) -> int:
    request = DeleteRowsRequest(project=project, feature_table=feature_table)
    for entity_row in entity_rows:
        key = request.keys.add()
        for name, value in entity_row.items():
            key.entities[name].CopyFrom(value_of(value))
    return connection.call(DELETE_ROWS, request, timeout=timeout).deleted


def _time_column(table: FeatureTable, present: Sequence[str]) -> str:
    """`event_timestamp`, or else the column that the batch source names."""
    source = table.batch_source
    return EVENT_TIMESTAMP if EVENT_TIMESTAMP in present or source is None else source.event_timestamp_column


def _columns_of_source(table: FeatureTable) -> list[str]:
    """What rows of the batch source have beside entities and features: they can be written as they are."""
    source = table.batch_source
    if source is None:
        return []
    names = (source.event_timestamp_column, source.created_timestamp_column, source.date_partition_column)
    return [name for name in names if name]
