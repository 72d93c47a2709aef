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

    @classmethod
    def from_proto(cls, message: FileFormatMessage) -> ParquetFormat:
        if not message.HasField("parquet_format"):
            raise InvalidArgumentError("this is no ParquetFormat")
        return cls()


@dataclass(frozen=True)
class AvroFormat:
    """Avro messages, each written with the schema `schema_json`."""

    schema_json: str

    def to_proto(self) -> StreamFormatMessage:
        return StreamFormatMessage(avro_format=StreamFormatMessage.AvroFormat(schema_json=self.schema_json))

    @classmethod
    def from_proto(cls, message: StreamFormatMessage) -> AvroFormat:
        if not message.HasField("avro_format"):
            raise InvalidArgumentError("this is no AvroFormat")
        return cls(message.avro_format.schema_json)


@dataclass(frozen=True)
class ProtoFormat:
    """Protobuf messages of the Java class `class_path`, such as `com.example.Trip`."""

    class_path: str

    def to_proto(self) -> StreamFormatMessage:
        return StreamFormatMessage(proto_format=StreamFormatMessage.ProtoFormat(class_path=self.class_path))

    @classmethod
    def from_proto(cls, message: StreamFormatMessage) -> ProtoFormat:
        if not message.HasField("proto_format"):
            raise InvalidArgumentError("this is no ProtoFormat")
        return cls(message.proto_format.class_path)


FileFormat = ParquetFormat
StreamFormat = AvroFormat | ProtoFormat


def stream_format_of(message: StreamFormatMessage) -> StreamFormat:
    kind = message.WhichOneof("format")
    if kind == "avro_format":
        return AvroFormat.from_proto(message)
    if kind == "proto_format":
        return ProtoFormat.from_proto(message)
    raise InvalidArgumentError("the stream source names no message format")
