"""Where rows come from, under the name that Feast 0.9 has for it."""

from larder._sources import BigQuerySource, DataSource, FileSource, KafkaSource, KinesisSource, SourceType

__all__ = ["BigQuerySource", "DataSource", "FileSource", "KafkaSource", "KinesisSource", "SourceType"]
