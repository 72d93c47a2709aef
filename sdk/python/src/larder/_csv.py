"""CSV files. Every cell is read as the text that it is; what it says depends on the type that is registered for its column."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from larder._errors import InvalidArgumentError
from larder._time_columns import times
from larder._times import ISO

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIXES = (".csv", ".tsv", ".csv.gz", ".tsv.gz")
_DELIMITERS = ",;\t|"
_HEADER_BYTES = 1 << 20

_INTEGER = "^(0|-?[1-9][0-9]{0,17})$"
# With a point, or as 1e-05; 12e4 may be a code.
_NUMBER = r"^(-?(0|[1-9][0-9]*)\.[0-9]+([eE][+-]?[0-9]{1,3})?|-?[1-9][eE][+-][0-9]{1,3}|0|-?[1-9][0-9]{0,14})$"


def read(path: Path) -> pa.Table:
    """The cells as texts. An empty cell is null, and a quoted empty one is the empty text.

    The first line has the names; the delimiter is the one of comma, semicolon, tab and `|` that it has. UTF-8, with or without a mark at
    the beginning.

    Raises:
        InvalidArgumentError: it is no such file.
    """
    import pyarrow as pa
    from pyarrow import csv as arrow

    names, delimiter = _header(path)
    try:
        return arrow.read_csv(
            str(path),
            # Blocks of less than a line cannot be read.
            read_options=arrow.ReadOptions(block_size=1 << 24),
            parse_options=arrow.ParseOptions(delimiter=delimiter, newlines_in_values=True),
            convert_options=arrow.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
            ),
        )
    except (OSError, pa.ArrowException) as error:
        encoding = "; save it as UTF-8" if "UTF8" in str(error) else ""
        raise InvalidArgumentError(f"cannot read {path}: {error}{encoding}") from error


def guessed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column that nobody has registered: integers, numbers, booleans, dates or times if all of its cells are, else the texts.

    What would lose something as a number, such as 007, +1 or 1e5, is a text.
    """
    import pyarrow as pa
    from pyarrow import compute

    def all_match(pattern: str) -> bool:
        return compute.all(compute.match_substring_regex(column, pattern)).as_py() is not False

    if column.null_count == len(column):
        return column
    if all_match(_INTEGER):
        return column.cast(pa.int64())
    if all_match(_NUMBER):
        return column.cast(pa.float64())
    if all_match("^(?i:true|false)$"):
        return compute.equal(compute.utf8_lower(column), "true")
    if all_match("^[0-9]{4}-") and all_match(f"^{ISO}$"):
        found, wrong = times(column)
        only_dates = all_match("^.{10}$")
        return (
            column if wrong is not None else found.cast(pa.timestamp("us")).cast(pa.date32()) if only_dates else found
        )
    return column


def as_registered(column: pa.ChunkedArray, is_text: bool) -> pa.ChunkedArray:
    """A column of texts, or of what is none: there a quoted empty cell is as empty as any other."""
    import pyarrow as pa
    from pyarrow import compute

    if is_text:
        return column
    return compute.if_else(compute.equal(column, ""), pa.scalar(None, pa.string()), column)


def _header(path: Path) -> tuple[list[str], str]:
    import pyarrow as pa

    try:
        with pa.input_stream(str(path), compression="detect") as stream:
            begin = bytes(stream.read(_HEADER_BYTES) or b"")
        # Half of a character may be at the end.
        text = begin.decode("utf-8-sig", errors="ignore" if len(begin) == _HEADER_BYTES else "strict")
    except UnicodeDecodeError as error:
        raise InvalidArgumentError(f"cannot read {path}: it is not UTF-8; save it as UTF-8") from error
    except (OSError, ValueError, pa.ArrowException) as error:
        raise InvalidArgumentError(f"cannot read {path}: {error}") from error
    delimiter = next((one for one in _DELIMITERS if len(_names(text, one)) > 1), ",")
    names = _names(text, delimiter)
    if not names:
        raise InvalidArgumentError(f"cannot read {path}: it is empty; the first line has the names of the columns")
    return names, delimiter


def _names(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []
