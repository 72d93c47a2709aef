"""The types of entities and features."""

from __future__ import annotations

from larder._named import NamedNumber


class ValueType(NamedNumber):
    """The type of an entity or a feature. The numbers are those on the wire."""

    UNKNOWN = 0
    BYTES = 1
    STRING = 2
    INT32 = 3
    INT64 = 4
    DOUBLE = 5
    FLOAT = 6
    BOOL = 7
    BYTES_LIST = 11
    STRING_LIST = 12
    INT32_LIST = 13
    INT64_LIST = 14
    DOUBLE_LIST = 15
    FLOAT_LIST = 16
    BOOL_LIST = 17

    @property
    def member(self) -> str:
        """The member of a `feast.types.Value` that holds a value of this type."""
        return f"{self.name.lower()}_val"

    @property
    def is_list(self) -> bool:
        return self > ValueType.BOOL

    @property
    def element(self) -> ValueType:
        """The type of what a list of this type holds."""
        return ValueType[self.name.removesuffix("_LIST")]
