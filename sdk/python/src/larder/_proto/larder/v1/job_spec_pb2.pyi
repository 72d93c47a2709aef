from larder._proto.feast.core import DataSource_pb2 as _DataSource_pb2
from larder._proto.feast.types import Value_pb2 as _Value_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class JobSpec(_message.Message):
    __slots__ = ("job_id", "epoch", "redis", "dead_letter_path", "offline_store", "batch_to_online", "batch_to_offline", "historical_retrieval")
    JOB_ID_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    REDIS_FIELD_NUMBER: _ClassVar[int]
    DEAD_LETTER_PATH_FIELD_NUMBER: _ClassVar[int]
    OFFLINE_STORE_FIELD_NUMBER: _ClassVar[int]
    BATCH_TO_ONLINE_FIELD_NUMBER: _ClassVar[int]
    BATCH_TO_OFFLINE_FIELD_NUMBER: _ClassVar[int]
    HISTORICAL_RETRIEVAL_FIELD_NUMBER: _ClassVar[int]
    job_id: str
    epoch: int
    redis: RedisServer
    dead_letter_path: str
    offline_store: OfflineStore
    batch_to_online: BatchToOnline
    batch_to_offline: BatchToOffline
    historical_retrieval: HistoricalRetrieval
    def __init__(self, job_id: _Optional[str] = ..., epoch: _Optional[int] = ..., redis: _Optional[_Union[RedisServer, _Mapping]] = ..., dead_letter_path: _Optional[str] = ..., offline_store: _Optional[_Union[OfflineStore, _Mapping]] = ..., batch_to_online: _Optional[_Union[BatchToOnline, _Mapping]] = ..., batch_to_offline: _Optional[_Union[BatchToOffline, _Mapping]] = ..., historical_retrieval: _Optional[_Union[HistoricalRetrieval, _Mapping]] = ...) -> None: ...

class RedisServer(_message.Message):
    __slots__ = ("hosts", "cluster", "tls", "user", "database")
    HOSTS_FIELD_NUMBER: _ClassVar[int]
    CLUSTER_FIELD_NUMBER: _ClassVar[int]
    TLS_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    DATABASE_FIELD_NUMBER: _ClassVar[int]
    hosts: _containers.RepeatedScalarFieldContainer[str]
    cluster: bool
    tls: bool
    user: str
    database: int
    def __init__(self, hosts: _Optional[_Iterable[str]] = ..., cluster: bool = ..., tls: bool = ..., user: _Optional[str] = ..., database: _Optional[int] = ...) -> None: ...

class OfflineStore(_message.Message):
    __slots__ = ("catalog", "warehouse")
    CATALOG_FIELD_NUMBER: _ClassVar[int]
    WAREHOUSE_FIELD_NUMBER: _ClassVar[int]
    catalog: str
    warehouse: str
    def __init__(self, catalog: _Optional[str] = ..., warehouse: _Optional[str] = ...) -> None: ...

class Table(_message.Message):
    __slots__ = ("project", "name", "number", "key_hash", "entities", "features", "max_age_micros", "labels", "batch_source")
    class LabelsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    KEY_HASH_FIELD_NUMBER: _ClassVar[int]
    ENTITIES_FIELD_NUMBER: _ClassVar[int]
    FEATURES_FIELD_NUMBER: _ClassVar[int]
    MAX_AGE_MICROS_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    BATCH_SOURCE_FIELD_NUMBER: _ClassVar[int]
    project: str
    name: str
    number: int
    key_hash: int
    entities: _containers.RepeatedCompositeFieldContainer[EntityColumn]
    features: _containers.RepeatedCompositeFieldContainer[FeatureColumn]
    max_age_micros: int
    labels: _containers.ScalarMap[str, str]
    batch_source: _DataSource_pb2.DataSource
    def __init__(self, project: _Optional[str] = ..., name: _Optional[str] = ..., number: _Optional[int] = ..., key_hash: _Optional[int] = ..., entities: _Optional[_Iterable[_Union[EntityColumn, _Mapping]]] = ..., features: _Optional[_Iterable[_Union[FeatureColumn, _Mapping]]] = ..., max_age_micros: _Optional[int] = ..., labels: _Optional[_Mapping[str, str]] = ..., batch_source: _Optional[_Union[_DataSource_pb2.DataSource, _Mapping]] = ...) -> None: ...

