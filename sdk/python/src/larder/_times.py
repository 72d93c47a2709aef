"""Times and durations as Python has them and as protobuf has them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Protocol

from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

UTC = timezone.utc
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


def utc(time: datetime | date | str) -> datetime:
    """A time in UTC. One without a zone is taken as UTC; a text is ISO 8601; a date is its midnight."""
    if isinstance(time, str):
        time = datetime.fromisoformat(time.replace("Z", "+00:00"))
    if not isinstance(time, datetime):
        time = datetime(time.year, time.month, time.day)
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def fill_timestamp(message: Timestamp, time: datetime | date | str) -> None:
    message.FromDatetime(utc(time))


def datetime_of(message: Timestamp) -> datetime:
    """The time, in UTC, exact to the microsecond."""
    return _EPOCH + timedelta(seconds=message.seconds, microseconds=message.nanos // 1000)
