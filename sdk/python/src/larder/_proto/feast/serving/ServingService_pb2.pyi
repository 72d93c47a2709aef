import datetime

from larder._proto.feast.types import Value_pb2 as _Value_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class FeastServingType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FEAST_SERVING_TYPE_INVALID: _ClassVar[FeastServingType]
    FEAST_SERVING_TYPE_ONLINE: _ClassVar[FeastServingType]
    FEAST_SERVING_TYPE_BATCH: _ClassVar[FeastServingType]

class FieldStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    INVALID: _ClassVar[FieldStatus]
    PRESENT: _ClassVar[FieldStatus]
    NULL_VALUE: _ClassVar[FieldStatus]
    NOT_FOUND: _ClassVar[FieldStatus]
    OUTSIDE_MAX_AGE: _ClassVar[FieldStatus]
    INGESTION_FAILURE: _ClassVar[FieldStatus]
FEAST_SERVING_TYPE_INVALID: FeastServingType
FEAST_SERVING_TYPE_ONLINE: FeastServingType
FEAST_SERVING_TYPE_BATCH: FeastServingType
INVALID: FieldStatus
PRESENT: FieldStatus
NULL_VALUE: FieldStatus
NOT_FOUND: FieldStatus
OUTSIDE_MAX_AGE: FieldStatus
INGESTION_FAILURE: FieldStatus

class GetFeastServingInfoRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetFeastServingInfoResponse(_message.Message):
    __slots__ = ("version", "type", "job_staging_location")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    JOB_STAGING_LOCATION_FIELD_NUMBER: _ClassVar[int]
    version: str
    type: FeastServingType
    job_staging_location: str
    def __init__(self, version: _Optional[str] = ..., type: _Optional[_Union[FeastServingType, str]] = ..., job_staging_location: _Optional[str] = ...) -> None: ...

class FeatureReferenceV2(_message.Message):
    __slots__ = ("feature_table", "name")
    FEATURE_TABLE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    feature_table: str
    name: str
    def __init__(self, feature_table: _Optional[str] = ..., name: _Optional[str] = ...) -> None: ...

class GetOnlineFeaturesRequestV2(_message.Message):
    __slots__ = ("entity_rows", "features", "project")
    class EntityRow(_message.Message):
        __slots__ = ("timestamp", "fields")
        class FieldsEntry(_message.Message):
            __slots__ = ("key", "value")
            KEY_FIELD_NUMBER: _ClassVar[int]
            VALUE_FIELD_NUMBER: _ClassVar[int]
            key: str
            value: _Value_pb2.Value
            def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_Value_pb2.Value, _Mapping]] = ...) -> None: ...
        TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
        FIELDS_FIELD_NUMBER: _ClassVar[int]
        timestamp: _timestamp_pb2.Timestamp
        fields: _containers.MessageMap[str, _Value_pb2.Value]
        def __init__(self, timestamp: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., fields: _Optional[_Mapping[str, _Value_pb2.Value]] = ...) -> None: ...
    ENTITY_ROWS_FIELD_NUMBER: _ClassVar[int]
    FEATURES_FIELD_NUMBER: _ClassVar[int]
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    entity_rows: _containers.RepeatedCompositeFieldContainer[GetOnlineFeaturesRequestV2.EntityRow]
    features: _containers.RepeatedCompositeFieldContainer[FeatureReferenceV2]
    project: str
    def __init__(self, entity_rows: _Optional[_Iterable[_Union[GetOnlineFeaturesRequestV2.EntityRow, _Mapping]]] = ..., features: _Optional[_Iterable[_Union[FeatureReferenceV2, _Mapping]]] = ..., project: _Optional[str] = ...) -> None: ...

