"""Values as Python has them and as `feast.types.Value`."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from larder import _casts
from larder._errors import InvalidArgumentError
from larder._proto.feast.types import Value_pb2 as types
from larder._proto.feast.types.Value_pb2 import Value
from larder._value_type import ValueType

_LISTS: dict[ValueType, Callable[..., Any]] = {
    ValueType.BYTES_LIST: types.BytesList,
    ValueType.STRING_LIST: types.StringList,
    ValueType.INT32_LIST: types.Int32List,
    ValueType.INT64_LIST: types.Int64List,
    ValueType.DOUBLE_LIST: types.DoubleList,
    ValueType.FLOAT_LIST: types.FloatList,
    ValueType.BOOL_LIST: types.BoolList,
}
_OF_CLASS: dict[type, ValueType] = {
    int: ValueType.INT64,
    str: ValueType.STRING,
    float: ValueType.DOUBLE,
    bool: ValueType.BOOL,
    bytes: ValueType.BYTES,
}
_LIST_OF_CLASS = {kind: ValueType[f"{scalar.name}_LIST"] for kind, scalar in _OF_CLASS.items()}


def value_of(given: Any) -> Value:
    """The value, of the type that Python's type says; the server makes it the registered type if it fits. None is null.

    Taken are bool, int, float, str, bytes, lists of them, scalars and arrays of numpy, and a `Value` of this or another package.
    """
    kind = type(given)
    scalar = _OF_CLASS.get(kind)
    if scalar is not None:
        return typed_value(scalar, given)
    if given is None or kind.__name__ in ("NAType", "NaTType"):
        return Value()
    if isinstance(given, list | tuple):
        return typed_value(_list_type(given), given)
    if isinstance(given, bytearray | memoryview):
        return Value(bytes_val=bytes(given))
    if isinstance(given, Decimal):
        return value_of(_number_of(given))
    if hasattr(given, "DESCRIPTOR") and hasattr(given, "SerializeToString"):
        return Value.FromString(given.SerializeToString())
    plain = getattr(given, "tolist", None)
    # numpy, whose times would be integers.
    if (
        plain is not None
        and getattr(given, "dtype", None)
        and given.dtype.kind not in "mM"
        and type(plain()) is not kind
    ):
        return value_of(plain())
    raise InvalidArgumentError(
        f"{given!r} is of type {kind.__name__}; a value is a bool, int, float, str, bytes or a list of them"
    )


def values_of(column: Iterable[Any]) -> list[Value]:
    """The values of a column."""
    column = column if isinstance(column, list) else list(column)
    kinds = set(map(type, column))
    if kinds == {int}:  # The usual case, made quick.
        try:
            return [Value(int64_val=number) for number in column]
        except ValueError:
            pass  # `typed_value` says which one does not fit.
    return [value_of(given) for given in column]


def typed_value(value_type: ValueType, given: Any) -> Value:
    """The value, of this type. None is null."""
    if given is None:
        return Value()
    try:
        value = _LISTS[value_type](val=_plain(given)) if value_type.is_list else given
        return Value(**{value_type.member: value})
    except (TypeError, ValueError, OverflowError):
        raise InvalidArgumentError(f"{given!r} cannot be read as {value_type.name}", reason="WRONG_TYPE") from None


def shortest(floats: Sequence[float]) -> list[float]:
    """FLOATs as the shortest decimals that are the same FLOATs: 1.111, and not 1.1109999418258667."""
    import pyarrow as pa

    found: list[float] = pa.array(floats, pa.float32()).cast(pa.string()).cast(pa.float64()).to_pylist()
    return found


def _number_of(given: Decimal) -> int | float:
    """What says the same on the wire, which has no decimals."""
    if given.is_nan():
        return math.nan
    whole = _casts.cast(ValueType.INT64, given)
    number = _casts.cast(ValueType.DOUBLE, given)
    found: int | float | None = number
    if whole is not None and (given.as_tuple().exponent == 0 or number is None or Decimal(number) != given):
        found = whole
    if found is None:
        raise InvalidArgumentError(f"{given} is too large for an INT64 or a DOUBLE", reason="WRONG_TYPE")
    return found


def _plain(given: Any) -> Sequence[Any]:
    plain = getattr(given, "tolist", None)
    listed: Sequence[Any] = plain() if plain is not None else given
    return listed


def _list_type(given: Sequence[Any]) -> ValueType:
    if not given:
        return ValueType.INT64_LIST
    classes = set(map(type, given))
    found = _LIST_OF_CLASS.get(float if classes == {int, float} else type(given[0]))
    if found is None:
        raise InvalidArgumentError(f"a list of {type(given[0]).__name__} is no value: {given!r}")
    return found
