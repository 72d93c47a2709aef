"""Rows as users have them, and their columns in the types that are wanted."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from larder import _cast_columns, _casts, _csv, _time_columns
from larder._arrow import plain, type_of
from larder._errors import InvalidArgumentError
from larder._times import FORM
from larder._value_type import ValueType

if TYPE_CHECKING:
    import pyarrow as pa

Tabular = "pd.DataFrame | pa.Table | Mapping[str, Sequence[Any]] | Sequence[Mapping[str, Any]] | str | PathLike[str]"
"""A pandas DataFrame, a pyarrow Table, a mapping of columns, a list of rows, or the path of a Parquet or CSV file."""

# What pyarrow takes as it is, if a column has nothing else.
_OF_ONE_CLASS = (int, float, bool, str, bytes, list)
_WAYS_OUT = {
    ValueType.STRING: "give texts, such as with astype(str)",
    ValueType.BYTES: "give bytes, or a text for its UTF-8",
    ValueType.INT32: "give whole numbers from -2147483648 to 2147483647",
    ValueType.INT64: "give whole numbers from -2^63 to 2^63-1",
    ValueType.DOUBLE: "give numbers; integers beyond 2^53 need INT64",
    ValueType.FLOAT: "give numbers up to 3.4e38; integers beyond 2^24 need INT64",
    ValueType.BOOL: "give true or false, or 1 or 0",
}


class Given:
    """Columns: of pyarrow, or lists of Python values that no type has been chosen for yet."""

    def __init__(self, columns: Mapping[str, pa.ChunkedArray | list[Any]], rows: int, of_csv: bool = False) -> None:
        self._columns = columns
        self._of_csv = of_csv
        self.rows = rows
        self.names = list(columns)

    def typed(self, name: str, wanted: ValueType, what: str) -> pa.ChunkedArray:
        """A column as values of a type, by the rule of casts.

        Raises:
            InvalidArgumentError: it is not there, or a value of it does not survive.
        """
        column = self._column(name, what)
        if isinstance(column, list):
            found, lost = _typed(column, wanted)
        else:
            if self._of_csv:
                column = _csv.as_registered(column, wanted in (ValueType.STRING, ValueType.BYTES))
            found, lost = _cast_columns.cast(column, wanted)
        if lost is None:
            return found
        value = _value(column, lost)
        if not wanted.is_list:
            way_out = _WAYS_OUT[wanted]
        elif self._of_csv:
            way_out = "CSV has no lists; give a Parquet file, a DataFrame or rows"
        else:
            way_out = f"give lists without null; of the elements: {_WAYS_OUT[wanted.element]}"
        raise InvalidArgumentError(
            f"column {name}, {what}: {_shown(value)} in row {lost} cannot be read as {wanted.name}; {way_out}",
            reason="WRONG_TYPE",
            field=name,
        )

    def times(self, name: str, what: str) -> pa.ChunkedArray:
        """A column as times.

        Raises:
            InvalidArgumentError: it is not there, or a value of it is no time.
        """
        column = self._column(name, what)
        if isinstance(column, list):
            found, lost = _time_columns.times_of_values(column)
        else:
            found, lost = _time_columns.times(_csv.as_registered(column, is_text=False) if self._of_csv else column)
        if lost is None:
            return found
        value = _value(column, lost)
        if isinstance(value, int | float | Decimal):
            way_out = f'and a number is no time; say what it counts, such as with pandas.to_datetime(rows["{name}"], unit="s", utc=True)'
        else:
            way_out = f"which is no time between the years 1 and 9999; give it in {FORM}"
        raise InvalidArgumentError(
            f"column {name}, {what}: row {lost} has {_shown(value)}, {way_out}", reason="WRONG_TYPE", field=name
        )

    def other(self, name: str) -> pa.ChunkedArray:
        """A column that nobody has registered, in the type that it has."""
        import pyarrow as pa

        column = self._columns[name]
        if not isinstance(column, list):
            return _csv.guessed(column) if self._of_csv else column
        classes = {type(value) for value in column} - {type(None)}
        try:
            if len(classes) < 2 or classes == {int, float}:
                return pa.chunked_array([pa.array(column)])
            cause = f"has values of several classes: {', '.join(sorted(one.__name__ for one in classes))}"
        except (pa.ArrowException, ValueError, TypeError, OverflowError) as error:
            cause = f"has values that files cannot hold: {error}"
        raise InvalidArgumentError(f"column {name} {cause}; make them one, or leave the column out", field=name)

    def values(self, name: str) -> list[Any]:
        """A column as values of Python."""
        column = self._columns[name]
        if isinstance(column, list):
            return column
        try:
            values: list[Any] = column.to_pylist()
        except (ValueError, OverflowError):
            values = [_value(column, row) for row in range(len(column))]
        return values

    def check(self, wanted: Iterable[str], whose: str) -> None:
        """
        Raises:
            InvalidArgumentError: there is a column beside those that are wanted.
        """
        names = list(wanted)
        for name in self.names:
            if name not in names:
                raise InvalidArgumentError(
                    f"{whose} has no column {name}{_nearest(name, names)}; it has: {', '.join(names)}. "
                    "Leave the column out if it is not needed",
                    reason="UNKNOWN_FIELD",
                    field=name,
                )

    def _column(self, name: str, what: str) -> pa.ChunkedArray | list[Any]:
        if name not in self._columns:
            raise InvalidArgumentError(
                f"there is no column {name}, {what}{_nearest(name, self.names)}; there are: {', '.join(self.names)}",
                field=name,
            )
        return self._columns[name]


def given(source: Any) -> Given:
    """The rows that a `Tabular` has."""
    import pyarrow as pa

    if isinstance(source, Given):
        return source
    if isinstance(source, pa.Table):
        return _of_columns(zip(source.column_names, source.columns, strict=True))
    if hasattr(source, "iloc"):
        return _of_columns((str(name), source.iloc[:, place]) for place, name in enumerate(source.columns))
    if isinstance(source, str | PathLike):
        return _of_file(Path(source))
    if isinstance(source, Mapping):
        return _of_columns((str(name), column) for name, column in source.items())
    if isinstance(source, Sequence) and not isinstance(source, bytes):
        return _of_rows(source)
    raise InvalidArgumentError(
        f"a {type(source).__name__} is no table; give a DataFrame, a pyarrow Table, columns, rows, or the path of a file"
    )


def _of_columns(columns: Iterable[tuple[str, Any]], of_csv: bool = False) -> Given:
    found: dict[str, Any] = {}
    for name, column in columns:
        if name in found:
            raise InvalidArgumentError(f"there are two columns {name}; name one otherwise, or leave it out", field=name)
        found[name] = _column(name, column)
    first = next(iter(found), "")
    for name, column in found.items():
        if len(column) != len(found[first]):
            raise InvalidArgumentError(
                f"column {name} has {len(column)} values, and column {first} has {len(found[first])}", field=name
            )
    return Given(found, len(found[first]) if found else 0, of_csv)


def _of_rows(rows: Sequence[Any]) -> Given:
    names: dict[str, None] = {}
    for place, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise InvalidArgumentError(f"row {place} is {_shown(row)}; a row is a mapping of column to value")
        names.update(dict.fromkeys(row))
    return Given({str(name): [row.get(name) for row in rows] for name in names}, len(rows))


def _of_file(path: Path) -> Given:
    """A Parquet file or folder, or a CSV file."""
    import pyarrow as pa
    from pyarrow import fs, parquet

    if path.name.lower().endswith(_csv.SUFFIXES):
        table = _csv.read(path)
        return _of_columns(zip(table.column_names, table.columns, strict=True), of_csv=True)
    try:
        table = parquet.read_table(
            str(path.absolute()),
            filesystem=fs.LocalFileSystem(),
            partitioning=_partitions(path),
            coerce_int96_timestamp_unit="us",
        )
    except (OSError, ValueError, pa.ArrowException) as error:
        raise InvalidArgumentError(f"cannot read {path}: {error}") from error
    return given(table)


def _partitions(path: Path) -> Any:
    """The values of folders `name=value` are texts: 007 is not 7."""
    import pyarrow as pa
    from pyarrow import dataset

    parts = {part for file in path.rglob("*=*/*.parquet") for part in file.relative_to(path).parts[:-1]}
    names = sorted({part.partition("=")[0] for part in parts if "=" in part})
    return dataset.partitioning(pa.schema([(name, pa.string()) for name in names]), flavor="hive") if names else None


def _column(name: str, column: Any) -> pa.ChunkedArray | list[Any]:
    import pyarrow as pa

    if isinstance(column, pa.ChunkedArray):
        return column
    if isinstance(column, pa.Array):
        return pa.chunked_array([column])
    is_column = hasattr(column, "__len__") and hasattr(column, "__iter__") and len(getattr(column, "shape", (0,))) == 1
    if isinstance(column, str | bytes) or not is_column:
        raise InvalidArgumentError(f"column {name} is {_shown(column)}; a column is a list of values", field=name)
    if not hasattr(column, "dtype"):
        return list(column)
    if str(column.dtype) == "object":
        return [None if _is_missing(value) or _is_nan(value) else value for value in column.tolist()]
    try:
        array = pa.array(column)
        return array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array])
    except (pa.ArrowException, ValueError, TypeError, OverflowError):
        return list(column)


def _typed(values: list[Any], wanted: ValueType) -> tuple[pa.ChunkedArray, int | None]:
    import pyarrow as pa

    classes = {type(value) for value in values} - {type(None)}
    if len(classes) < 2 and classes.issubset(_OF_ONE_CLASS):
        try:
            return _cast_columns.cast(pa.chunked_array([pa.array(values)]), wanted)
        except (pa.ArrowException, ValueError, TypeError, OverflowError):
            pass  # Value by value is seen which one it is.
    found = []
    for row, value in enumerate(values):
        cast = None if value is None or _is_missing(value) else _casts.cast(wanted, value)
        if cast is None and not (value is None or _is_missing(value)):
            return pa.chunked_array([pa.nulls(0)]), row
        found.append(cast)
    return pa.chunked_array([pa.array(found, type_of(wanted))]), None


def _is_missing(value: Any) -> bool:
    """Whether it is what pandas has for nothing."""
    return type(value).__name__ in ("NAType", "NaTType")


def _is_nan(value: Any) -> bool:
    """Whether it is what pandas has for nothing among numbers."""
    return isinstance(value, float) and value != value


def _value(column: pa.ChunkedArray | list[Any], row: int) -> Any:
    if isinstance(column, list):
        return column[row]
    try:
        return column[row].as_py()
    except (ValueError, OverflowError):  # A time that Python has not.
        return plain(column.slice(row, 1).combine_chunks()).cast("string")[0].as_py()


def _shown(value: Any) -> str:
    text = value.isoformat() if isinstance(value, date | datetime) else repr(value)
    return text if len(text) <= 100 else f"{text[:100]}…"


def _nearest(name: str, names: Sequence[str]) -> str:
    found = difflib.get_close_matches(name.lower(), [one.lower() for one in names], 1)
    return f"; did you mean {next(one for one in names if one.lower() == found[0])}?" if found else ""
