"""Features that share entities, sources and event times."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from larder._document import from_mapping, from_yaml, to_mapping, to_yaml
from larder._entity import Entity
from larder._errors import InvalidArgumentError
from larder._feature import Feature
from larder._proto.feast.core.FeatureTable_pb2 import FeatureTable as FeatureTableMessage
from larder._proto.feast.core.FeatureTable_pb2 import FeatureTableSpec
from larder._sources import DataSource, source_of
from larder._times import Span, datetime_of, fill_duration, fill_timestamp, timedelta_of


class FeatureTable:
    """Features that share entities, sources and event times.

    Attributes:
        name: letters, digits and underscores, no leading digit.
        entities: the names of the entities that together key a row; their order says nothing.
        features: what a row holds.
        batch_source: where past rows are read from; the server wants one.
        stream_source: where new rows arrive.
        max_age: rows older than this are not served; None: rows never grow too old.
        labels: for people and programs; `list_feature_tables` can filter by them.
        created_timestamp, last_updated_timestamp, revision: set by the server; None until then.
    """

    def __init__(
        self,
        name: str,
        entities: Sequence[str | Entity],
        features: Sequence[Feature],
        batch_source: DataSource | None = None,
        stream_source: DataSource | None = None,
        max_age: Span | None = None,
        labels: dict[str, str] | None = None,
    ) -> None:
        """`max_age` is a timedelta, a number of seconds, or a `google.protobuf.Duration`."""
        self.name = name
        self.entities = [entity.name if isinstance(entity, Entity) else entity for entity in entities]
        self.features = list(features)
        self.batch_source = batch_source
        self.stream_source = stream_source
        self.max_age: timedelta | None = timedelta_of(max_age)
        self.labels = labels or {}
        self.created_timestamp: datetime | None = None
        self.last_updated_timestamp: datetime | None = None
        self.revision: int | None = None

    def add_feature(self, feature: Feature) -> None:
        """Adds a feature here; `Client.apply` tells the server."""
        self.features.append(feature)

    def is_valid(self) -> None:
        """Checks here that there are a name and entities; `Client.apply` with `dry_run` checks everything.

        Raises:
            InvalidArgumentError: one of them is missing.
        """
        for field in ("name", "entities"):
            if not getattr(self, field):
                raise InvalidArgumentError(f"the feature table has no {field}", field=field)

    def __eq__(self, other: object) -> bool:
        """Whether both define the same; what the server set is not looked at."""
        if not isinstance(other, FeatureTable):
            return NotImplemented
        return self._definition() == other._definition()

    __hash__ = None  # type: ignore[assignment]  # It can be changed.

    def __repr__(self) -> str:
        return f"FeatureTable({self.name!r}, entities={self.entities!r}, features={[f.name for f in self.features]!r})"

    def _definition(self) -> tuple[object, ...]:
        features = sorted(self.features, key=lambda feature: feature.name)
        sources = (self.batch_source, self.stream_source)
        return self.name, sorted(self.entities), features, *sources, self.max_age, self.labels

    def to_proto(self) -> FeatureTableMessage:
        spec = FeatureTableSpec(
            name=self.name,
            entities=self.entities,
            features=[feature.to_proto() for feature in self.features],
            labels=self.labels,
        )
        fill_duration(spec.max_age, self.max_age)
        if self.batch_source is not None:
            spec.batch_source.CopyFrom(self.batch_source.to_proto())
        if self.stream_source is not None:
            spec.stream_source.CopyFrom(self.stream_source.to_proto())
        message = FeatureTableMessage(spec=spec)
        if self.created_timestamp is not None and self.last_updated_timestamp is not None:
            fill_timestamp(message.meta.created_timestamp, self.created_timestamp)
            fill_timestamp(message.meta.last_updated_timestamp, self.last_updated_timestamp)
            message.meta.revision = self.revision or 0
        return message

    @classmethod
    def from_proto(cls, message: FeatureTableMessage) -> FeatureTable:
        spec = message.spec
        table = cls(
            spec.name,
            list(spec.entities),
            [Feature.from_proto(feature) for feature in spec.features],
            source_of(spec.batch_source) if spec.HasField("batch_source") else None,
            source_of(spec.stream_source) if spec.HasField("stream_source") else None,
            spec.max_age,
            dict(spec.labels),
        )
        if message.HasField("meta"):
            table.created_timestamp = datetime_of(message.meta.created_timestamp)
            table.last_updated_timestamp = datetime_of(message.meta.last_updated_timestamp)
            table.revision = message.meta.revision
        return table

    def to_dict(self) -> dict[str, Any]:
        """The definition as `{kind, spec, meta}`, as it would be written into a file; `meta` is what the server set."""
        return {"kind": "feature_table", **to_mapping(self.to_proto())}

    @classmethod
    def from_dict(cls, definition: dict[str, Any]) -> FeatureTable:
        return cls.from_proto(from_mapping(definition, FeatureTableMessage()))

    def to_yaml(self) -> str:
        return to_yaml(self.to_dict())

    @classmethod
    def from_yaml(cls, text: str) -> FeatureTable:
        return cls.from_dict(from_yaml(text))
