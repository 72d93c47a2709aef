"""One value of an entity, and how it is named in a request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, cast

from larder._errors import InvalidArgumentError
from larder._proto.feast.core.Feature_pb2 import FeatureSpecV2
from larder._proto.feast.types.Value_pb2 import ValueType as ValueTypeMessage
from larder._value_type import ValueType


@dataclass
class Feature:
    """One value that a feature table has of each entity.

    Attributes:
        name: letters, digits and underscores, no leading digit.
        dtype: the type of its values.
        labels: for people and programs; `list_features_by_ref` can filter by them.
    """

    name: str
    dtype: ValueType
    labels: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.labels = self.labels or {}

    def to_proto(self) -> FeatureSpecV2:
        return FeatureSpecV2(
            name=self.name, value_type=cast(ValueTypeMessage.Enum, int(self.dtype)), labels=self.labels
        )

    @classmethod
    def from_proto(cls, message: FeatureSpecV2) -> Feature:
        return cls(message.name, ValueType(message.value_type), dict(message.labels))


class FeatureRef(NamedTuple):
    """The name of a feature in a request; its text is `table:feature`."""

    feature_table: str
    name: str

    def __str__(self) -> str:
        return f"{self.feature_table}:{self.name}"

    @classmethod
    def from_str(cls, text: str) -> FeatureRef:
        table, colon, name = text.partition(":")
        if not (table and colon and name):
            raise InvalidArgumentError(f'a feature is named "table:feature", and this is "{text}"', field="features")
        return cls(table, name)
