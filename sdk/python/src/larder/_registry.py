"""The registry: projects, entities, feature tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from larder import _methods
from larder._connection import Connection
from larder._entity import Entity
from larder._errors import InvalidArgumentError
from larder._feature import Feature, FeatureRef
from larder._feature_table import FeatureTable
from larder._proto.feast.core import CoreService_pb2 as core
from larder._proto.larder.v1 import registry_pb2 as registry
from larder._times import datetime_of
from larder._value_type import ValueType

_PAGE = 100


@dataclass(frozen=True)
class Difference:
    """One place in a definition that changed, such as `max_age`. None: there was, or is, nothing."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Change:
    """One change of the registry.

    Attributes:
        kind: `PROJECT`, `ENTITY` or `FEATURE_TABLE`.
        action: `CREATED`, `UPDATED`, `DELETED`, `REVIVED` or `ARCHIVED`.
        principal: who did it, or in a dry run would have done it.
        at: when, in UTC.
        revision: of the registry; 0 in a dry run.
    """

    project: str
    kind: str
    name: str
    action: str
    differences: tuple[Difference, ...]
    principal: str = ""
    at: datetime | None = None
    revision: int = 0


class Registry:
    """The calls of the registry, for any project."""

    def __init__(self, connection: Connection) -> None:
        self._call = connection.call

    def projects(self) -> list[str]:
        return list(self._call(_methods.LIST_PROJECTS, core.ListProjectsRequest()).projects)

    def create_project(self, name: str) -> None:
        self._call(_methods.CREATE_PROJECT, core.CreateProjectRequest(name=name))

    def archive_project(self, name: str) -> None:
        self._call(_methods.ARCHIVE_PROJECT, core.ArchiveProjectRequest(name=name))

    def apply(self, project: str, definitions: Iterable[registry.Definition], dry_run: bool) -> list[Change]:
        request = registry.ApplyRequest(project=project, definitions=definitions, dry_run=dry_run)
        return [_change(message) for message in self._call(_methods.APPLY, request).changes]

    def changes(self, project: str, kind: str, name: str, limit: int) -> list[Change]:
        found: list[Change] = []
        token = ""
        while len(found) < limit:
            request = registry.ListChangesRequest(
                project=project,
                kind=kind.upper() or "KIND_UNSPECIFIED",
                name=name,
                page_size=min(limit - len(found), _PAGE),
                page_token=token,
            )
            page = self._call(_methods.LIST_CHANGES, request)
            found += [_change(message) for message in page.changes]
            token = page.next_page_token
            if not token:
                break
        return found

    def entity(self, project: str, name: str) -> Entity:
        request = core.GetEntityRequest(project=project, name=name)
        return Entity.from_proto(self._call(_methods.GET_ENTITY, request).entity)

    def entities(self, project: str, labels: Mapping[str, str]) -> list[Entity]:
        request = core.ListEntitiesRequest(filter=core.ListEntitiesRequest.Filter(project=project, labels=labels))
        return [Entity.from_proto(message) for message in self._call(_methods.LIST_ENTITIES, request).entities]

    def table(self, project: str, name: str) -> FeatureTable:
        request = core.GetFeatureTableRequest(project=project, name=name)
        return FeatureTable.from_proto(self._call(_methods.GET_TABLE, request).table)

    def tables(self, project: str, labels: Mapping[str, str]) -> list[FeatureTable]:
        request = core.ListFeatureTablesRequest(
            filter=core.ListFeatureTablesRequest.Filter(project=project, labels=labels)
        )
        return [FeatureTable.from_proto(message) for message in self._call(_methods.LIST_TABLES, request).tables]

    def delete_table(self, project: str, name: str) -> None:
        self._call(_methods.DELETE_TABLE, core.DeleteFeatureTableRequest(project=project, name=name))

    def features(self, project: str, entities: Sequence[str], labels: Mapping[str, str]) -> dict[FeatureRef, Feature]:
        request = core.ListFeaturesRequest(
            filter=core.ListFeaturesRequest.Filter(project=project, entities=entities, labels=labels)
        )
        found = self._call(_methods.LIST_FEATURES, request).features
        return {FeatureRef.from_str(name): Feature.from_proto(found[name]) for name in sorted(found)}

    def entity_types(self, project: str, names: Iterable[str]) -> dict[str, ValueType]:
        return {name: self.entity(project, name).value_type for name in names}

    def column_types(self, project: str, table: FeatureTable) -> dict[str, ValueType]:
        """The types of the entities and the features of a table."""
        types = self.entity_types(project, table.entities)
        types.update((feature.name, feature.dtype) for feature in table.features)
        return types


def definition_of(given: Entity | FeatureTable) -> registry.Definition:
    if isinstance(given, Entity):
        if given.value_type is ValueType.UNKNOWN:
            raise InvalidArgumentError(f"entity {given.name} has no value type", field="value_type")
        return registry.Definition(entity=given.to_proto().spec)
    if isinstance(given, FeatureTable):
        return registry.Definition(feature_table=given.to_proto().spec)
    raise InvalidArgumentError(f"an Entity or a FeatureTable can be applied, and this is a {type(given).__name__}")


def _change(message: registry.Change) -> Change:
    differences = tuple(
        Difference(
            difference.path,
            difference.before if difference.HasField("before") else None,
            difference.after if difference.HasField("after") else None,
        )
        for difference in message.differences
    )
    return Change(
        project=message.project,
        kind=registry.Change.Kind.Name(message.kind),
        name=message.name,
        action=registry.Change.Action.Name(message.action),
        differences=differences,
        principal=message.principal,
        at=datetime_of(message.at) if message.HasField("at") else None,
        revision=message.revision,
    )
