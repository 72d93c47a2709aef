"""Rows on their way into the online store, and what is asked of it, without the application."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from larder import (
    Client,
    Entity,
    Feature,
    FeatureTable,
    FileSource,
    InvalidArgumentError,
    LarderError,
    ParquetFormat,
    ValueType,
)
from larder._methods import DELETE_ROWS, GET_ENTITY, GET_TABLE, ONLINE_FEATURES, WRITE_ROWS
from larder._proto.feast.core import CoreService_pb2 as core
from larder._proto.feast.serving.ServingService_pb2 import GetOnlineFeaturesRequest
from larder._proto.feast.types.Value_pb2 import Value
from larder._proto.larder.client.wire_pb2 import Columns
from larder._proto.larder.v1 import online_pb2 as online
from larder._values import value_of
from tests.unit.fake_server import FakeServer

NOW = datetime(2026, 1, 31, 8, tzinfo=timezone.utc)
FEATURES = {
    "trip_count": ValueType.INT64,
    "rating": ValueType.FLOAT,
    "zip": ValueType.STRING,
    "l": ValueType.INT64_LIST,
}


@pytest.fixture
def written(server: FakeServer, tmp_path: Path) -> list[online.WriteRowsRequest]:
    """What came to the server, which has a table `trips` of the entity `store`, a STRING."""
    features = [Feature(name, kind) for name, kind in FEATURES.items()]
    source = FileSource("ts", ParquetFormat(), str(tmp_path / "trips"), "created", date_partition_column="day")
    table = FeatureTable("trips", ["store"], features, source)
    requests: list[online.WriteRowsRequest] = []

    def write(request: online.WriteRowsRequest, _context: object) -> online.WriteRowsResponse:
        requests.append(request)
        return online.WriteRowsResponse(written=len(request.rows))

    entity = core.GetEntityResponse(entity=Entity("store", "", ValueType.STRING).to_proto())
    server.answer(GET_ENTITY, lambda _request, _context: entity)
    server.answer(GET_TABLE, lambda _request, _context: core.GetFeatureTableResponse(table=table.to_proto()))
    server.answer(WRITE_ROWS, write)
    return requests


def test_a_csv_file_is_written_with_the_registered_types(
    client: Client, written: list[online.WriteRowsRequest], tmp_path: Path
) -> None:
    file = tmp_path / "rows.csv"
    header, first_row = (
        "store,ts,zip,trip_count,rating,created,day",
        "007,2026-01-31 08:00,01234,5.0,1.111,2026-01-31,x",
    )
    file.write_text(f"{header}\n{first_row}\n1.10,2026-01-31T08:00Z,,,,,\n")
    assert client.write_rows("trips", file).written == 2
    first, second = written[0].rows
    assert first.entities["store"] == Value(string_val="007")
    assert dict(first.features) == {
        "zip": Value(string_val="01234"),
        "trip_count": Value(int64_val=5),
        "rating": Value(float_val=1.111),
    }
    assert first.event_timestamp == second.event_timestamp
    assert first.event_timestamp.ToDatetime(timezone.utc) == NOW
    assert (second.entities["store"], dict(second.features)) == (Value(string_val="1.10"), {})


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("trip_cuont", "feature table trips has no column trip_cuont; did you mean trip_count"),
        ("Rating", "no column Rating; did you mean rating"),
        ("ratings", "did you mean rating"),
        ("event_timestmp", "feature table trips has no column event_timestmp; did you mean event_timestamp"),
        (
            "city",
            "no column city; it has: store, trip_count, rating, zip, l, event_timestamp, ts, created, day. Leave the column out",
        ),
    ],
)
@pytest.mark.parametrize(
    "shape", [lambda rows: rows, pd.DataFrame, pa.Table.from_pylist], ids=["rows", "pandas", "pyarrow"]
)
def test_a_column_that_the_table_has_not_is_refused_and_the_nearest_is_named(
    client: Client, written: list[online.WriteRowsRequest], column: str, text: str, shape: Callable[[Any], Any]
) -> None:
    with pytest.raises(InvalidArgumentError, match=text) as raised:
        client.write_rows("trips", shape([{"store": "1", "ts": NOW, column: 1}]))
    assert (raised.value.reason, raised.value.field) == ("UNKNOWN_FIELD", column)
    assert written == []


def test_a_column_that_is_missing_is_told_with_the_nearest(
    client: Client, written: list[online.WriteRowsRequest]
) -> None:
    with pytest.raises(
        InvalidArgumentError, match="there is no column store, read as store of trips; did you mean Store"
    ):
        client.ingest("trips", {"Store": ["1"], "ts": [NOW]})
    assert written == []


def test_a_feature_that_only_later_rows_have_is_written(client: Client, written: list[online.WriteRowsRequest]) -> None:
    client.write_rows("trips", [{"store": "1", "ts": NOW}, {"store": "2", "ts": NOW, "trip_count": 7}])
    assert written[0].rows[1].features["trip_count"] == Value(int64_val=7)


def test_what_is_wrong_with_single_rows_is_in_the_result(server: FakeServer, client: Client, written: object) -> None:  # noqa: ARG001
    error = online.WriteRowsResponse.RowError(
        row=1, reason="AHEAD_OF_TIME", field="event_timestamp", message="2 h after now"
    )
    server.answer(WRITE_ROWS, lambda _request, _context: online.WriteRowsResponse(written=999, errors=[error]))
    rows = {"store": [str(number) for number in range(2_000)], "ts": [NOW] * 2_000}
    errors = client.write_rows("trips", rows).errors
    assert [(one.row, one.reason, one.field, one.message) for one in errors] == [
        (1, "AHEAD_OF_TIME", "event_timestamp", "2 h after now"),
        (1_001, "AHEAD_OF_TIME", "event_timestamp", "2 h after now"),
    ]


ODD: list[Any] = [
    *(None, True, 0, -1, 2**31, 2**63, 2**64, 10**400, 0.5, 1e39, float("nan"), float("inf"), 1j),
    *("", "x", "5", "\ud800", "\x00", b"", b"\xff", bytearray(b"a"), memoryview(b"a")),
    *(Decimal("NaN"), Decimal("sNaN"), Decimal("1e400"), Decimal("5.00"), Decimal(2**70)),
    *([], [1], [None], ["a", 1], [[1]], [2**64], ["\ud800"], (), {}, {"a": 1}, {1}, object(), int, len, range(3)),
    *(NOW, NOW.replace(tzinfo=None), date(1, 1, 1), time(1), timedelta(1), timedelta.max, datetime.max, datetime.min),
    *(datetime.max.replace(tzinfo=timezone(timedelta(hours=-5))), pd.NaT, pd.NA, pd.Timestamp("2026-01-31")),
    *(
        pd.Timedelta(1),
        pd.Period("2026"),
        pd.Interval(0, 1),
        np.int8(1),
        np.float16(1),
        np.uint64(2**63),
        np.bool_(True),
    ),
    *(np.datetime64("2026"), np.datetime64("NaT"), np.datetime64("2026-01-31", "ns"), np.timedelta64(1, "s")),
    *(
        np.array([1]),
        np.array([[1]]),
        np.array(1),
        np.array(["a"]),
        np.str_("a"),
        np.bytes_(b"a"),
        pa.scalar(1),
        Value(),
    ),
]


@pytest.mark.parametrize(
    "value", ODD, ids=lambda value: f"{type(value).__name__} {value!r}"[:40].encode("ascii", "replace").decode()
)
def test_whatever_is_given_is_taken_or_refused_with_an_error_of_larder(
    server: FakeServer,
    client: Client,
    written: list[online.WriteRowsRequest],  # noqa: ARG001
    value: Any,
) -> None:
    """As entity, feature, time, other column, column and row; alone and beside others; in every shape; by every call."""
    server.answer(ONLINE_FEATURES, lambda _request, _context: Columns())
    server.answer(DELETE_ROWS, lambda _request, _context: online.DeleteRowsResponse(deleted=1))
    full = {"store": "1", "ts": NOW, "trip_count": 1, "rating": 1.0, "zip": "z", "l": [1]}
    calls: list[Callable[[], object]] = []
    beside: list[list[Any]] = [[], [None], [5], ["x"], [[1]]]
    for name, others in itertools.product([*full, "other"], beside):
        values = [*others, value]
        rows = [full | {name: one} for one in values]
        columns = {**{key: [one] * len(values) for key, one in full.items()}, name: values}
        calls += [
            partial(client.write_rows, "trips", rows),
            partial(client.ingest, "trips", columns),
            partial(
                client.ingest, "trips", pd.DataFrame({key: pd.Series(of, dtype=object) for key, of in columns.items()})
            ),
            partial(client.stage_dataframe, columns, "ts"),
        ]
    calls += [
        lambda: client.write_rows("trips", value),
        lambda: client.ingest("trips", [value]),
        lambda: client.ingest("trips", {"store": value, "ts": [NOW]}),
        lambda: client.get_online_features(["trips:zip"], [{"store": value}, {"store": "x"}]),
        lambda: client.get_online_features(["trips:zip"], {"store": value}),
        lambda: client.get_online_features(
            ["trips:zip"], pd.DataFrame({"store": pd.Series([value, "x"], dtype=object)})
        ),
        lambda: client.get_online_features(["trips:zip"], value),
        lambda: client.get_online_features(["trips:zip"], [value]),
        lambda: client.get_online_features([value], [{"store": "x"}]),
        lambda: client.delete_rows("trips", [{"store": value}]),
        lambda: client.start_offline_to_online_ingestion("trips", value, value),
    ]
    refused = 0
    for call in calls:
        try:
            call()
        except LarderError:
            refused += 1
    assert refused > 0, "a value is no table"


@pytest.mark.parametrize(
    ("given", "value"),
    [
        (Decimal("5"), Value(int64_val=5)),
        (Decimal("5.0"), Value(double_val=5.0)),
        (Decimal("0.1"), Value(double_val=0.1)),
        (Decimal("9007199254740993.0"), Value(int64_val=9007199254740993)),
        (Decimal("1e400"), None),
        (Decimal(10**20 + 1), None),
        (np.datetime64("2026-01-31", "ns"), None),
        (np.timedelta64(5, "ns"), None),
        (pd.NaT, Value()),
    ],
    ids=str,
)
def test_entities_of_further_classes(given: Any, value: Value | None) -> None:
    if value is not None:
        assert value_of(given) == value
    else:
        with pytest.raises(InvalidArgumentError):
            value_of(given)


def test_entities_are_sent_as_they_are_because_only_the_server_knows_their_types(
    server: FakeServer, client: Client
) -> None:
    sent: list[GetOnlineFeaturesRequest] = []

    def answer(request: GetOnlineFeaturesRequest, _context: object) -> Columns:
        sent.append(request)
        return Columns()

    server.answer(ONLINE_FEATURES, answer)
    for rows in ({"store": ["007", 7]}, pd.DataFrame({"store": pd.Series(["007", 7], dtype=object)})):
        client.get_online_features(["trips:zip"], rows)
        assert list(sent.pop().entities["store"].val) == [Value(string_val="007"), Value(int64_val=7)]