class EntityColumn(_message.Message):
    __slots__ = ("name", "type")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    name: str
    type: _Value_pb2.ValueType.Enum
    def __init__(self, name: _Optional[str] = ..., type: _Optional[_Union[_Value_pb2.ValueType.Enum, str]] = ...) -> None: ...

class FeatureColumn(_message.Message):
    __slots__ = ("id", "name", "type")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    id: int
    name: str
    type: _Value_pb2.ValueType.Enum
    def __init__(self, id: _Optional[int] = ..., name: _Optional[str] = ..., type: _Optional[_Union[_Value_pb2.ValueType.Enum, str]] = ...) -> None: ...

class Interval(_message.Message):
    __slots__ = ("start_micros", "end_micros")
    START_MICROS_FIELD_NUMBER: _ClassVar[int]
    END_MICROS_FIELD_NUMBER: _ClassVar[int]
    start_micros: int
    end_micros: int
    def __init__(self, start_micros: _Optional[int] = ..., end_micros: _Optional[int] = ...) -> None: ...

class BatchToOnline(_message.Message):
    __slots__ = ("table", "interval")
    TABLE_FIELD_NUMBER: _ClassVar[int]
    INTERVAL_FIELD_NUMBER: _ClassVar[int]
    table: Table
    interval: Interval
    def __init__(self, table: _Optional[_Union[Table, _Mapping]] = ..., interval: _Optional[_Union[Interval, _Mapping]] = ...) -> None: ...

class BatchToOffline(_message.Message):
    __slots__ = ("table", "interval")
    TABLE_FIELD_NUMBER: _ClassVar[int]
    INTERVAL_FIELD_NUMBER: _ClassVar[int]
    table: Table
    interval: Interval
    def __init__(self, table: _Optional[_Union[Table, _Mapping]] = ..., interval: _Optional[_Union[Interval, _Mapping]] = ...) -> None: ...

