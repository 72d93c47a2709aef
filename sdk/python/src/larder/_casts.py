"""Which value may be read as which type: the rule of every way into the stores (docs/registry.md), for one value of Python.

A value survives if reading it back gives the same value; a number with a fraction may be rounded to the nearest DOUBLE or FLOAT, but
never to infinity. `_cast_columns` has the same for columns of pyarrow.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from larder._value_type import ValueType

WHITE = "\t\n\v\f\r\x1c\x1d\x1e\x1f \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u2028\u2029\u205f\u3000"
"""What may stand around a number."""
LONGEST_NUMBER = 1_000
"""A longer text is no number, whatever it says."""

_MOST_DIGITS = 19
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,9})?")
_WHOLE = re.compile(r"[+-]?[0-9]+")
_SPECIAL = {
    "nan": math.nan,
    **dict.fromkeys(("inf", "+inf", "infinity", "+infinity"), math.inf),
    **dict.fromkeys(("-inf", "-infinity"), -math.inf),
}
_TRUTH = {"true": True, "false": False}


def cast(wanted: ValueType, value: Any) -> Any:
    """The value as this type; None if it does not survive."""
    if not wanted.is_list:
        return _SCALARS[wanted](_plain(value))
    # Sequences, and arrays of one dimension.
    if not isinstance(value, list | tuple) and len(getattr(value, "shape", ())) != 1:
        return None
    element = _SCALARS[wanted.element]
    elements = [None if one is None else element(_plain(one)) for one in value]
    return None if None in map(_known, elements) else elements


def _known(element: Any) -> Any:
    return None if element is None else True


def _plain(value: Any) -> Any:
    """A scalar of numpy as Python has it. Times are no numbers, also where numpy counts them in integers."""
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    return value.item() if kind and kind in "biufSU" and value.shape == () else value


def _bytes(value: Any) -> bytes | None:
    if isinstance(value, str):
        text = _text(value)
        return None if text is None else text.encode()
    return bytes(value) if isinstance(value, bytes | bytearray | memoryview) else None


def _text(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    try:
        value.encode()
    except UnicodeEncodeError:  # Half of a pair of surrogates.
        return None
    return str(value)


def _bool(value: Any) -> bool | None:
    if isinstance(value, str):
        return _TRUTH.get(value.strip(WHITE).lower())
    number = _int64(value)
    return bool(number) if number in (0, 1) else None


def _int32(value: Any) -> int | None:
    number = _int64(value)
    return number if number is not None and -(2**31) <= number < 2**31 else None


def _int64(value: Any) -> int | None:
    whole: int | None = None
    if isinstance(value, int):
        whole = int(value)
    elif isinstance(value, float):
        whole = int(value) if value.is_integer() else None
    elif isinstance(value, Decimal):
        whole = _whole(value)
    elif isinstance(value, str):
        text = _number(value)
        whole = _whole(Decimal(text)) if _NUMBER.fullmatch(text) else None
    return whole if whole is not None and -(2**63) <= whole < 2**63 else None


def _whole(number: Decimal) -> int | None:
    if not number.is_finite():
        return None
    # Before it is written out: 1e999999999 would be.
    if number and number.adjusted() >= _MOST_DIGITS:
        return None
    return int(number) if number == number.to_integral_value() else None


def _float64(value: Any) -> float | None:
    return _floating(value, float, lambda exact: _finite(float(exact)))


def _float32(value: Any) -> float | None:
    return _floating(value, _rounded, _nearest_float32)


def _floating(
    value: Any, of_float: Callable[[float], float | None], of_decimal: Callable[[Decimal], float | None]
) -> float | None:
    if isinstance(value, float):
        return of_float(value)
    if isinstance(value, str):
        text = _number(value)
        special = _SPECIAL.get(text.lower())
        if special is not None:
            return special
        if not _NUMBER.fullmatch(text):
            return None
        value = int(text) if _WHOLE.fullmatch(text) else Decimal(text)
        if isinstance(value, Decimal):
            return of_decimal(value)
    if isinstance(value, Decimal):
        if not value.is_finite():
            return math.nan if value.is_nan() else of_float(float(value))
        if value.as_tuple().exponent != 0:
            return of_decimal(value)
        value = int(value)
    if not isinstance(value, int):
        return None
    try:
        number = of_float(float(value))
    except OverflowError:
        return None
    return number if number is not None and int(number) == value else None


def _nearest_float32(exact: Decimal) -> float | None:
    """Rounded once: to the double next to it whose last bit is 1, and from there to the nearest FLOAT."""
    number = float(exact)
    difference = 0 if math.isinf(number) else exact.compare(Decimal(number))
    if difference and not struct.unpack("<q", struct.pack("<d", number))[0] & 1:
        number = math.nextafter(number, math.copysign(math.inf, difference))
    return _finite(number) and _rounded(number)


def _rounded(number: float) -> float | None:
    try:
        rounded: float = struct.unpack("<f", struct.pack("<f", number))[0]
    except OverflowError:
        return None
    return rounded


def _finite(number: float) -> float | None:
    return None if math.isinf(number) else number


def _number(text: str) -> str:
    return "" if len(text) > LONGEST_NUMBER else text.strip(WHITE)


_SCALARS: dict[ValueType, Callable[[Any], Any]] = {
    ValueType.BYTES: _bytes,
    ValueType.STRING: _text,
    ValueType.INT32: _int32,
    ValueType.INT64: _int64,
    ValueType.DOUBLE: _float64,
    ValueType.FLOAT: _float32,
    ValueType.BOOL: _bool,
}
