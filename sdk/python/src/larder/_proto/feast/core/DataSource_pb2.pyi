from larder._proto.feast.core import DataFormat_pb2 as _DataFormat_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DataSource(_message.Message):
    __slots__ = ("type", "field_mapping", "event_timestamp_column", "date_partition_column", "created_timestamp_column", "file_options", "bigquery_options", "kafka_options", "kinesis_options")
    class SourceType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        INVALID: _ClassVar[DataSource.SourceType]
        BATCH_FILE: _ClassVar[DataSource.SourceType]
        BATCH_BIGQUERY: _ClassVar[DataSource.SourceType]
        STREAM_KAFKA: _ClassVar[DataSource.SourceType]
        STREAM_KINESIS: _ClassVar[DataSource.SourceType]
    INVALID: DataSource.SourceType
    BATCH_FILE: DataSource.SourceType
    BATCH_BIGQUERY: DataSource.SourceType
    STREAM_KAFKA: DataSource.SourceType
    STREAM_KINESIS: DataSource.SourceType
    class FileOptions(_message.Message):
        __slots__ = ("file_format", "file_url")
        FILE_FORMAT_FIELD_NUMBER: _ClassVar[int]
        FILE_URL_FIELD_NUMBER: _ClassVar[int]
        file_format: _DataFormat_pb2.FileFormat
        file_url: str
        def __init__(self, file_format: _Optional[_Union[_DataFormat_pb2.FileFormat, _Mapping]] = ..., file_url: _Optional[str] = ...) -> None: ...
    class BigQueryOptions(_message.Message):
        __slots__ = ("table_ref",)
        TABLE_REF_FIELD_NUMBER: _ClassVar[int]
        table_ref: str
        def __init__(self, table_ref: _Optional[str] = ...) -> None: ...
    class KafkaOptions(_message.Message):
        __slots__ = ("bootstrap_servers", "topic", "message_format")
        BOOTSTRAP_SERVERS_FIELD_NUMBER: _ClassVar[int]
        TOPIC_FIELD_NUMBER: _ClassVar[int]
        MESSAGE_FORMAT_FIELD_NUMBER: _ClassVar[int]
        bootstrap_servers: str
        topic: str
        message_format: _DataFormat_pb2.StreamFormat
        def __init__(self, bootstrap_servers: _Optional[str] = ..., topic: _Optional[str] = ..., message_format: _Optional[_Union[_DataFormat_pb2.StreamFormat, _Mapping]] = ...) -> None: ...
    class KinesisOptions(_message.Message):
        __slots__ = ("region", "stream_name", "record_format")
        REGION_FIELD_NUMBER: _ClassVar[int]
        STREAM_NAME_FIELD_NUMBER: _ClassVar[int]
        RECORD_FORMAT_FIELD_NUMBER: _ClassVar[int]
        region: str
        stream_name: str
        record_format: _DataFormat_pb2.StreamFormat
        def __init__(self, region: _Optional[str] = ..., stream_name: _Optional[str] = ..., record_format: _Optional[_Union[_DataFormat_pb2.StreamFormat, _Mapping]] = ...) -> None: ...
    class FieldMappingEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    TYPE_FIELD_NUMBER: _ClassVar[int]
    FIELD_MAPPING_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIMESTAMP_COLUMN_FIELD_NUMBER: _ClassVar[int]
    DATE_PARTITION_COLUMN_FIELD_NUMBER: _ClassVar[int]
    CREATED_TIMESTAMP_COLUMN_FIELD_NUMBER: _ClassVar[int]
    FILE_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    BIGQUERY_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    KAFKA_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    KINESIS_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    type: DataSource.SourceType
    field_mapping: _containers.ScalarMap[str, str]
    event_timestamp_column: str
    date_partition_column: str
    created_timestamp_column: str
    file_options: DataSource.FileOptions
    bigquery_options: DataSource.BigQueryOptions
    kafka_options: DataSource.KafkaOptions
    kinesis_options: DataSource.KinesisOptions
    def __init__(self, type: _Optional[_Union[DataSource.SourceType, str]] = ..., field_mapping: _Optional[_Mapping[str, str]] = ..., event_timestamp_column: _Optional[str] = ..., date_partition_column: _Optional[str] = ..., created_timestamp_column: _Optional[str] = ..., file_options: _Optional[_Union[DataSource.FileOptions, _Mapping]] = ..., bigquery_options: _Optional[_Union[DataSource.BigQueryOptions, _Mapping]] = ..., kafka_options: _Optional[_Union[DataSource.KafkaOptions, _Mapping]] = ..., kinesis_options: _Optional[_Union[DataSource.KinesisOptions, _Mapping]] = ...) -> None: ...
