"""What pyarrow has for Larder's types. pyarrow is loaded only when it is needed."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from larder._value_type import ValueType

if TYPE_CHECKING:
    import pyarrow as pa


@functools.cache
def type_of(value_type: ValueType) -> pa.DataType:
    """The type of pyarrow that holds values of `value_type`."""
    import pyarrow as pa

    scalars = {
        ValueType.BYTES: pa.binary(),
        ValueType.STRING: pa.string(),
        ValueType.INT32: pa.int32(),
        ValueType.INT64: pa.int64(),
        ValueType.DOUBLE: pa.float64(),
        ValueType.FLOAT: pa.float32(),
        ValueType.BOOL: pa.bool_(),
    }
    return pa.list_(scalars[value_type.element]) if value_type.is_list else scalars[value_type]


def time_type() -> pa.DataType:
    import pyarrow as pa

    return pa.timestamp("us", tz="UTC")


def is_text(data_type: pa.DataType) -> bool:
    import pyarrow as pa

    is_view = getattr(pa.types, "is_string_view", lambda _: False)  # Not in every release.
    return bool(pa.types.is_string(data_type) or pa.types.is_large_string(data_type) or is_view(data_type))


def plain(array: pa.Array) -> pa.Array:
    """The array without what only says how it is stored: dictionaries, extensions and views."""
    import pyarrow as pa

    if isinstance(array, pa.ExtensionArray):
        return plain(array.storage)
    if pa.types.is_dictionary(array.type):
        return plain(array.dictionary_decode())
    if is_text(array.type) and not pa.types.is_string(array.type):
        return array.cast(pa.large_string())
    return array
