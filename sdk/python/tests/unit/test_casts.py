"""The rule of casts, which every way into the stores shares: the matrix of all cases, then what Python adds to it."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from larder import InvalidArgumentError, ValueType, _cast_columns, _casts
from larder._arrow import type_of
from larder._given import given

MATRIX = Path(__file__).parents[4] / "proto/testdata/values/casts.json"
CASES: list[dict[str, Any]] = json.loads(MATRIX.read_text())["cases"]
KINDS: dict[str, Callable[[str], Any]] = {
    "boolean": lambda text: text == "true",
    "integer": int,
    "floating": float,
    "decimal": Decimal,
    "text": str,
    "bytes": bytes.fromhex,
}


def name(case: dict[str, Any]) -> str:
    return f"{case['kind']} {case['value']} as {case['type']}"


def of_case(case: dict[str, Any]) -> tuple[ValueType, Any, Any]:
    """The type, the value, and what becomes of it."""
    wanted = ValueType[case["type"]]
    kind = KINDS[case["kind"]]
    value = case["value"]
    read = [None if one is None else kind(one) for one in value] if isinstance(value, list) else kind(value)
    if case["is"] is None:
        return wanted, read, None
    results: dict[ValueType, Callable[[str], Any]] = {
        ValueType.BYTES: bytes.fromhex,
        ValueType.STRING: str,
        ValueType.BOOL: lambda text: text == "true",
        ValueType.DOUBLE: float,
        ValueType.FLOAT: lambda text: float(np.float32(text)),
    }
    result = results.get(wanted.element if wanted.is_list else wanted, int)
    return wanted, read, [result(one) for one in case["is"]] if wanted.is_list else result(case["is"])


def same(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, list):
        return isinstance(found, list) and len(found) == len(wanted) and all(map(same, found, wanted))
    both_nan = isinstance(found, float) and isinstance(wanted, float) and math.isnan(found) and math.isnan(wanted)
    return type(found) is type(wanted) and (found == wanted or both_nan)


@pytest.mark.parametrize("case", CASES, ids=name)
def test_the_matrix_holds_for_values_of_python(case: dict[str, Any]) -> None:
    wanted, value, result = of_case(case)
    assert same(_casts.cast(wanted, value), result)


@pytest.mark.parametrize("case", CASES, ids=name)
def test_the_matrix_holds_for_columns_of_pyarrow(case: dict[str, Any]) -> None:
    wanted, value, result = of_case(case)
    try:
        column = pa.chunked_array([pa.array([None, value])])
    except pa.ArrowInvalid:
        pytest.skip("pyarrow has no such value")
    found, lost = _cast_columns.cast(column, wanted)
    assert lost == (1 if result is None else None)
    if result is not None:
        assert found.type == type_of(wanted)
        assert found[0].as_py() is None
        assert same(found[1].as_py(), result)


@pytest.mark.parametrize("case", CASES, ids=name)
@pytest.mark.parametrize("shape", [list, lambda values: pd.Series(values, dtype=object)], ids=["list", "pandas"])
def test_the_matrix_holds_for_columns_of_several_classes(case: dict[str, Any], shape: Callable[[Any], Any]) -> None:
    """Beside a value of another class nothing may be made of a column but by the rule: pyarrow would make floats of all."""
    wanted, value, result = of_case(case)
    if isinstance(value, float) and math.isnan(value) and shape is not list:
        pytest.skip("to pandas this is a missing value")
    other: Any = [] if wanted.is_list else np.bool_(True)
    column = given({"c": shape([value, None, other])})
    if result is None or (wanted in (ValueType.STRING, ValueType.BYTES)):
        with pytest.raises(InvalidArgumentError, match=r"in row [02] cannot be read as"):
            column.typed("c", wanted, "a column")
    else:
        found = column.typed("c", wanted, "a column").to_pylist()
        assert same(found[:2], [result, None]) or same(found[0], result)
        assert found[2] == (other if wanted.is_list else 1)


@pytest.mark.parametrize(
    ("wanted", "array", "lost"),
    [
        (ValueType.INT64, pa.array([2**63 - 1, 2**63], pa.uint64()), 1),
        (ValueType.DOUBLE, pa.array([2**63, 2**64 - 1], pa.uint64()), 1),
        (ValueType.INT32, pa.array([1, 2], pa.uint8()), None),
        (ValueType.FLOAT, pa.array([np.float16(0.5)], pa.float16()), None),
        (ValueType.STRING, pa.array(["a", "b", "a"]).dictionary_encode(), None),
        (ValueType.INT64, pa.array(["1", "x"]).dictionary_encode(), 1),
        (ValueType.STRING, pa.array(["a", None], pa.large_string()), None),
        (ValueType.BYTES, pa.array([b"ab"], pa.binary(2)), None),
        (ValueType.STRING, pa.array([b"ab"]), 0),
        (ValueType.INT64, pa.array([0], pa.timestamp("us")), 0),
        (ValueType.STRING, pa.array([0], pa.date32()), 0),
        (ValueType.INT64, pa.array([0], pa.duration("s")), 0),
        (ValueType.INT64, pa.array([{"a": 1}]), 0),
        (ValueType.INT64_LIST, pa.array([None, [1], []], pa.large_list(pa.int32())), None),
        (ValueType.INT64_LIST, pa.array([[1, 2], None], pa.list_(pa.float64(), 2)), None),
        (ValueType.INT64_LIST, pa.array([[1], [2], [3.5], [4]], pa.list_(pa.float64())), 2),
        (ValueType.INT64_LIST, pa.array([1]), 0),
        (ValueType.INT64, pa.array([[1]]), 0),
        (ValueType.BOOL, pa.nulls(3), None),
    ],
    ids=str,
)
def test_every_kind_of_column_is_read_by_the_rule(wanted: ValueType, array: pa.Array, lost: int | None) -> None:
    found, row = _cast_columns.cast(pa.chunked_array([array]), wanted)
    assert row == lost
    if lost is None:
        assert found.type == type_of(wanted)
        assert found.to_pylist() == array.to_pylist()


def test_the_row_that_is_lost_is_counted_over_all_chunks_and_slices() -> None:
    column = pa.chunked_array([pa.array([["9"], ["1"]]).slice(1), pa.array([["2"], ["x"], ["y"]])])
    assert _cast_columns.cast(column, ValueType.INT64_LIST)[1] == 2
    assert _cast_columns.cast(column.slice(0, 2), ValueType.INT64_LIST)[0].to_pylist() == [[1], [2]]


def test_a_decimal_and_a_text_are_rounded_to_a_float_once() -> None:
    """Just above the middle of two FLOATs. Rounded to a DOUBLE first it is the middle itself, and then goes down."""
    text = "1.00000005960464477540"
    assert _casts.cast(ValueType.FLOAT, Decimal(text)) == 1.0000001192092896
    assert _casts.cast(ValueType.FLOAT, text) == 1.0000001192092896
    assert _cast_columns.cast(pa.chunked_array([[text]]), ValueType.FLOAT)[0].to_pylist() == [1.0000001192092896]
    assert _casts.cast(ValueType.FLOAT, Decimal("1.0000000596046447753")) == 1.0


@pytest.mark.parametrize(
    ("wanted", "values", "text"),
    [
        (ValueType.INT64, [1, 3.7], "column c, a feature: 3.7 in row 1 cannot be read as INT64; give whole numbers"),
        (ValueType.INT64, [2**63], "9223372036854775808 in row 0 cannot be read as INT64"),
        (ValueType.STRING, ["a", "\ud800"], r"'\\ud800' in row 1 cannot be read as STRING"),
        (ValueType.STRING, [7], "7 in row 0 cannot be read as STRING; give texts, such as with astype"),
        (ValueType.FLOAT, [Decimal("1e400")], "cannot be read as FLOAT"),
        (ValueType.BOOL, ["yes"], "'yes' in row 0 cannot be read as BOOL; give true or false"),
        (ValueType.INT64, [np.datetime64("2026-01-01", "ns")], "in row 0 cannot be read as INT64"),
        (ValueType.INT64, [np.array([1])], "in row 0 cannot be read as INT64"),
        (ValueType.INT64_LIST, [[1, None]], "give lists without null; of the elements: give whole numbers"),
        (ValueType.INT64_LIST, ["12"], "'12' in row 0 cannot be read as INT64_LIST"),
        (ValueType.INT64_LIST, [{1: 2}], "in row 0 cannot be read as INT64_LIST"),
        (ValueType.BYTES, [object()], "in row 0 cannot be read as BYTES"),
        (ValueType.DOUBLE, [1j], "1j in row 0 cannot be read as DOUBLE"),
    ],
    ids=str,
)
def test_what_is_lost_is_told_with_column_row_value_type_and_way_out(
    wanted: ValueType, values: list[Any], text: str
) -> None:
    with pytest.raises(InvalidArgumentError, match=text) as raised:
        given({"c": values}).typed("c", wanted, "a feature")
    assert (raised.value.field, raised.value.reason) == ("c", "WRONG_TYPE")


def test_missing_values_of_pandas_are_null() -> None:
    frame = pd.DataFrame({"a": [1.0, None], "b": pd.array([1, None], "Int64"), "c": [None, "x"], "d": ["x", pd.NA]})
    found = given(frame)
    assert found.typed("a", ValueType.INT32, "").to_pylist() == [1, None]
    assert found.typed("b", ValueType.INT32, "").to_pylist() == [1, None]
    assert found.typed("c", ValueType.STRING, "").to_pylist() == [None, "x"]
    assert found.typed("d", ValueType.STRING, "").to_pylist() == ["x", None]
    assert given({"d": [1, "2", pd.NA]}).typed("d", ValueType.INT64, "").to_pylist() == [1, 2, None]
