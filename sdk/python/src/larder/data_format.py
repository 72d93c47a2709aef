"""How files and messages of a source are encoded, under the name that Feast 0.9 has for it."""

from larder._formats import AvroFormat, FileFormat, ParquetFormat, ProtoFormat, StreamFormat

__all__ = ["AvroFormat", "FileFormat", "ParquetFormat", "ProtoFormat", "StreamFormat"]
