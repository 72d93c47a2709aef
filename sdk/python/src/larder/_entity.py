"""What features are about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from larder._document import from_mapping, from_yaml, to_mapping, to_yaml
from larder._proto.feast.core.Entity_pb2 import Entity as EntityMessage
from larder._proto.feast.core.Entity_pb2 import EntitySpecV2
from larder._proto.feast.types.Value_pb2 import ValueType as ValueTypeMessage
from larder._times import datetime_of, fill_timestamp
from larder._value_type import ValueType


@dataclass
class Entity:
    """What features are about, such as a driver.

    Attributes:
        name: letters, digits and underscores, no leading digit.
        description: for people.
        value_type: the type of its values; it never changes.
        labels: for people and programs; `list_entities` can filter by them.
        created_timestamp, last_updated_timestamp: set by the server, in UTC.
    """

    name: str
    description: str
    value_type: ValueType
    labels: dict[str, str] = field(default_factory=dict)
    created_timestamp: datetime | None = field(default=None, init=False, compare=False)
    last_updated_timestamp: datetime | None = field(default=None, init=False, compare=False)

    def __post_init__(self) -> None:
        self.labels = self.labels or {}

    def to_proto(self) -> EntityMessage:
        message = EntityMessage(
            spec=EntitySpecV2(
                name=self.name,
                description=self.description,
                value_type=cast(ValueTypeMessage.Enum, int(self.value_type)),
                labels=self.labels,
            )
        )
        if self.created_timestamp is not None and self.last_updated_timestamp is not None:
            fill_timestamp(message.meta.created_timestamp, self.created_timestamp)
            fill_timestamp(message.meta.last_updated_timestamp, self.last_updated_timestamp)
        return message

    @classmethod
    def from_proto(cls, message: EntityMessage) -> Entity:
        spec = message.spec
        entity = cls(spec.name, spec.description, ValueType(spec.value_type), dict(spec.labels))
        if message.HasField("meta"):
            entity.created_timestamp = datetime_of(message.meta.created_timestamp)
            entity.last_updated_timestamp = datetime_of(message.meta.last_updated_timestamp)
        return entity

    def to_dict(self) -> dict[str, Any]:
        """The definition as `{kind, spec, meta}`, as it would be written into a file; `meta` is what the server set."""
        return {"kind": "entity", **to_mapping(self.to_proto())}

    @classmethod
    def from_dict(cls, definition: dict[str, Any]) -> Entity:
        return cls.from_proto(from_mapping(definition, EntityMessage()))

    def to_yaml(self) -> str:
        return to_yaml(self.to_dict())

    @classmethod
    def from_yaml(cls, text: str) -> Entity:
        return cls.from_dict(from_yaml(text))
