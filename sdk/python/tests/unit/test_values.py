from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from larder import InvalidArgumentError, ValueType
from larder._proto.feast.types.Value_pb2 import BoolList, Int64List, StringList, Value
from larder._values import typed_value, value_of, values_of


@pytest.mark.parametrize(
    ("given", "value"),
    [
        (True, Value(bool_val=True)),
        (0, Value(int64_val=0)),
        (-(2**63), Value(int64_val=-(2**63))),
        (1.5, Value(double_val=1.5)),
        ("ä", Value(string_val="ä")),
        (b"\xff", Value(bytes_val=b"\xff")),
        (None, Value()),
        (["a", "b"], Value(string_list_val=StringList(val=["a", "b"]))),
        ((True, False), Value(bool_list_val=BoolList(val=[True, False]))),
        ([], Value(int64_list_val=Int64List())),
        (np.int32(3), Value(int64_val=3)),
        (np.float32(0.5), Value(double_val=0.5)),
        (np.bool_(True), Value(bool_val=True)),
        (np.array([1, 2]), Value(int64_list_val=Int64List(val=[1, 2]))),
        (Value(int32_val=1), Value(int32_val=1)),
    ],
)
def test_a_value_has_the_type_of_what_is_given(given: Any, value: Value) -> None:
    assert value_of(given) == value


@pytest.mark.parametrize("given", [2**63, object(), {"a": 1}, [object()], ["a", 1], 1j])
def test_what_is_no_value_is_refused(given: Any) -> None:
    with pytest.raises(InvalidArgumentError):
        value_of(given)


def test_a_column_says_which_value_does_not_fit() -> None:
    assert values_of([1, None, "a"]) == [Value(int64_val=1), Value(), Value(string_val="a")]
    with pytest.raises(InvalidArgumentError, match="9223372036854775808"):
        values_of([1, 2**63])


def test_a_typed_value_must_fit() -> None:
    assert typed_value(ValueType.INT32, None) == Value()
    with pytest.raises(InvalidArgumentError, match="INT32"):
        typed_value(ValueType.INT32, 2**31)
    with pytest.raises(InvalidArgumentError, match="BOOL"):
        typed_value(ValueType.BOOL, "yes")
