"""Where the rows of a feature table come from.

All sources share:
    event_timestamp_column: the column that says when a row was true.
    created_timestamp_column: the column that says when a row was written; the later one wins if two have the same event time.
    field_mapping: the name of a feature or an entity to the column, or the SQL expression, that it is read from.
    date_partition_column: the column by whose dates the files are laid in folders.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar, cast

from larder._errors import InvalidArgumentError
from larder._formats import FileFormat, ParquetFormat, StreamFormat, stream_format_of
from larder._named import NamedNumber
from larder._proto.feast.core.DataSource_pb2 import DataSource as DataSourceMessage


class SourceType(NamedNumber):
    """The kind of a source. The numbers are those on the wire."""

    UNKNOWN = 0
    BATCH_FILE = 1
    BATCH_BIGQUERY = 2
    STREAM_KAFKA = 3
    STREAM_KINESIS = 4


class DataSource(Protocol):
    """What every source has."""

    event_timestamp_column: str
    created_timestamp_column: str
    field_mapping: dict[str, str] | None
    date_partition_column: str

    def to_proto(self) -> DataSourceMessage:
        """The source as the server knows it."""


_Source = TypeVar("_Source", bound="_FromProto")


class _FromProto:
    @classmethod
    def from_proto(cls: type[_Source], message: DataSourceMessage) -> _Source:
        """The source that a message of the server describes."""
        source = source_of(message)
        if not isinstance(source, cls):
            raise InvalidArgumentError(f"this is a {type(source).__name__} and no {cls.__name__}")
        return source


@dataclass
class FileSource(_FromProto):
    """Parquet files in a folder: `file_url` is `file:///…`, `s3://…`, `gs://…` or a path that the server and Spark can read."""

    event_timestamp_column: str
    file_format: FileFormat
    file_url: str
    created_timestamp_column: str = ""
    field_mapping: dict[str, str] | None = None
    date_partition_column: str = ""

    @property
    def file_options(self) -> FileSource:
        """The source itself: Feast 0.9 says `source.file_options.file_url`."""
        return self

    def to_proto(self) -> DataSourceMessage:
        message = _message(self, SourceType.BATCH_FILE)
        message.file_options.file_url = self.file_url
        message.file_options.file_format.CopyFrom(self.file_format.to_proto())
        return message


@dataclass
class BigQuerySource(_FromProto):
    """A table of BigQuery: `table_ref` is `project:dataset.table`."""

    event_timestamp_column: str
    table_ref: str
    created_timestamp_column: str = ""
    field_mapping: dict[str, str] | None = None
    date_partition_column: str = ""

    @property
    def bigquery_options(self) -> BigQuerySource:
        """The source itself: Feast 0.9 says `source.bigquery_options.table_ref`."""
        return self

    def to_proto(self) -> DataSourceMessage:
        message = _message(self, SourceType.BATCH_BIGQUERY)
        message.bigquery_options.table_ref = self.table_ref
        return message


@dataclass
class KafkaSource(_FromProto):
    """A topic of Kafka: `bootstrap_servers` is `host:port,…`."""

    event_timestamp_column: str
    bootstrap_servers: str
    message_format: StreamFormat
    topic: str
    created_timestamp_column: str = ""
    field_mapping: dict[str, str] | None = None
    date_partition_column: str = ""

    @property
    def kafka_options(self) -> KafkaSource:
        """The source itself: Feast 0.9 says `source.kafka_options.topic`."""
        return self

    def to_proto(self) -> DataSourceMessage:
        message = _message(self, SourceType.STREAM_KAFKA)
        message.kafka_options.bootstrap_servers = self.bootstrap_servers
        message.kafka_options.topic = self.topic
        message.kafka_options.message_format.CopyFrom(self.message_format.to_proto())
        return message


@dataclass
class KinesisSource(_FromProto):
    """A stream of Kinesis. It can be registered; Larder does not read it."""

    event_timestamp_column: str
    created_timestamp_column: str
    record_format: StreamFormat
    region: str
    stream_name: str
    field_mapping: dict[str, str] | None = None
    date_partition_column: str = ""

    @property
    def kinesis_options(self) -> KinesisSource:
        """The source itself: Feast 0.9 says `source.kinesis_options.region`."""
        return self

    def to_proto(self) -> DataSourceMessage:
        message = _message(self, SourceType.STREAM_KINESIS)
        message.kinesis_options.region = self.region
        message.kinesis_options.stream_name = self.stream_name
        message.kinesis_options.record_format.CopyFrom(self.record_format.to_proto())
        return message


def source_of(message: DataSourceMessage) -> DataSource:
    """The source that a message of the server describes."""
    kind = message.WhichOneof("options")
    if kind is None:
        raise InvalidArgumentError("the data source names neither files nor a table nor a stream")
    source = _SOURCES[kind](message)
    source.event_timestamp_column = message.event_timestamp_column
    source.created_timestamp_column = message.created_timestamp_column
    source.field_mapping = dict(message.field_mapping) or None
    source.date_partition_column = message.date_partition_column
    return source


def _message(source: DataSource, source_type: SourceType) -> DataSourceMessage:
    return DataSourceMessage(
        type=cast(DataSourceMessage.SourceType, int(source_type)),
        event_timestamp_column=source.event_timestamp_column,
        created_timestamp_column=source.created_timestamp_column,
        field_mapping=source.field_mapping or {},
        date_partition_column=source.date_partition_column,
    )


def _kafka(message: DataSourceMessage) -> DataSource:
    options = message.kafka_options
    return KafkaSource("", options.bootstrap_servers, stream_format_of(options.message_format), options.topic)


def _kinesis(message: DataSourceMessage) -> DataSource:
    options = message.kinesis_options
    return KinesisSource("", "", stream_format_of(options.record_format), options.region, options.stream_name)


_SOURCES: dict[str, Callable[[DataSourceMessage], DataSource]] = {
    "file_options": lambda message: FileSource("", ParquetFormat(), message.file_options.file_url),
    "bigquery_options": lambda message: BigQuerySource("", message.bigquery_options.table_ref),
    "kafka_options": _kafka,
    "kinesis_options": _kinesis,
}
