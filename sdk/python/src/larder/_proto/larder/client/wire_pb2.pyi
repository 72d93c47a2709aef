from larder._proto.feast.types import Value_pb2 as _Value_pb2
from google.protobuf import any_pb2 as _any_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Status(_message.Message):
    __slots__ = ("code", "message", "details")
    CODE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    DETAILS_FIELD_NUMBER: _ClassVar[int]
    code: int
    message: str
    details: _containers.RepeatedCompositeFieldContainer[_any_pb2.Any]
    def __init__(self, code: _Optional[int] = ..., message: _Optional[str] = ..., details: _Optional[_Iterable[_Union[_any_pb2.Any, _Mapping]]] = ...) -> None: ...

class ErrorInfo(_message.Message):
    __slots__ = ("reason", "domain")
    REASON_FIELD_NUMBER: _ClassVar[int]
    DOMAIN_FIELD_NUMBER: _ClassVar[int]
    reason: str
    domain: str
    def __init__(self, reason: _Optional[str] = ..., domain: _Optional[str] = ...) -> None: ...

class BadRequest(_message.Message):
    __slots__ = ("field_violations",)
    class FieldViolation(_message.Message):
        __slots__ = ("field", "description")
        FIELD_FIELD_NUMBER: _ClassVar[int]
        DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
        field: str
        description: str
        def __init__(self, field: _Optional[str] = ..., description: _Optional[str] = ...) -> None: ...
    FIELD_VIOLATIONS_FIELD_NUMBER: _ClassVar[int]
    field_violations: _containers.RepeatedCompositeFieldContainer[BadRequest.FieldViolation]
    def __init__(self, field_violations: _Optional[_Iterable[_Union[BadRequest.FieldViolation, _Mapping]]] = ...) -> None: ...

class HealthCheckRequest(_message.Message):
    __slots__ = ("service",)
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    service: str
    def __init__(self, service: _Optional[str] = ...) -> None: ...

class HealthCheckResponse(_message.Message):
    __slots__ = ("status",)
    class ServingStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UNKNOWN: _ClassVar[HealthCheckResponse.ServingStatus]
        SERVING: _ClassVar[HealthCheckResponse.ServingStatus]
        NOT_SERVING: _ClassVar[HealthCheckResponse.ServingStatus]
        SERVICE_UNKNOWN: _ClassVar[HealthCheckResponse.ServingStatus]
    UNKNOWN: HealthCheckResponse.ServingStatus
    SERVING: HealthCheckResponse.ServingStatus
    NOT_SERVING: HealthCheckResponse.ServingStatus
    SERVICE_UNKNOWN: HealthCheckResponse.ServingStatus
    STATUS_FIELD_NUMBER: _ClassVar[int]
    status: HealthCheckResponse.ServingStatus
    def __init__(self, status: _Optional[_Union[HealthCheckResponse.ServingStatus, str]] = ...) -> None: ...

