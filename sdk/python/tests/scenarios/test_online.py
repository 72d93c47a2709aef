"""Online features, against the application."""

from __future__ import annotations

import socket
import time
from datetime import datetime, timedelta, timezone
from typing import Any

import pandas as pd
import pytest

from larder import (
    Client,
    DeadlineExceededError,
    Entity,
    Feature,
    FeatureTable,
    FieldStatus,
    FileSource,
    InvalidArgumentError,
    NotFoundError,
    ParquetFormat,
    UnavailableError,
    ValueType,
)
from tests.application import free_ports

FILES = FileSource("event_timestamp", ParquetFormat(), "file:///data/trips")
EXAMPLES: dict[ValueType, Any] = {
    ValueType.BYTES: b"\x00\xff",
    ValueType.STRING: "Zürich",
    ValueType.INT32: -(2**31),
    ValueType.INT64: 2**63 - 1,
    ValueType.DOUBLE: 1e300,
    ValueType.FLOAT: 0.5,
    ValueType.BOOL: True,
    ValueType.BYTES_LIST: [b"", b"\xff"],
    ValueType.STRING_LIST: ["", "ä"],
    ValueType.INT32_LIST: [0, -(2**31)],
    ValueType.INT64_LIST: [0, 2**63 - 1],
    ValueType.DOUBLE_LIST: [0.0, -1e300],
    ValueType.FLOAT_LIST: [0.0, -0.5],
    ValueType.BOOL_LIST: [True, False],
}


def now() -> datetime:
    return datetime.now(timezone.utc)


def table(
    name: str, entities: list[str], features: dict[str, ValueType], max_age: timedelta | None = None
) -> FeatureTable:
    return FeatureTable(name, entities, [Feature(key, kind) for key, kind in features.items()], FILES, max_age=max_age)


@pytest.fixture
def trips(client: Client) -> FeatureTable:
    trips = table("trips", ["driver_id"], {"count": ValueType.INT64, "rating": ValueType.DOUBLE})
    client.apply([Entity("driver_id", "", ValueType.INT64), trips])
    return trips


def test_every_type_comes_back_as_it_was_written(client: Client) -> None:
    types = table("types", ["e"], {kind.name.lower(): kind for kind in EXAMPLES})
    client.apply([Entity("e", "", ValueType.STRING), types])
    values = {kind.name.lower(): value for kind, value in EXAMPLES.items()}
    result = client.write_rows(types, [{"e": "full", "event_timestamp": now(), **values}])
    assert (result.written, result.errors) == (1, [])
    assert client.write_rows(types, [{"e": "empty", "event_timestamp": now()}]).written == 1
    refs = [f"types:{name}" for name in values]
    response = client.get_online_features(refs, [{"e": "full"}, {"e": "empty"}, {"e": "absent"}])
    statuses = [FieldStatus.PRESENT, FieldStatus.NULL_VALUE, FieldStatus.NOT_FOUND]
    assert response.statuses == dict.fromkeys(refs, statuses)
    assert response.to_dict() == {
        "e": ["full", "empty", "absent"],
        **{f"types:{name}": [value, None, None] for name, value in values.items()},
    }
    assert response.to_arrow().slice(0, 1).to_pylist() == [
        {"e": "full", **{f"types:{n}": v for n, v in values.items()}}
    ]


@pytest.mark.parametrize("kind", [ValueType.INT32, ValueType.INT64, ValueType.STRING, ValueType.BOOL, ValueType.BYTES])
def test_entities_of_many_types(client: Client, kind: ValueType) -> None:
    keyed = table("keyed", ["e"], {"f": ValueType.INT64})
    client.apply([Entity("e", "", kind), keyed])
    value = EXAMPLES[kind]
    client.write_rows(keyed, [{"e": value, "event_timestamp": now(), "f": 1}])
    assert client.get_online_features(["keyed:f"], [{"e": value}]).to_dict()["keyed:f"] == [1]


def test_an_outdated_row_is_said_to_be(client: Client, trips: FeatureTable) -> None:
    client.write_rows(
        trips, [{"driver_id": 1, "event_timestamp": now() - timedelta(hours=2), "count": 5, "rating": 4.5}]
    )
    refs = ["trips:count"]
    assert client.get_online_features(refs, [{"driver_id": 1}]).to_dict()["trips:count"] == [5]
    trips.max_age = timedelta(hours=1)
    client.apply(trips)
    response = client.get_online_features(refs, [{"driver_id": 1}])
    assert response.statuses["trips:count"] == [FieldStatus.OUTSIDE_MAX_AGE]
    assert response.to_dict()["trips:count"] == [None]


def test_what_becomes_of_rows(client: Client, trips: FeatureTable) -> None:
    trips.max_age = timedelta(hours=1)
    client.apply(trips)
    rows = pd.DataFrame(
        {
            "driver_id": pd.array([1, 1, 2, None], dtype="Int64"),
            "event_timestamp": [now(), now() - timedelta(minutes=1), now() - timedelta(hours=2), now()],
            "count": [1, 2, 3, 4],
        }
    )
    result = client.write_rows("trips", rows)
    assert (result.written, result.older, result.too_old) == (1, 1, 1)
    assert [(error.row, bool(error.reason)) for error in result.errors] == [(3, True)]
    assert client.delete_rows(trips, [{"driver_id": 1}, {"driver_id": 2}]) == 1


