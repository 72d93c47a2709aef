import datetime

from larder._proto.feast.core import Entity_pb2 as _Entity_pb2
from larder._proto.feast.core import FeatureTable_pb2 as _FeatureTable_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Definition(_message.Message):
    __slots__ = ("entity", "feature_table")
    ENTITY_FIELD_NUMBER: _ClassVar[int]
    FEATURE_TABLE_FIELD_NUMBER: _ClassVar[int]
    entity: _Entity_pb2.EntitySpecV2
    feature_table: _FeatureTable_pb2.FeatureTableSpec
    def __init__(self, entity: _Optional[_Union[_Entity_pb2.EntitySpecV2, _Mapping]] = ..., feature_table: _Optional[_Union[_FeatureTable_pb2.FeatureTableSpec, _Mapping]] = ...) -> None: ...

class ApplyRequest(_message.Message):
    __slots__ = ("project", "definitions", "dry_run")
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    DEFINITIONS_FIELD_NUMBER: _ClassVar[int]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    project: str
    definitions: _containers.RepeatedCompositeFieldContainer[Definition]
    dry_run: bool
    def __init__(self, project: _Optional[str] = ..., definitions: _Optional[_Iterable[_Union[Definition, _Mapping]]] = ..., dry_run: bool = ...) -> None: ...

class ApplyResponse(_message.Message):
    __slots__ = ("changes", "dry_run")
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    changes: _containers.RepeatedCompositeFieldContainer[Change]
    dry_run: bool
    def __init__(self, changes: _Optional[_Iterable[_Union[Change, _Mapping]]] = ..., dry_run: bool = ...) -> None: ...

class Change(_message.Message):
    __slots__ = ("revision", "project", "kind", "name", "action", "principal", "at", "differences")
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        KIND_UNSPECIFIED: _ClassVar[Change.Kind]
        PROJECT: _ClassVar[Change.Kind]
        ENTITY: _ClassVar[Change.Kind]
        FEATURE_TABLE: _ClassVar[Change.Kind]
    KIND_UNSPECIFIED: Change.Kind
    PROJECT: Change.Kind
    ENTITY: Change.Kind
    FEATURE_TABLE: Change.Kind
    class Action(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        ACTION_UNSPECIFIED: _ClassVar[Change.Action]
        CREATED: _ClassVar[Change.Action]
        UPDATED: _ClassVar[Change.Action]
        DELETED: _ClassVar[Change.Action]
        REVIVED: _ClassVar[Change.Action]
        ARCHIVED: _ClassVar[Change.Action]
    ACTION_UNSPECIFIED: Change.Action
    CREATED: Change.Action
    UPDATED: Change.Action
    DELETED: Change.Action
    REVIVED: Change.Action
    ARCHIVED: Change.Action
    REVISION_FIELD_NUMBER: _ClassVar[int]
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    PRINCIPAL_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    DIFFERENCES_FIELD_NUMBER: _ClassVar[int]
    revision: int
    project: str
    kind: Change.Kind
    name: str
    action: Change.Action
    principal: str
    at: _timestamp_pb2.Timestamp
    differences: _containers.RepeatedCompositeFieldContainer[Difference]
    def __init__(self, revision: _Optional[int] = ..., project: _Optional[str] = ..., kind: _Optional[_Union[Change.Kind, str]] = ..., name: _Optional[str] = ..., action: _Optional[_Union[Change.Action, str]] = ..., principal: _Optional[str] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., differences: _Optional[_Iterable[_Union[Difference, _Mapping]]] = ...) -> None: ...

class Difference(_message.Message):
    __slots__ = ("path", "before", "after")
    PATH_FIELD_NUMBER: _ClassVar[int]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    path: str
    before: str
    after: str
    def __init__(self, path: _Optional[str] = ..., before: _Optional[str] = ..., after: _Optional[str] = ...) -> None: ...

class ListChangesRequest(_message.Message):
    __slots__ = ("project", "kind", "name", "page_size", "page_token")
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    project: str
    kind: Change.Kind
    name: str
    page_size: int
    page_token: str
    def __init__(self, project: _Optional[str] = ..., kind: _Optional[_Union[Change.Kind, str]] = ..., name: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListChangesResponse(_message.Message):
    __slots__ = ("changes", "next_page_token")
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    changes: _containers.RepeatedCompositeFieldContainer[Change]
    next_page_token: str
    def __init__(self, changes: _Optional[_Iterable[_Union[Change, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class GetRevisionRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetRevisionResponse(_message.Message):
    __slots__ = ("revision",)
    REVISION_FIELD_NUMBER: _ClassVar[int]
    revision: int
    def __init__(self, revision: _Optional[int] = ...) -> None: ...

class Project(_message.Message):
    __slots__ = ("name", "archived")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ARCHIVED_FIELD_NUMBER: _ClassVar[int]
    name: str
    archived: bool
    def __init__(self, name: _Optional[str] = ..., archived: bool = ...) -> None: ...

class ProjectPage(_message.Message):
    __slots__ = ("projects", "next_page_token")
    PROJECTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    projects: _containers.RepeatedCompositeFieldContainer[Project]
    next_page_token: str
    def __init__(self, projects: _Optional[_Iterable[_Union[Project, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class EntityPage(_message.Message):
    __slots__ = ("entities", "next_page_token")
    ENTITIES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    entities: _containers.RepeatedCompositeFieldContainer[_Entity_pb2.Entity]
    next_page_token: str
    def __init__(self, entities: _Optional[_Iterable[_Union[_Entity_pb2.Entity, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class FeatureTablePage(_message.Message):
    __slots__ = ("feature_tables", "next_page_token")
    FEATURE_TABLES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    feature_tables: _containers.RepeatedCompositeFieldContainer[_FeatureTable_pb2.FeatureTable]
    next_page_token: str
    def __init__(self, feature_tables: _Optional[_Iterable[_Union[_FeatureTable_pb2.FeatureTable, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...