class Columns(_message.Message):
    __slots__ = ("metadata", "results")
    class Names(_message.Message):
        __slots__ = ("val",)
        VAL_FIELD_NUMBER: _ClassVar[int]
        val: _containers.RepeatedScalarFieldContainer[str]
        def __init__(self, val: _Optional[_Iterable[str]] = ...) -> None: ...
    class Metadata(_message.Message):
        __slots__ = ("names",)
        NAMES_FIELD_NUMBER: _ClassVar[int]
        names: Columns.Names
        def __init__(self, names: _Optional[_Union[Columns.Names, _Mapping]] = ...) -> None: ...
    class Column(_message.Message):
        __slots__ = ("values", "statuses")
        VALUES_FIELD_NUMBER: _ClassVar[int]
        STATUSES_FIELD_NUMBER: _ClassVar[int]
        values: Columns.Values
        statuses: bytes
        def __init__(self, values: _Optional[_Union[Columns.Values, _Mapping]] = ..., statuses: _Optional[bytes] = ...) -> None: ...
    class Values(_message.Message):
        __slots__ = ("bytes_val", "string_val", "int32_val", "int64_val", "double_val", "float_val", "bool_val", "bytes_list_val", "string_list_val", "int32_list_val", "int64_list_val", "double_list_val", "float_list_val", "bool_list_val")
        BYTES_VAL_FIELD_NUMBER: _ClassVar[int]
        STRING_VAL_FIELD_NUMBER: _ClassVar[int]
        INT32_VAL_FIELD_NUMBER: _ClassVar[int]
        INT64_VAL_FIELD_NUMBER: _ClassVar[int]
        DOUBLE_VAL_FIELD_NUMBER: _ClassVar[int]
        FLOAT_VAL_FIELD_NUMBER: _ClassVar[int]
        BOOL_VAL_FIELD_NUMBER: _ClassVar[int]
        BYTES_LIST_VAL_FIELD_NUMBER: _ClassVar[int]
        STRING_LIST_VAL_FIELD_NUMBER: _ClassVar[int]
        INT32_LIST_VAL_FIELD_NUMBER: _ClassVar[int]
        INT64_LIST_VAL_FIELD_NUMBER: _ClassVar[int]
        DOUBLE_LIST_VAL_FIELD_NUMBER: _ClassVar[int]
        FLOAT_LIST_VAL_FIELD_NUMBER: _ClassVar[int]
        BOOL_LIST_VAL_FIELD_NUMBER: _ClassVar[int]
        bytes_val: _containers.RepeatedScalarFieldContainer[bytes]
        string_val: _containers.RepeatedScalarFieldContainer[str]
        int32_val: _containers.RepeatedScalarFieldContainer[int]
        int64_val: _containers.RepeatedScalarFieldContainer[int]
        double_val: _containers.RepeatedScalarFieldContainer[float]
        float_val: _containers.RepeatedScalarFieldContainer[float]
        bool_val: _containers.RepeatedScalarFieldContainer[bool]
        bytes_list_val: _containers.RepeatedCompositeFieldContainer[_Value_pb2.BytesList]
        string_list_val: _containers.RepeatedCompositeFieldContainer[_Value_pb2.StringList]
        int32_list_val: _containers.RepeatedCompositeFieldContainer[_Value_pb2.Int32List]
        int64_list_val: _containers.RepeatedCompositeFieldContainer[_Value_pb2.Int64List]
        double_list_val: _containers.RepeatedCompositeFieldContainer[_Value_pb2.DoubleList]
        float_list_val: _containers.RepeatedCompositeFieldContainer[_Value_pb2.FloatList]
        bool_list_val: _containers.RepeatedCompositeFieldContainer[_Value_pb2.BoolList]
        def __init__(self, bytes_val: _Optional[_Iterable[bytes]] = ..., string_val: _Optional[_Iterable[str]] = ..., int32_val: _Optional[_Iterable[int]] = ..., int64_val: _Optional[_Iterable[int]] = ..., double_val: _Optional[_Iterable[float]] = ..., float_val: _Optional[_Iterable[float]] = ..., bool_val: _Optional[_Iterable[bool]] = ..., bytes_list_val: _Optional[_Iterable[_Union[_Value_pb2.BytesList, _Mapping]]] = ..., string_list_val: _Optional[_Iterable[_Union[_Value_pb2.StringList, _Mapping]]] = ..., int32_list_val: _Optional[_Iterable[_Union[_Value_pb2.Int32List, _Mapping]]] = ..., int64_list_val: _Optional[_Iterable[_Union[_Value_pb2.Int64List, _Mapping]]] = ..., double_list_val: _Optional[_Iterable[_Union[_Value_pb2.DoubleList, _Mapping]]] = ..., float_list_val: _Optional[_Iterable[_Union[_Value_pb2.FloatList, _Mapping]]] = ..., bool_list_val: _Optional[_Iterable[_Union[_Value_pb2.BoolList, _Mapping]]] = ...) -> None: ...
    METADATA_FIELD_NUMBER: _ClassVar[int]
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    metadata: Columns.Metadata
    results: _containers.RepeatedCompositeFieldContainer[Columns.Column]
    def __init__(self, metadata: _Optional[_Union[Columns.Metadata, _Mapping]] = ..., results: _Optional[_Iterable[_Union[Columns.Column, _Mapping]]] = ...) -> None: ...