class GetOnlineFeaturesResponse(_message.Message):
    __slots__ = ("field_values",)
    class FieldStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        INVALID: _ClassVar[GetOnlineFeaturesResponse.FieldStatus]
        PRESENT: _ClassVar[GetOnlineFeaturesResponse.FieldStatus]
        NULL_VALUE: _ClassVar[GetOnlineFeaturesResponse.FieldStatus]
        NOT_FOUND: _ClassVar[GetOnlineFeaturesResponse.FieldStatus]
        OUTSIDE_MAX_AGE: _ClassVar[GetOnlineFeaturesResponse.FieldStatus]
    INVALID: GetOnlineFeaturesResponse.FieldStatus
    PRESENT: GetOnlineFeaturesResponse.FieldStatus
    NULL_VALUE: GetOnlineFeaturesResponse.FieldStatus
    NOT_FOUND: GetOnlineFeaturesResponse.FieldStatus
    OUTSIDE_MAX_AGE: GetOnlineFeaturesResponse.FieldStatus
    class FieldValues(_message.Message):
        __slots__ = ("fields", "statuses")
        class FieldsEntry(_message.Message):
            __slots__ = ("key", "value")
            KEY_FIELD_NUMBER: _ClassVar[int]
            VALUE_FIELD_NUMBER: _ClassVar[int]
            key: str
            value: _Value_pb2.Value
            def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_Value_pb2.Value, _Mapping]] = ...) -> None: ...
        class StatusesEntry(_message.Message):
            __slots__ = ("key", "value")
            KEY_FIELD_NUMBER: _ClassVar[int]
            VALUE_FIELD_NUMBER: _ClassVar[int]
            key: str
            value: GetOnlineFeaturesResponse.FieldStatus
            def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[GetOnlineFeaturesResponse.FieldStatus, str]] = ...) -> None: ...
        FIELDS_FIELD_NUMBER: _ClassVar[int]
        STATUSES_FIELD_NUMBER: _ClassVar[int]
        fields: _containers.MessageMap[str, _Value_pb2.Value]
        statuses: _containers.ScalarMap[str, GetOnlineFeaturesResponse.FieldStatus]
        def __init__(self, fields: _Optional[_Mapping[str, _Value_pb2.Value]] = ..., statuses: _Optional[_Mapping[str, GetOnlineFeaturesResponse.FieldStatus]] = ...) -> None: ...
    FIELD_VALUES_FIELD_NUMBER: _ClassVar[int]
    field_values: _containers.RepeatedCompositeFieldContainer[GetOnlineFeaturesResponse.FieldValues]
    def __init__(self, field_values: _Optional[_Iterable[_Union[GetOnlineFeaturesResponse.FieldValues, _Mapping]]] = ...) -> None: ...

class FieldList(_message.Message):
    __slots__ = ("val",)
    VAL_FIELD_NUMBER: _ClassVar[int]
    val: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, val: _Optional[_Iterable[str]] = ...) -> None: ...

class GetOnlineFeaturesRequest(_message.Message):
    __slots__ = ("feature_service", "features", "entities", "full_feature_names", "request_context")
    class EntitiesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _Value_pb2.RepeatedValue
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_Value_pb2.RepeatedValue, _Mapping]] = ...) -> None: ...
    class RequestContextEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _Value_pb2.RepeatedValue
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_Value_pb2.RepeatedValue, _Mapping]] = ...) -> None: ...
    FEATURE_SERVICE_FIELD_NUMBER: _ClassVar[int]
    FEATURES_FIELD_NUMBER: _ClassVar[int]
    ENTITIES_FIELD_NUMBER: _ClassVar[int]
    FULL_FEATURE_NAMES_FIELD_NUMBER: _ClassVar[int]
    REQUEST_CONTEXT_FIELD_NUMBER: _ClassVar[int]
    feature_service: str
    features: FieldList
    entities: _containers.MessageMap[str, _Value_pb2.RepeatedValue]
    full_feature_names: bool
    request_context: _containers.MessageMap[str, _Value_pb2.RepeatedValue]
    def __init__(self, feature_service: _Optional[str] = ..., features: _Optional[_Union[FieldList, _Mapping]] = ..., entities: _Optional[_Mapping[str, _Value_pb2.RepeatedValue]] = ..., full_feature_names: bool = ..., request_context: _Optional[_Mapping[str, _Value_pb2.RepeatedValue]] = ...) -> None: ...

class GetOnlineFeaturesResponseMetadata(_message.Message):
    __slots__ = ("field_names",)
    FIELD_NAMES_FIELD_NUMBER: _ClassVar[int]
    field_names: FieldList
    def __init__(self, field_names: _Optional[_Union[FieldList, _Mapping]] = ...) -> None: ...

class GetOnlineFeaturesResponseV2(_message.Message):
    __slots__ = ("metadata", "results", "status")
    class FieldVector(_message.Message):
        __slots__ = ("values", "statuses", "event_timestamps")
        VALUES_FIELD_NUMBER: _ClassVar[int]
        STATUSES_FIELD_NUMBER: _ClassVar[int]
        EVENT_TIMESTAMPS_FIELD_NUMBER: _ClassVar[int]
        values: _containers.RepeatedCompositeFieldContainer[_Value_pb2.Value]
        statuses: _containers.RepeatedScalarFieldContainer[FieldStatus]
        event_timestamps: _containers.RepeatedCompositeFieldContainer[_timestamp_pb2.Timestamp]
        def __init__(self, values: _Optional[_Iterable[_Union[_Value_pb2.Value, _Mapping]]] = ..., statuses: _Optional[_Iterable[_Union[FieldStatus, str]]] = ..., event_timestamps: _Optional[_Iterable[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]]] = ...) -> None: ...
    METADATA_FIELD_NUMBER: _ClassVar[int]
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    metadata: GetOnlineFeaturesResponseMetadata
    results: _containers.RepeatedCompositeFieldContainer[GetOnlineFeaturesResponseV2.FieldVector]
    status: bool
    def __init__(self, metadata: _Optional[_Union[GetOnlineFeaturesResponseMetadata, _Mapping]] = ..., results: _Optional[_Iterable[_Union[GetOnlineFeaturesResponseV2.FieldVector, _Mapping]]] = ..., status: bool = ...) -> None: ...