def test_more_rows_than_one_call_takes(client: Client, trips: FeatureTable) -> None:
    count = 2_500
    rows = pd.DataFrame({"driver_id": range(count), "event_timestamp": now(), "count": range(count), "rating": 0.5})
    assert client.write_rows(trips, rows).written == count
    response = client.get_online_features(["trips:count", "trips:rating"], rows[["driver_id"]])
    frame = response.to_pandas()
    assert frame["trips:count"].tolist() == list(range(count))
    assert frame.dtypes.astype(str).to_dict() == {
        "driver_id": "int64",
        "trips:count": "int64",
        "trips:rating": "float64",
    }


def test_tables_with_different_entities_are_asked_together(client: Client, trips: FeatureTable) -> None:
    pairs = table("pairs", ["driver_id", "city"], {"tips": ValueType.FLOAT})
    client.apply([Entity("city", "", ValueType.STRING), pairs])
    client.write_rows(trips, [{"driver_id": 1, "event_timestamp": now(), "count": 7}])
    client.write_rows(pairs, [{"driver_id": 1, "city": "Zürich", "event_timestamp": now(), "tips": 0.5}])
    response = client.get_online_features(
        ["pairs:tips", "trips:count"],
        [{"driver_id": 1, "city": "Zürich"}, {"driver_id": 1, "city": "Bern"}, {"driver_id": 1, "city": None}],
    )
    assert response.feature_names == ["pairs:tips", "trips:count"]
    assert response.to_dict()["pairs:tips"] == [0.5, None, None]
    assert response.to_dict()["trips:count"] == [7, 7, 7]


def test_entity_values_become_the_registered_type(client: Client, trips: FeatureTable) -> None:
    client.write_rows(trips, [{"driver_id": 1001, "event_timestamp": now(), "count": 1}])
    response = client.get_online_features(
        ["trips:count"], [{"driver_id": "1001"}, {"driver_id": 1001.0}, {"driver_id": 1001}]
    )
    assert response.to_dict()["trips:count"] == [1, 1, 1]


@pytest.mark.parametrize(
    ("refs", "rows", "error", "text"),
    [
        (["trips:nothing"], [{"driver_id": 1}], NotFoundError, "nothing"),
        (["nothing:count"], [{"driver_id": 1}], NotFoundError, "nothing"),
        (["count"], [{"driver_id": 1}], InvalidArgumentError, "count"),
        ([], [{"driver_id": 1}], InvalidArgumentError, "feature"),
        (["trips:count"], [], InvalidArgumentError, "no row"),
        (["trips:count"], [{"driver": 1}], InvalidArgumentError, "driver"),
        (["trips:count"], [{"driver_id": "abc"}], InvalidArgumentError, "abc"),
    ],
)
@pytest.mark.usefixtures("trips")
def test_a_wrong_question_is_refused(
    client: Client, refs: list[str], rows: Any, error: type[Exception], text: str
) -> None:
    with pytest.raises(error, match=text):
        client.get_online_features(refs, rows)


def test_more_entities_than_the_tables_need_are_passed_over(client: Client, trips: FeatureTable) -> None:
    client.write_rows(trips, [{"driver_id": 1, "event_timestamp": now(), "count": 7}])
    response = client.get_online_features(["trips:count"], [{"driver_id": 1, "city": "Bern"}])
    assert response.to_dict()["trips:count"] == [7]


def test_many_rows_are_answered_in_one_call(client: Client, trips: FeatureTable) -> None:
    client.write_rows(trips, [{"driver_id": 1, "event_timestamp": now(), "count": 7}])
    response = client.get_online_features(["trips:count"], {"driver_id": [1] * 10_001})
    assert response.to_dict()["trips:count"] == [7] * 10_001


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([{"driver_id": 1, "count": 1}], "event_timestamp"),
        ([{"event_timestamp": datetime(2026, 1, 1), "count": 1}], "driver_id"),
        ([{"driver_id": 1, "event_timestamp": datetime(2026, 1, 1), "count": "many"}], "count"),
    ],
)
def test_rows_that_do_not_fit_are_refused(client: Client, trips: FeatureTable, rows: Any, text: str) -> None:
    with pytest.raises(InvalidArgumentError, match=text):
        client.write_rows(trips, rows)


def test_another_project_has_other_features(client: Client, trips: FeatureTable) -> None:
    client.write_rows(trips, [{"driver_id": 1, "event_timestamp": now(), "count": 1}])
    with pytest.raises(NotFoundError):
        client.get_online_features(["trips:count"], [{"driver_id": 1}], project="default")


def test_a_call_keeps_its_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begin = time.monotonic()
        with (
            Client(url=f"127.0.0.1:{silent.getsockname()[1]}") as client,
            pytest.raises(DeadlineExceededError, match="in time"),
        ):
            client.get_online_features(["trips:count"], [{"driver_id": 1}], timeout=0.5)
        assert 0.4 < time.monotonic() - begin < 4


def test_a_server_that_is_away_is_said_to_be() -> None:
    (port,) = free_ports(1)
    with Client(url=f"127.0.0.1:{port}") as client, pytest.raises(UnavailableError, match="cannot reach"):
        client.get_online_features(["trips:count"], [{"driver_id": 1}])
