"""Which value may be read as which type, for columns of pyarrow: the rule of `_casts`, in a few steps for all rows.

What takes more than that, such as a text with an exponent that shall be an integer, is asked of `_casts` value by value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from larder import _casts
from larder._arrow import is_text, plain, type_of
from larder._value_type import ValueType

if TYPE_CHECKING:
    import pyarrow as pa

_SHORT_INTEGER = "^-?[0-9]{1,18}$"
# Integers of seven digits are exact in every type; longer ones must be looked at.
_SIMPLE_NUMBER = r"^(-?[0-9]{1,7}|-?[0-9]+\.[0-9]+([eE][+-]?[0-9]{1,9})?)$"


def cast(column: pa.ChunkedArray, wanted: ValueType) -> tuple[pa.ChunkedArray, int | None]:
    """The column as this type, and the first row whose value does not survive, if there is one."""
    import pyarrow as pa
    from pyarrow import compute

    chunks = []
    begin = 0
    for chunk in column.chunks:
        given = plain(chunk)
        survived = _lists(given, wanted) if wanted.is_list else _scalars(given, wanted)
        lost = compute.index(compute.and_(given.is_valid(), survived.is_null()), True).as_py()
        if lost >= 0:
            return column, begin + int(lost)
        chunks.append(survived)
        begin += len(chunk)
    return pa.chunked_array(chunks, type_of(wanted)), None


def _lists(given: pa.Array, wanted: ValueType) -> pa.Array:
    """A list is null if one of its elements is, or does not survive."""
    import pyarrow as pa
    from pyarrow import compute

    types = pa.types
    if not (types.is_list(given.type) or types.is_large_list(given.type) or types.is_fixed_size_list(given.type)):
        return pa.nulls(len(given), type_of(wanted))
    # A list that is null may still have elements behind it.
    lists = given.filter(given.is_valid()).cast(pa.list_(given.type.value_type))
    elements = _scalars(plain(compute.list_flatten(lists)), wanted.element)
    lengths = compute.list_value_length(lists).cast(pa.int32())
    if elements.null_count:
        broken = compute.unique(compute.filter(compute.list_parent_indices(lists), elements.is_null()))
        whole = compute.invert(compute.is_in(pa.array(range(len(lists)), broken.type), broken))
    else:
        whole = lists.is_valid()
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), compute.cumulative_sum(lengths)])
    survived = pa.ListArray.from_arrays(offsets, elements, mask=compute.invert(whole))
    places = compute.subtract(compute.cumulative_sum(given.is_valid().cast(pa.int64())), 1)
    return survived.take(_where(given.is_valid(), places))


def _scalars(given: pa.Array, wanted: ValueType) -> pa.Array:
    import pyarrow as pa

    to, types = type_of(wanted), pa.types
    if given.type == to or types.is_null(given.type):
        return given.cast(to)
    if wanted in (ValueType.STRING, ValueType.BYTES):
        is_binary = types.is_binary(given.type) or types.is_large_binary(given.type)
        is_binary = is_binary or types.is_fixed_size_binary(given.type)
        taken = is_text(given.type) or (wanted is ValueType.BYTES and is_binary)
        return given.cast(to) if taken else pa.nulls(len(given), to)
    if types.is_boolean(given.type):
        return given.cast(pa.uint8()).cast(to)
    if is_text(given.type):
        return _of_texts(given, wanted)
    if types.is_integer(given.type):
        if given.type == pa.uint64():
            return _one_by_one(given, wanted)
        return _of_integers(given.cast(pa.int64()), wanted)
    if types.is_floating(given.type) and not types.is_float16(given.type):
        return _of_floats(given.cast(pa.float64()), wanted)
    if types.is_decimal(given.type) or types.is_float16(given.type):
        return _one_by_one(given, wanted)
    return pa.nulls(len(given), to)


def _of_integers(given: pa.Array, wanted: ValueType) -> pa.Array:
    import pyarrow as pa
    from pyarrow import compute

    to = type_of(wanted)
    if wanted is ValueType.INT64:
        return given
    if wanted is ValueType.INT32:
        return _where(_between(given, -(2**31), 2**31 - 1), given).cast(to)
    if wanted is ValueType.BOOL:
        return _where(_between(given, 0, 1), given).cast(to)
    numbers = given.cast(to, safe=False)
    wide = numbers.cast(pa.float64())
    inside = compute.less(wide, 2.0**63)
    again = _where(inside, wide).cast(pa.int64(), safe=False)
    return _where(compute.equal(again, given), numbers)


def _of_floats(given: pa.Array, wanted: ValueType) -> pa.Array:
    import pyarrow as pa
    from pyarrow import compute

    if wanted is ValueType.DOUBLE:
        return given
    if wanted is ValueType.FLOAT:
        rounded = given.cast(pa.float32(), safe=False)
        overflows = compute.and_(compute.is_finite(given), compute.is_inf(rounded))
        return _where(compute.invert(overflows), rounded)
    inside = compute.and_(compute.greater_equal(given, -(2.0**63)), compute.less(given, 2.0**63))
    whole = compute.and_(compute.equal(compute.floor(given), given), inside)
    return _of_integers(_where(whole, given).cast(pa.int64(), safe=False), wanted)


def _of_texts(given: pa.Array, wanted: ValueType) -> pa.Array:
    import pyarrow as pa
    from pyarrow import compute

    texts = compute.utf8_trim(given, characters=_casts.WHITE)
    if wanted is ValueType.BOOL:
        lower = compute.utf8_lower(texts)
        true = compute.equal(lower, "true")
        return _where(compute.or_(true, compute.equal(lower, "false")), true)
    if wanted in (ValueType.INT32, ValueType.INT64):
        simple = compute.match_substring_regex(texts, _SHORT_INTEGER)
        found = _of_integers(_where(simple, texts).cast(pa.int64()), wanted)
    else:
        simple = compute.match_substring_regex(texts, _SIMPLE_NUMBER)
        numbers = _where(simple, texts).cast(type_of(wanted))
        found = _where(compute.invert(compute.is_inf(numbers)), numbers)
    long = compute.greater(compute.utf8_length(given), _casts.LONGEST_NUMBER)
    return _rest(given, compute.and_(simple, compute.invert(long)), found, wanted)


def _one_by_one(given: pa.Array, wanted: ValueType) -> pa.Array:
    import pyarrow as pa

    return pa.array([_cast(wanted, value) for value in given.to_pylist()], type_of(wanted))


def _rest(given: pa.Array, done: pa.Array, found: pa.Array, wanted: ValueType) -> pa.Array:
    """What was found, and what `_casts` says of the other values."""
    from pyarrow import compute

    left = compute.fill_null(compute.invert(done), False)
    if not compute.any(left).as_py():
        return found
    return compute.replace_with_mask(found, left, _one_by_one(given.filter(left), wanted))


def _cast(wanted: ValueType, value: Any) -> Any:
    return None if value is None else _casts.cast(wanted, value)


def _between(numbers: pa.Array, least: int, most: int) -> pa.Array:
    from pyarrow import compute

    return compute.and_(compute.greater_equal(numbers, least), compute.less_equal(numbers, most))


def _where(condition: pa.Array, values: pa.Array) -> pa.Array:
    """The values where the condition holds, and null elsewhere."""
    import pyarrow as pa
    from pyarrow import compute

    return compute.if_else(condition, values, pa.scalar(None, values.type))
