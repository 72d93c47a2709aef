"""Columns of times, in UTC and to the microsecond.

A time without a zone is UTC, a date is its midnight, a text is ISO 8601, and what is finer than a microsecond is cut off. Numbers are no
times: nobody could tell seconds from milliseconds.
"""

from __future__ import annotations

from datetime import date, datetime, timezone
from typing import TYPE_CHECKING, Any

from larder._arrow import is_text, plain, time_type
from larder._errors import InvalidArgumentError
from larder._times import ISO, utc

if TYPE_CHECKING:
    import pyarrow as pa

_FIRST = datetime(1, 1, 1, tzinfo=timezone.utc)
_LAST = datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=timezone.utc)


def times(column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, int | None]:
    """The column as times, and the first row whose value is none, if there is one."""
    import pyarrow as pa
    from pyarrow import compute

    chunks = []
    begin = 0
    for chunk in column.chunks:
        given = plain(chunk)
        found = _inside(_times(given))
        lost = compute.index(compute.and_(given.is_valid(), found.is_null()), True).as_py()
        if lost >= 0:
            return column, begin + int(lost)
        chunks.append(found)
        begin += len(chunk)
    return pa.chunked_array(chunks, time_type()), None


def times_of_values(values: list[Any]) -> tuple[pa.ChunkedArray, int | None]:
    """The same of values of Python, of several classes maybe."""
    import pyarrow as pa

    found: list[datetime | None] = []
    for row, value in enumerate(values):
        time = _plain(value)
        try:
            found.append(None if time is None or time != time else utc(time))
        except InvalidArgumentError:
            return pa.chunked_array([pa.nulls(0, time_type())]), row
    return pa.chunked_array([pa.array(found, time_type())]), None


def _plain(value: Any) -> Any:
    """A `datetime64` of numpy, and a Timestamp of pandas, as a datetime, to the microsecond."""
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    if kind == "M" and value.shape == ():
        return value.astype("datetime64[us]").item()
    return value if isinstance(value, datetime | date | str) or value is None else _NoTime(value)


class _NoTime:
    """A value that `utc` refuses, whatever attributes it has."""

    def __init__(self, value: Any) -> None:
        self.value = value


def _times(given: pa.Array) -> pa.Array:
    import pyarrow as pa
    from pyarrow import compute

    kind = given.type
    if pa.types.is_null(kind):
        return given.cast(time_type())
    if is_text(kind):
        return _of_texts(given.cast(pa.string()))
    if pa.types.is_date(kind):
        return _times(given.cast(pa.timestamp("s" if kind == pa.date32() else "ms")))
    if not pa.types.is_timestamp(kind):
        return pa.nulls(len(given), time_type())
    if kind.unit == "ns":
        nanos = given.cast(pa.int64())
        micros = compute.divide(nanos, 1_000)
        # Division goes towards zero, and before 1970 that is the future.
        late = compute.less(nanos, compute.multiply(micros, 1_000))
        return compute.subtract(micros, late.cast(pa.int64())).cast(time_type())
    ticks = {"s": 1_000_000, "ms": 1_000, "us": 1}[kind.unit]
    number = given.cast(pa.int64())
    most = (2**63 - 1) // ticks
    held = compute.and_(compute.greater_equal(number, -most), compute.less_equal(number, most))
    inside = compute.if_else(held, number, pa.scalar(None, pa.int64()))
    return compute.multiply(inside, ticks).cast(time_type())


def _of_texts(given: pa.Array) -> pa.Array:
    import pyarrow as pa
    from pyarrow import compute

    parts = compute.extract_regex(given, pattern=f"^{ISO}$")
    day, time, fraction, zone = (compute.struct_field(parts, [place]) for place in range(4))
    time = compute.if_else(compute.equal(time, ""), "00:00", time)
    time = compute.if_else(compute.equal(compute.utf8_length(time), 5), _joined(time, ":00"), time)
    fraction = compute.if_else(compute.equal(fraction, ""), "", _joined(".", fraction))
    is_utc = compute.is_in(zone, pa.array(["", "Z", "z", "UTC"]))
    text = _joined(day, "T", time, fraction, compute.if_else(is_utc, "Z", zone))
    text = compute.if_else(parts.is_valid(), text, pa.scalar(None, pa.string()))
    try:
        return text.cast(time_type())
    except pa.ArrowInvalid:  # One of them is 31 February.
        return pa.array([_parsed(one) for one in text.to_pylist()], time_type())


def _parsed(text: str | None) -> datetime | None:
    try:
        return None if text is None else utc(text)
    except InvalidArgumentError:
        return None


def _joined(*parts: Any) -> Any:
    from pyarrow import compute

    return compute.binary_join_element_wise(*parts, "")


def _inside(found: pa.Array) -> pa.Array:
    """Without the times that neither Spark nor Python has."""
    import pyarrow as pa
    from pyarrow import compute

    held = compute.and_(
        compute.greater_equal(found, pa.scalar(_FIRST, time_type())),
        compute.less_equal(found, pa.scalar(_LAST, time_type())),
    )
    return compute.if_else(held, found, pa.scalar(None, time_type()))
