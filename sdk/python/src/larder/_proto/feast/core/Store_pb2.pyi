import datetime

from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Store(_message.Message):
    __slots__ = ("name", "type", "subscriptions", "redis_config", "redis_cluster_config")
    class StoreType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        INVALID: _ClassVar[Store.StoreType]
        REDIS: _ClassVar[Store.StoreType]
        REDIS_CLUSTER: _ClassVar[Store.StoreType]
    INVALID: Store.StoreType
    REDIS: Store.StoreType
    REDIS_CLUSTER: Store.StoreType
    class RedisConfig(_message.Message):
        __slots__ = ("host", "port", "initial_backoff_ms", "max_retries", "flush_frequency_seconds", "ssl")
        HOST_FIELD_NUMBER: _ClassVar[int]
        PORT_FIELD_NUMBER: _ClassVar[int]
        INITIAL_BACKOFF_MS_FIELD_NUMBER: _ClassVar[int]
        MAX_RETRIES_FIELD_NUMBER: _ClassVar[int]
        FLUSH_FREQUENCY_SECONDS_FIELD_NUMBER: _ClassVar[int]
        SSL_FIELD_NUMBER: _ClassVar[int]
        host: str
        port: int
        initial_backoff_ms: int
        max_retries: int
        flush_frequency_seconds: int
        ssl: bool
        def __init__(self, host: _Optional[str] = ..., port: _Optional[int] = ..., initial_backoff_ms: _Optional[int] = ..., max_retries: _Optional[int] = ..., flush_frequency_seconds: _Optional[int] = ..., ssl: bool = ...) -> None: ...
    class RedisClusterConfig(_message.Message):
        __slots__ = ("connection_string", "initial_backoff_ms", "max_retries", "flush_frequency_seconds", "key_prefix", "enable_fallback", "fallback_prefix", "read_from", "timeout")
        class ReadFrom(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
            __slots__ = ()
            MASTER: _ClassVar[Store.RedisClusterConfig.ReadFrom]
            MASTER_PREFERRED: _ClassVar[Store.RedisClusterConfig.ReadFrom]
            REPLICA: _ClassVar[Store.RedisClusterConfig.ReadFrom]
            REPLICA_PREFERRED: _ClassVar[Store.RedisClusterConfig.ReadFrom]
        MASTER: Store.RedisClusterConfig.ReadFrom
        MASTER_PREFERRED: Store.RedisClusterConfig.ReadFrom
        REPLICA: Store.RedisClusterConfig.ReadFrom
        REPLICA_PREFERRED: Store.RedisClusterConfig.ReadFrom
        CONNECTION_STRING_FIELD_NUMBER: _ClassVar[int]
        INITIAL_BACKOFF_MS_FIELD_NUMBER: _ClassVar[int]
        MAX_RETRIES_FIELD_NUMBER: _ClassVar[int]
        FLUSH_FREQUENCY_SECONDS_FIELD_NUMBER: _ClassVar[int]
        KEY_PREFIX_FIELD_NUMBER: _ClassVar[int]
        ENABLE_FALLBACK_FIELD_NUMBER: _ClassVar[int]
        FALLBACK_PREFIX_FIELD_NUMBER: _ClassVar[int]
        READ_FROM_FIELD_NUMBER: _ClassVar[int]
        TIMEOUT_FIELD_NUMBER: _ClassVar[int]
        connection_string: str
        initial_backoff_ms: int
        max_retries: int
        flush_frequency_seconds: int
        key_prefix: str
        enable_fallback: bool
        fallback_prefix: str
        read_from: Store.RedisClusterConfig.ReadFrom
        timeout: _duration_pb2.Duration
        def __init__(self, connection_string: _Optional[str] = ..., initial_backoff_ms: _Optional[int] = ..., max_retries: _Optional[int] = ..., flush_frequency_seconds: _Optional[int] = ..., key_prefix: _Optional[str] = ..., enable_fallback: bool = ..., fallback_prefix: _Optional[str] = ..., read_from: _Optional[_Union[Store.RedisClusterConfig.ReadFrom, str]] = ..., timeout: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...
    class Subscription(_message.Message):
        __slots__ = ("name", "project", "exclude")
        NAME_FIELD_NUMBER: _ClassVar[int]
        PROJECT_FIELD_NUMBER: _ClassVar[int]
        EXCLUDE_FIELD_NUMBER: _ClassVar[int]
        name: str
        project: str
        exclude: bool
        def __init__(self, name: _Optional[str] = ..., project: _Optional[str] = ..., exclude: bool = ...) -> None: ...
    NAME_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIPTIONS_FIELD_NUMBER: _ClassVar[int]
    REDIS_CONFIG_FIELD_NUMBER: _ClassVar[int]
    REDIS_CLUSTER_CONFIG_FIELD_NUMBER: _ClassVar[int]
    name: str
    type: Store.StoreType
    subscriptions: _containers.RepeatedCompositeFieldContainer[Store.Subscription]
    redis_config: Store.RedisConfig
    redis_cluster_config: Store.RedisClusterConfig
    def __init__(self, name: _Optional[str] = ..., type: _Optional[_Union[Store.StoreType, str]] = ..., subscriptions: _Optional[_Iterable[_Union[Store.Subscription, _Mapping]]] = ..., redis_config: _Optional[_Union[Store.RedisConfig, _Mapping]] = ..., redis_cluster_config: _Optional[_Union[Store.RedisClusterConfig, _Mapping]] = ...) -> None: ...
