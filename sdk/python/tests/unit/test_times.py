"""Times, in columns and alone, from all that users have for them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from larder import InvalidArgumentError
from larder._arrow import time_type
from larder._given import given
from larder._times import utc

EIGHT = datetime(2026, 1, 31, 8, tzinfo=timezone.utc)
NOT_AWARE = EIGHT.replace(tzinfo=None)
TEXTS = {
    "2026-01-31": EIGHT.replace(hour=0),
    "2026-01-31T08:00": EIGHT,
    "2026-01-31 08:00:00": EIGHT,
    "2026-01-31T08:00:00Z": EIGHT,
    "2026-01-31t08:00:00z": EIGHT,
    "2026-01-31 08:00:00 UTC": EIGHT,
    "2026-01-31T10:00:00+02:00": EIGHT,
    "2026-01-31T10:00:00+0200": EIGHT,
    "2026-01-31 03:00:00 -05": EIGHT,
    "2026-01-31T08:00:00.5": EIGHT.replace(microsecond=500_000),
    "2026-01-31T08:00:00,25Z": EIGHT.replace(microsecond=250_000),
    "2026-01-31T08:00:00.123456Z": EIGHT.replace(microsecond=123_456),
    "2026-01-31T08:00:00.123456789Z": EIGHT.replace(microsecond=123_456),
    "1969-12-31T23:59:59.999999999": datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=timezone.utc),
    "0001-01-01": datetime(1, 1, 1, tzinfo=timezone.utc),
    "9999-12-31T23:59:59.999999Z": datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=timezone.utc),
    " 2026-01-31 ": EIGHT.replace(hour=0),
}
NO_TIMES: list[Any] = [
    *(
        "",
        "now",
        "31.01.2026",
        "01/31/2026",
        "20260131",
        "1767607200",
        "2026-02-31",
        "2026-01-31T24:00",
        "2026-01-31T08",
    ),
    *("2026-01-31T08:00:60Z", "2026-01-31T08:00+25:00", "2026-01-31Z", "0000-01-01", "10000-01-01", "2026-1-31"),
    *("0001-01-01T00:00:00+02:00", "9999-12-31T23:59:59-01:00"),
]
NUMBERS: list[Any] = [1767607200, 1767607200000, 1.7676072e9, Decimal(1767607200), True, np.int64(1767607200), 0]


def times(values: Any) -> list[datetime | None]:
    found = given({"ts": values}).times("ts", "the event times")
    assert found.type == time_type()
    listed: list[datetime | None] = found.to_pylist()
    return listed


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_iso_8601_and_without_a_zone_utc(text: str) -> None:
    assert utc(text) == TEXTS[text]
    assert times([text, None]) == [TEXTS[text], None]
    assert times(pa.array([text])) == times(pd.Series([text])) == [TEXTS[text]]


def test_texts_of_all_forms_stand_in_one_column() -> None:
    assert times(pa.array(list(TEXTS))) == list(TEXTS.values())
    assert times(pa.array(list(TEXTS)).dictionary_encode()) == list(TEXTS.values())
    assert times(pa.array(list(TEXTS), pa.large_string())) == list(TEXTS.values())


@pytest.mark.parametrize("text", NO_TIMES)
@pytest.mark.parametrize("shape", [list, pa.array, pd.Series], ids=["list", "pyarrow", "pandas"])
def test_what_is_no_time_is_told_with_its_row(text: str, shape: Any) -> None:
    with pytest.raises(InvalidArgumentError, match=r"row 1 has .* which is no time .* ISO 8601"):
        times(shape(["2026-01-31", text]))
    with pytest.raises(InvalidArgumentError, match="ISO 8601"):
        utc(text)


@pytest.mark.parametrize("number", NUMBERS, ids=repr)
@pytest.mark.parametrize("others", [[], [NOT_AWARE], [None, "2026-01-31"]], ids=["alone", "times", "texts"])
@pytest.mark.parametrize("shape", [list, lambda values: pd.Series(values, dtype=object)], ids=["list", "pandas"])
def test_a_number_is_no_time(number: Any, others: list[Any], shape: Any) -> None:
    with pytest.raises(InvalidArgumentError) as raised:
        times(shape([*others, number]))
    assert str(raised.value).startswith(f"column ts, the event times: row {len(others)} has ")
    assert "a number is no time" in str(raised.value) or isinstance(number, np.int64)
    assert 'pandas.to_datetime(rows["ts"], unit="s", utc=True)' in str(raised.value) or isinstance(number, np.int64)
    assert (raised.value.field, raised.value.reason) == ("ts", "WRONG_TYPE")


@pytest.mark.parametrize(
    "column",
    [
        pa.array([1767607200]),
        pa.array([1767607200], pa.uint32()),
        pa.array([1.5]),
        pa.array([Decimal("1767607200")]),
        pa.array([True]),
        pa.array([5], pa.duration("s")),
        pa.array([5], pa.time64("us")),
        np.array([1767607200]),
        pd.Series([1767607200]),
        pd.Series([1767607200], dtype="Int64"),
    ],
    ids=lambda column: str(getattr(column, "type", None) or column.dtype),
)
def test_a_column_of_numbers_is_refused(column: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="column ts, the event times: row 0 has"):
        times(column)


def test_what_counts_as_a_time() -> None:
    berlin = timezone(timedelta(hours=1))
    assert times([NOT_AWARE, EIGHT.astimezone(berlin), "2026-01-31T08:00", pd.Timestamp(EIGHT), None, pd.NaT]) == [
        *([EIGHT] * 4),
        *([None] * 2),
    ]
    assert times([date(2026, 1, 31), EIGHT]) == [EIGHT.replace(hour=0), EIGHT]
    assert times([np.datetime64("2026-01-31T08:00", unit) for unit in ("m", "s", "ms", "us", "ns")]) == [EIGHT] * 5
    assert times(pd.Series([date(2026, 1, 31), None])) == [EIGHT.replace(hour=0), None]
    assert times(pd.Series([pd.Timestamp("2026-01-31 09:00", tz="Europe/Berlin")])) == [EIGHT]
    assert times(pd.Series([None, None])) == times(pd.Series([float("nan")] * 2)) == [None, None]
    with pytest.raises(InvalidArgumentError, match="row 0 has"):
        times([timedelta(1)])


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("zone", [None, "UTC", "Europe/Berlin"])
def test_every_unit_and_zone_of_pyarrow(unit: str, zone: str | None) -> None:
    ticks = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[unit]
    seconds = int(EIGHT.timestamp())
    assert times(pa.array([seconds * ticks, None, -ticks], pa.timestamp(unit, zone))) == [
        EIGHT,
        None,
        datetime(1969, 12, 31, 23, 59, 59, tzinfo=timezone.utc),
    ]


def test_nanoseconds_are_cut_towards_the_past() -> None:
    assert times(pa.array([-1, 1_999], pa.timestamp("ns"))) == [
        datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=timezone.utc),
        datetime(1970, 1, 1, 0, 0, 0, 1, tzinfo=timezone.utc),
    ]


@pytest.mark.parametrize(
    "column",
    [
        pa.array([2**62], pa.timestamp("s")),
        pa.array([253402300800000], pa.timestamp("ms")),
        pa.array([-62135596800000001], pa.timestamp("us", "UTC")),
        pa.array([2**31 - 1], pa.date32()),
    ],
    ids=lambda column: str(column.type),
)
def test_times_outside_of_all_years_are_refused(column: pa.Array) -> None:
    with pytest.raises(InvalidArgumentError, match="between the years 1 and 9999"):
        times(column)


@pytest.mark.parametrize("given_time", [5, 1.5, None, pd.NaT, object(), [EIGHT]])
def test_a_time_alone_is_no_number(given_time: Any) -> None:
    with pytest.raises(InvalidArgumentError, match=r"start is .* no time"):
        utc(given_time, "start")
