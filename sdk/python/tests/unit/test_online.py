"""The answer of online serving in all shapes. What a server sends is written as today's Feast has it."""

from __future__ import annotations

import random
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from larder import FieldStatus, InternalError, InvalidArgumentError, OnlineResponse, ValueType
from larder._arrow import type_of
from larder._online import _entity_columns
from larder._proto.feast.serving.ServingService_pb2 import GetOnlineFeaturesResponse, GetOnlineFeaturesResponseV2
from larder._proto.feast.types.Value_pb2 import FloatList, Value
from larder._proto.larder.client.wire_pb2 import Columns
from larder._values import typed_value

PRESENT, NULL, MISSING, OLD = (
    FieldStatus.PRESENT,
    FieldStatus.NULL_VALUE,
    FieldStatus.NOT_FOUND,
    FieldStatus.OUTSIDE_MAX_AGE,
)
EXAMPLES: dict[ValueType, list[Any]] = {
    ValueType.BYTES: [b"", b"\xff\x00"],
    ValueType.STRING: ["", "ä"],
    ValueType.INT32: [0, -(2**31)],
    ValueType.INT64: [0, 2**63 - 1],
    ValueType.DOUBLE: [0.0, 1e300],
    ValueType.FLOAT: [0.0, 0.5],
    ValueType.BOOL: [False, True],
    ValueType.BYTES_LIST: [[], [b"", b"\xff"]],
    ValueType.STRING_LIST: [[], ["", "ä"]],
    ValueType.INT32_LIST: [[], [0, -(2**31)]],
    ValueType.INT64_LIST: [[], [0, 2**63 - 1]],
    ValueType.DOUBLE_LIST: [[], [0.0, 1e300]],
    ValueType.FLOAT_LIST: [[], [0.0, 0.5]],
    ValueType.BOOL_LIST: [[], [False, True]],
}


def answer(*columns: tuple[list[Value], list[FieldStatus]]) -> Columns:
    message = GetOnlineFeaturesResponseV2(status=True)
    for place, (values, statuses) in enumerate(columns):
        message.metadata.field_names.val.append(f"t:f{place}")
        vector = message.results.add(values=values, statuses=[int(status) for status in statuses])
        for _ in values:
            vector.event_timestamps.add(seconds=1_700_000_000, nanos=1)
    return Columns.FromString(message.SerializeToString())


@pytest.mark.parametrize("value_type", EXAMPLES, ids=lambda value_type: value_type.name)
def test_every_type_in_every_shape(value_type: ValueType) -> None:
    first, second = EXAMPLES[value_type]
    values = [typed_value(value_type, first), Value(), typed_value(value_type, second), Value(), Value()]
    statuses = [PRESENT, NULL, PRESENT, MISSING, OLD]
    response = OnlineResponse({"e": [1, 2, 3, 4, 5]}, answer((values, statuses)))
    wanted = [first, None, second, None, None]
    assert response.to_dict() == {"e": [1, 2, 3, 4, 5], "t:f0": wanted}
    assert response.to_rows()[2] == {"e": 3, "t:f0": second}
    assert response.statuses == {"t:f0": statuses}
    table = response.to_arrow()
    assert table.schema.field("t:f0").type == type_of(value_type)
    assert table.column("t:f0").to_pylist() == wanted
    assert response.to_pandas()["t:f0"].isna().tolist() == [False, True, False, True, True]
    rows = response.field_values
    assert [row.fields["t:f0"] for row in rows] == values
    assert [row.statuses["t:f0"] for row in rows] == [int(status) for status in statuses]
    assert rows[0].fields["e"] == Value(int64_val=1)
    assert isinstance(rows[0], GetOnlineFeaturesResponse.FieldValues)


