import datetime

from larder._proto.feast.types import Value_pb2 as _Value_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class WriteRowsRequest(_message.Message):
    __slots__ = ("project", "feature_table", "rows")
    class Row(_message.Message):
        __slots__ = ("entities", "event_timestamp", "features")
        class EntitiesEntry(_message.Message):
            __slots__ = ("key", "value")
            KEY_FIELD_NUMBER: _ClassVar[int]
            VALUE_FIELD_NUMBER: _ClassVar[int]
            key: str
            value: _Value_pb2.Value
            def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_Value_pb2.Value, _Mapping]] = ...) -> None: ...
        class FeaturesEntry(_message.Message):
            __slots__ = ("key", "value")
            KEY_FIELD_NUMBER: _ClassVar[int]
            VALUE_FIELD_NUMBER: _ClassVar[int]
            key: str
            value: _Value_pb2.Value
            def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_Value_pb2.Value, _Mapping]] = ...) -> None: ...
        ENTITIES_FIELD_NUMBER: _ClassVar[int]
        EVENT_TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
        FEATURES_FIELD_NUMBER: _ClassVar[int]
        entities: _containers.MessageMap[str, _Value_pb2.Value]
        event_timestamp: _timestamp_pb2.Timestamp
        features: _containers.MessageMap[str, _Value_pb2.Value]
        def __init__(self, entities: _Optional[_Mapping[str, _Value_pb2.Value]] = ..., event_timestamp: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., features: _Optional[_Mapping[str, _Value_pb2.Value]] = ...) -> None: ...
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    FEATURE_TABLE_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    project: str
    feature_table: str
    rows: _containers.RepeatedCompositeFieldContainer[WriteRowsRequest.Row]
    def __init__(self, project: _Optional[str] = ..., feature_table: _Optional[str] = ..., rows: _Optional[_Iterable[_Union[WriteRowsRequest.Row, _Mapping]]] = ...) -> None: ...

class WriteRowsResponse(_message.Message):
    __slots__ = ("written", "older", "too_old", "errors")
    class RowError(_message.Message):
        __slots__ = ("row", "reason", "field", "message")
        ROW_FIELD_NUMBER: _ClassVar[int]
        REASON_FIELD_NUMBER: _ClassVar[int]
        FIELD_FIELD_NUMBER: _ClassVar[int]
        MESSAGE_FIELD_NUMBER: _ClassVar[int]
        row: int
        reason: str
        field: str
        message: str
        def __init__(self, row: _Optional[int] = ..., reason: _Optional[str] = ..., field: _Optional[str] = ..., message: _Optional[str] = ...) -> None: ...
    WRITTEN_FIELD_NUMBER: _ClassVar[int]
    OLDER_FIELD_NUMBER: _ClassVar[int]
    TOO_OLD_FIELD_NUMBER: _ClassVar[int]
    ERRORS_FIELD_NUMBER: _ClassVar[int]
    written: int
    older: int
    too_old: int
    errors: _containers.RepeatedCompositeFieldContainer[WriteRowsResponse.RowError]
    def __init__(self, written: _Optional[int] = ..., older: _Optional[int] = ..., too_old: _Optional[int] = ..., errors: _Optional[_Iterable[_Union[WriteRowsResponse.RowError, _Mapping]]] = ...) -> None: ...

class DeleteRowsRequest(_message.Message):
    __slots__ = ("project", "feature_table", "keys")
    class Key(_message.Message):
        __slots__ = ("entities",)
        class EntitiesEntry(_message.Message):
            __slots__ = ("key", "value")
            KEY_FIELD_NUMBER: _ClassVar[int]
            VALUE_FIELD_NUMBER: _ClassVar[int]
            key: str
            value: _Value_pb2.Value
            def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_Value_pb2.Value, _Mapping]] = ...) -> None: ...
        ENTITIES_FIELD_NUMBER: _ClassVar[int]
        entities: _containers.MessageMap[str, _Value_pb2.Value]
        def __init__(self, entities: _Optional[_Mapping[str, _Value_pb2.Value]] = ...) -> None: ...
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    FEATURE_TABLE_FIELD_NUMBER: _ClassVar[int]
    KEYS_FIELD_NUMBER: _ClassVar[int]
    project: str
    feature_table: str
    keys: _containers.RepeatedCompositeFieldContainer[DeleteRowsRequest.Key]
    def __init__(self, project: _Optional[str] = ..., feature_table: _Optional[str] = ..., keys: _Optional[_Iterable[_Union[DeleteRowsRequest.Key, _Mapping]]] = ...) -> None: ...

class DeleteRowsResponse(_message.Message):
    __slots__ = ("deleted",)
    DELETED_FIELD_NUMBER: _ClassVar[int]
    deleted: int
    def __init__(self, deleted: _Optional[int] = ...) -> None: ...
