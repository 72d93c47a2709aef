"""Tables of pyarrow: made of what users have, and checked. pyarrow is loaded only when it is needed."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from larder._errors import InvalidArgumentError
from larder._value_type import ValueType

if TYPE_CHECKING:
    import pyarrow as pa

Tabular = "pd.DataFrame | pa.Table | Mapping[str, Sequence[Any]] | Sequence[Mapping[str, Any]] | str | PathLike[str]"
"""A pandas DataFrame, a pyarrow Table, a mapping of columns, a list of rows, or the path of a Parquet or CSV file."""


@functools.cache
def type_of(value_type: ValueType) -> pa.DataType:
    """The type of pyarrow that holds values of `value_type`."""
    import pyarrow as pa

    scalars = {
        ValueType.BYTES: pa.binary(),
        ValueType.STRING: pa.string(),
        ValueType.INT32: pa.int32(),
        ValueType.INT64: pa.int64(),
        ValueType.DOUBLE: pa.float64(),
        ValueType.FLOAT: pa.float32(),
        ValueType.BOOL: pa.bool_(),
    }
    if value_type.is_list:
        return pa.list_(scalars[ValueType[value_type.name.removesuffix("_LIST")]])
    return scalars[value_type]


def time_type() -> pa.DataType:
    import pyarrow as pa

    return pa.timestamp("us", tz="UTC")


def is_tabular(source: object) -> bool:
    """Whether `source` is a table in memory."""
    return hasattr(source, "column_names") or hasattr(source, "iloc")


def table_of(source: Any) -> pa.Table:
    """The table that a `Tabular` is."""
    import pyarrow as pa

    if isinstance(source, pa.Table):
        return source
    if hasattr(source, "iloc"):
        return pa.Table.from_pandas(source, preserve_index=False)
    if isinstance(source, str | PathLike):
        return read_file(source)
    try:
        if isinstance(source, Mapping):
            return pa.table(dict(source))
        if isinstance(source, Sequence):
            return pa.Table.from_pylist([dict(row) for row in source])
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise InvalidArgumentError(f"this is no table: {error}") from error
    raise InvalidArgumentError(
        f"a {type(source).__name__} is no table; give a DataFrame, a pyarrow Table, columns, rows, or the path of a file"
    )


def read_file(path: str | PathLike[str]) -> pa.Table:
    """Reads a Parquet file or folder, or a CSV file."""
    import pyarrow as pa
    from pyarrow import csv, parquet

    try:
        if Path(path).suffix.lower() == ".csv":
            return csv.read_csv(str(path))
        return parquet.read_table(str(path))
    except (OSError, pa.ArrowInvalid) as error:
        raise InvalidArgumentError(f"cannot read {path}: {error}") from error


def column(table: pa.Table, name: str, wanted: pa.DataType, what: str) -> pa.ChunkedArray:
    """A column in the type that is wanted. A time without a zone is taken as UTC.

    Raises:
        InvalidArgumentError: it is not there, or a value of it does not fit.
    """
    import pyarrow as pa
    from pyarrow import compute

    if name not in table.column_names:
        raise InvalidArgumentError(f"there is no column {name}, {what}; there are: {', '.join(table.column_names)}")
    found = table.column(name)
    try:
        if pa.types.is_timestamp(wanted) and pa.types.is_timestamp(found.type):
            # Only times are made coarser in silence: pandas counts nanoseconds.
            return compute.cast(found, wanted, safe=False)
        return compute.cast(found, wanted)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise InvalidArgumentError(f"column {name}, {what}, does not fit {wanted}: {error}", field=name) from error
