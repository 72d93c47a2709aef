"""How files and messages of a source are encoded."""

from __future__ import annotations

from dataclasses import dataclass

from larder._errors import InvalidArgumentError
from larder._proto.feast.core.DataFormat_pb2 import FileFormat as FileFormatMessage
from larder._proto.feast.core.DataFormat_pb2 import StreamFormat as StreamFormatMessage


@dataclass(frozen=True)
class ParquetFormat:
    """Parquet files."""

    def to_proto(self) -> FileFormatMessage:
        return FileFormatMessage(parquet_format=FileFormatMessage.ParquetFormat())


@dataclass(frozen=True)
class AvroFormat:
    """Avro messages, each written with the schema `schema_json`."""

    schema_json: str

    def to_proto(self) -> StreamFormatMessage:
        return StreamFormatMessage(avro_format=StreamFormatMessage.AvroFormat(schema_json=self.schema_json))


@dataclass(frozen=True)
class ProtoFormat:
    """Protobuf messages of the Java class `class_path`, such as `com.example.Trip`."""

    class_path: str

    def to_proto(self) -> StreamFormatMessage:
        return StreamFormatMessage(proto_format=StreamFormatMessage.ProtoFormat(class_path=self.class_path))


FileFormat = ParquetFormat
StreamFormat = AvroFormat | ProtoFormat


def stream_format_of(message: StreamFormatMessage) -> StreamFormat:
    kind = message.WhichOneof("format")
    if kind == "avro_format":
        return AvroFormat(message.avro_format.schema_json)
    if kind == "proto_format":
        return ProtoFormat(message.proto_format.class_path)
    raise InvalidArgumentError("the stream source names no message format")