class HistoricalRetrieval(_message.Message):
    __slots__ = ("tables", "features", "entity_source", "output_location", "output_format", "origin", "filter_by_created_timestamp", "as_of_snapshot")
    class Origin(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        BATCH_SOURCE: _ClassVar[HistoricalRetrieval.Origin]
        OFFLINE_STORE: _ClassVar[HistoricalRetrieval.Origin]
    BATCH_SOURCE: HistoricalRetrieval.Origin
    OFFLINE_STORE: HistoricalRetrieval.Origin
    class AsOfSnapshotEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    TABLES_FIELD_NUMBER: _ClassVar[int]
    FEATURES_FIELD_NUMBER: _ClassVar[int]
    ENTITY_SOURCE_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_LOCATION_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_FORMAT_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    FILTER_BY_CREATED_TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    AS_OF_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    tables: _containers.RepeatedCompositeFieldContainer[Table]
    features: _containers.RepeatedScalarFieldContainer[str]
    entity_source: _DataSource_pb2.DataSource
    output_location: str
    output_format: str
    origin: HistoricalRetrieval.Origin
    filter_by_created_timestamp: bool
    as_of_snapshot: _containers.ScalarMap[str, int]
    def __init__(self, tables: _Optional[_Iterable[_Union[Table, _Mapping]]] = ..., features: _Optional[_Iterable[str]] = ..., entity_source: _Optional[_Union[_DataSource_pb2.DataSource, _Mapping]] = ..., output_location: _Optional[str] = ..., output_format: _Optional[str] = ..., origin: _Optional[_Union[HistoricalRetrieval.Origin, str]] = ..., filter_by_created_timestamp: bool = ..., as_of_snapshot: _Optional[_Mapping[str, int]] = ...) -> None: ...

class JobProgress(_message.Message):
    __slots__ = ("state", "heartbeat_micros", "started_micros", "application_id", "tasks_done", "tasks_known", "rows_read", "rows_written", "rows_rejected", "rows_older", "rows_too_old", "error", "snapshots", "leaked_values", "dead_letters", "retryable", "rows_ahead", "rejected_reasons", "ties", "missing_columns")
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STATE_UNSPECIFIED: _ClassVar[JobProgress.State]
        RUNNING: _ClassVar[JobProgress.State]
        DONE: _ClassVar[JobProgress.State]
        FAILED: _ClassVar[JobProgress.State]
        SUPERSEDED: _ClassVar[JobProgress.State]
    STATE_UNSPECIFIED: JobProgress.State
    RUNNING: JobProgress.State
    DONE: JobProgress.State
    FAILED: JobProgress.State
    SUPERSEDED: JobProgress.State
    class SnapshotsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    class LeakedValuesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    class RejectedReasonsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    class TiesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    class MissingColumnsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    STATE_FIELD_NUMBER: _ClassVar[int]
    HEARTBEAT_MICROS_FIELD_NUMBER: _ClassVar[int]
    STARTED_MICROS_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    TASKS_DONE_FIELD_NUMBER: _ClassVar[int]
    TASKS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    ROWS_READ_FIELD_NUMBER: _ClassVar[int]
    ROWS_WRITTEN_FIELD_NUMBER: _ClassVar[int]
    ROWS_REJECTED_FIELD_NUMBER: _ClassVar[int]
    ROWS_OLDER_FIELD_NUMBER: _ClassVar[int]
    ROWS_TOO_OLD_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    SNAPSHOTS_FIELD_NUMBER: _ClassVar[int]
    LEAKED_VALUES_FIELD_NUMBER: _ClassVar[int]
    DEAD_LETTERS_FIELD_NUMBER: _ClassVar[int]
    RETRYABLE_FIELD_NUMBER: _ClassVar[int]
    ROWS_AHEAD_FIELD_NUMBER: _ClassVar[int]
    REJECTED_REASONS_FIELD_NUMBER: _ClassVar[int]
    TIES_FIELD_NUMBER: _ClassVar[int]
    MISSING_COLUMNS_FIELD_NUMBER: _ClassVar[int]
    state: JobProgress.State
    heartbeat_micros: int
    started_micros: int
    application_id: str
    tasks_done: int
    tasks_known: int
    rows_read: int
    rows_written: int
    rows_rejected: int
    rows_older: int
    rows_too_old: int
    error: str
    snapshots: _containers.ScalarMap[str, int]
    leaked_values: _containers.ScalarMap[str, int]
    dead_letters: str
    retryable: bool
    rows_ahead: int
    rejected_reasons: _containers.ScalarMap[str, int]
    ties: _containers.ScalarMap[str, int]
    missing_columns: _containers.ScalarMap[str, int]
    def __init__(self, state: _Optional[_Union[JobProgress.State, str]] = ..., heartbeat_micros: _Optional[int] = ..., started_micros: _Optional[int] = ..., application_id: _Optional[str] = ..., tasks_done: _Optional[int] = ..., tasks_known: _Optional[int] = ..., rows_read: _Optional[int] = ..., rows_written: _Optional[int] = ..., rows_rejected: _Optional[int] = ..., rows_older: _Optional[int] = ..., rows_too_old: _Optional[int] = ..., error: _Optional[str] = ..., snapshots: _Optional[_Mapping[str, int]] = ..., leaked_values: _Optional[_Mapping[str, int]] = ..., dead_letters: _Optional[str] = ..., retryable: bool = ..., rows_ahead: _Optional[int] = ..., rejected_reasons: _Optional[_Mapping[str, int]] = ..., ties: _Optional[_Mapping[str, int]] = ..., missing_columns: _Optional[_Mapping[str, int]] = ...) -> None: ...
