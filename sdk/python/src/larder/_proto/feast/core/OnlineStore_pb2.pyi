from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class StoreType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    UNSET: _ClassVar[StoreType]
    BIGTABLE: _ClassVar[StoreType]
    REDIS: _ClassVar[StoreType]
UNSET: StoreType
BIGTABLE: StoreType
REDIS: StoreType

class OnlineStore(_message.Message):
    __slots__ = ("name", "type", "description")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    name: str
    type: StoreType
    description: str
    def __init__(self, name: _Optional[str] = ..., type: _Optional[_Union[StoreType, str]] = ..., description: _Optional[str] = ...) -> None: ...
