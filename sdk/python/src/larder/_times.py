"""Times and durations as Python has them and as protobuf has them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from typing import Protocol

from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

from larder._errors import InvalidArgumentError

UTC = timezone.utc
FORM = "ISO 8601, such as 2026-01-31 or 2026-01-31T08:00Z"
ISO = (
    r"\s*(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[Tt ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:[.,](?P<fraction>[0-9]{1,6})[0-9]*)?"
    r"\s*(?P<zone>[Zz]|UTC|[+-][0-9]{2}(?::?[0-9]{2})?)?)?\s*"
)
"""How a time is written: a date, or a date and a time with or without a zone. Fractions are cut to microseconds, as Spark does."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class HasSeconds(Protocol):
    """A `google.protobuf.Duration` of any package."""

    @property
    def seconds(self) -> int: ...

    @property
    def nanos(self) -> int: ...


Span = timedelta | HasSeconds | float
"""A duration: a timedelta, a number of seconds, or a `google.protobuf.Duration`."""


def timedelta_of(span: Span | None) -> timedelta | None:
    """The duration; None for none and for zero, which mean the same to Larder."""
    if span is None or isinstance(span, timedelta):
        delta = span
    elif isinstance(span, int | float):
        delta = timedelta(seconds=span)
    else:
        delta = timedelta(seconds=span.seconds, microseconds=span.nanos // 1000)
    return delta or None


def fill_duration(message: Duration, delta: timedelta | None) -> None:
    if delta is not None:
        message.FromTimedelta(delta)


def utc(time: datetime | date | str, field: str = "time") -> datetime:
    """A time in UTC. One without a zone is taken as UTC; a text is ISO 8601; a date is its midnight.

    Raises:
        InvalidArgumentError: it is no time; `field` says which one.
    """
    try:
        parsed = _parsed(time) if isinstance(time, str) else time
        if not isinstance(parsed, datetime):
            parsed = datetime(parsed.year, parsed.month, parsed.day)
        if parsed == parsed:  # Which NaT, a datetime of pandas, is not.
            parsed = parsed.to_pydatetime(warn=False) if hasattr(parsed, "to_pydatetime") else parsed
            return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except (ValueError, OverflowError, AttributeError):
        pass
    raise InvalidArgumentError(f"{field} is {time!r}, which is no time; give it in {FORM}", field=field)


def _parsed(text: str) -> datetime:
    found = re.fullmatch(ISO, text)
    if not found:
        raise ValueError(text)
    fraction = f".{(found['fraction'] or '').ljust(6, '0')}"
    digits = re.sub("[^0-9]", "", found["zone"] or "").ljust(4, "0")
    sign = "-" if (found["zone"] or "").startswith("-") else "+"
    time = found["time"] or "00:00"
    seconds = "" if time.count(":") == 2 else ":00"
    return datetime.fromisoformat(f"{found['date']}T{time}{seconds}{fraction}{sign}{digits[:2]}:{digits[2:]}")


def fill_timestamp(message: Timestamp, time: datetime | date | str, field: str = "time") -> None:
    message.FromDatetime(utc(time, field))


def datetime_of(message: Timestamp) -> datetime:
    """The time, in UTC, exact to the microsecond."""
    return _EPOCH + timedelta(seconds=message.seconds, microseconds=message.nanos // 1000)