def test_columns_are_those_of_a_loop_over_the_values() -> None:
    chance = random.Random(7)
    columns: list[tuple[list[Value], list[FieldStatus]]] = []
    for value_type, examples in EXAMPLES.items():
        statuses = [chance.choice([PRESENT, PRESENT, NULL, MISSING, OLD]) for _ in range(50)]
        given = [chance.choice(examples) if status is PRESENT else None for status in statuses]
        columns.append(([typed_value(value_type, value) for value in given], statuses))
    response = OnlineResponse({"e": list(range(50))}, answer(*columns))
    for place, value_type in enumerate(EXAMPLES):
        slow = [
            None if value.WhichOneof("val") is None else getattr(value, value_type.member)
            for value in columns[place][0]
        ]
        plain = [list(value.val) if value is not None and value_type.is_list else value for value in slow]
        assert response.to_dict()[f"t:f{place}"] == plain
        assert response.to_arrow()[f"t:f{place}"].to_pylist() == plain


def test_a_feature_that_is_nowhere_present_has_no_type() -> None:
    response = OnlineResponse({"e": [1, 2]}, answer(([Value(), Value()], [MISSING, NULL])))
    assert response.to_arrow().schema.field("t:f0").type == pa.null()
    assert response.to_dict()["t:f0"] == [None, None]


def test_floats_are_the_shortest_decimals_that_are_the_same_floats() -> None:
    given = [1.111, 0.1, 3.4028235e38, 1e-45, 16777216.0, -0.0, 123456.79, float("inf"), 8589973000.0, 0.30000001]
    floats = Value(float_list_val=FloatList(val=given))
    values = [Value(float_val=number) for number in given]
    response = OnlineResponse(
        {"e": given}, answer((values, [PRESENT] * len(given)), ([floats] * len(given), [PRESENT] * len(given)))
    )
    found = response.to_dict()
    assert [str(number) for number in found["t:f0"]] == [
        *("1.111", "0.1", "3.4028235e+38", "1e-45", "16777216.0", "-0.0", "123456.79", "inf", "8589974000.0"),
        "0.3",
    ]
    assert found["t:f1"][0] == found["t:f0"]
    assert response.to_rows()[0]["t:f0"] == 1.111
    assert [row.fields["t:f0"] for row in response.field_values] == values
    assert response.to_arrow()["t:f0"].type == pa.float32()


def test_large_integers_survive_in_nullable_types() -> None:
    values = [Value(int64_val=2**53 + 1), Value()]
    response = OnlineResponse({"e": [1, 2]}, answer((values, [PRESENT, MISSING])))
    frame = response.to_pandas(nullable=True)
    assert frame["t:f0"][0] == 2**53 + 1
    assert frame.dtypes["t:f0"] == pd.Int64Dtype()


def test_an_answer_whose_values_do_not_fit_its_statuses_is_refused() -> None:
    for values, statuses in (
        ([Value(), Value(int64_val=1)], [PRESENT, PRESENT]),
        ([Value(string_val="a"), Value(int64_val=1)], [PRESENT, PRESENT]),
        ([Value(int64_val=1), Value(int64_val=1)], [PRESENT, MISSING]),
    ):
        with pytest.raises(InternalError):
            OnlineResponse({"e": [1, 2]}, answer((values, statuses))).to_dict()


@pytest.mark.parametrize(
    "rows",
    [
        [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}],
        {"a": [1, 2], "b": ["x", "y"]},
        pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}),
        pa.table({"a": [1, 2], "b": ["x", "y"]}),
    ],
    ids=["rows", "columns", "pandas", "pyarrow"],
)
def test_entity_rows_come_in_four_shapes(rows: Any) -> None:
    assert _entity_columns(rows) == {"a": [1, 2], "b": ["x", "y"]}


@pytest.mark.parametrize("rows", [[], {}, {"a": []}, [{}], pd.DataFrame({"a": []})])
def test_no_row_is_refused(rows: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="no row"):
        _entity_columns(rows)


def test_rows_with_different_entities_are_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="b is in row 0 or in row 1"):
        _entity_columns([{"a": 1}, {"a": 1, "b": 2}])
