from __future__ import annotations

from datetime import timedelta

import pytest
from google.protobuf.duration_pb2 import Duration

from larder import (
    AvroFormat,
    BigQuerySource,
    Entity,
    Feature,
    FeatureRef,
    FeatureTable,
    FileSource,
    InvalidArgumentError,
    KafkaSource,
    KinesisSource,
    ParquetFormat,
    ProtoFormat,
    ValueType,
)
from larder.data_source import DataSource

FILES = FileSource("event_timestamp", ParquetFormat(), "file:///data/trips", "created", {"a": "b + 1"}, "date")
TABLE = FeatureTable(
    name="trips",
    entities=["driver_id", "city"],
    features=[Feature("count", ValueType.INT64, {"owner": "ada"}), Feature("tags", ValueType.STRING_LIST)],
    batch_source=FILES,
    stream_source=KafkaSource("ts", "kafka:9092", AvroFormat('{"type": "record"}'), "trips", field_mapping={"x": "y"}),
    max_age=timedelta(days=1),
    labels={"team": "dispatch"},
)


def test_an_entity_is_the_same_after_the_wire_and_after_a_file() -> None:
    entity = Entity("driver_id", "The driver", ValueType.INT64, {"a": "b"})
    assert Entity.from_proto(entity.to_proto()) == entity
    assert Entity.from_yaml(entity.to_yaml()) == entity
    assert entity.to_dict() == {
        "kind": "entity",
        "spec": {"name": "driver_id", "valueType": "INT64", "description": "The driver", "labels": {"a": "b"}},
    }


def test_a_feature_table_is_the_same_after_the_wire_and_after_a_file() -> None:
    assert FeatureTable.from_proto(TABLE.to_proto()) == TABLE
    assert FeatureTable.from_yaml(TABLE.to_yaml()) == TABLE
    spec = TABLE.to_dict()["spec"]
    assert spec["maxAge"] == "86400s"
    assert spec["batchSource"]["fileOptions"]["fileUrl"] == "file:///data/trips"
    assert spec["streamSource"]["type"] == "STREAM_KAFKA"


@pytest.mark.parametrize(
    "source",
    [
        FILES,
        BigQuerySource("ts", "project:dataset.table", "created", {"a": "b"}, "date"),
        KafkaSource("ts", "kafka:9092", ProtoFormat("com.example.Trip"), "trips"),
        KinesisSource("ts", "created", AvroFormat("{}"), "eu-west-1", "trips"),
    ],
    ids=lambda source: type(source).__name__,
)
def test_every_source_is_the_same_after_the_wire(source: DataSource) -> None:
    stream = isinstance(source, KafkaSource | KinesisSource)
    table = FeatureTable("t", ["e"], [], None if stream else source, source if stream else None)
    read = FeatureTable.from_proto(table.to_proto())
    assert (read.stream_source if stream else read.batch_source) == source


def test_sources_and_formats_come_from_messages() -> None:
    assert FileSource.from_proto(FILES.to_proto()) == FILES
    with pytest.raises(InvalidArgumentError, match="a FileSource and no KafkaSource"):
        KafkaSource.from_proto(FILES.to_proto())
    avro = AvroFormat("{}")
    assert AvroFormat.from_proto(avro.to_proto()) == avro
    assert ParquetFormat.from_proto(ParquetFormat().to_proto()) == ParquetFormat()
    with pytest.raises(InvalidArgumentError, match="no ProtoFormat"):
        ProtoFormat.from_proto(avro.to_proto())


def test_a_table_without_name_or_entities_is_not_valid() -> None:
    TABLE.is_valid()
    with pytest.raises(InvalidArgumentError, match="no name"):
        FeatureTable("", ["driver_id"], []).is_valid()
    with pytest.raises(InvalidArgumentError, match="no entities"):
        FeatureTable("trips", [], []).is_valid()


@pytest.mark.parametrize("max_age", [timedelta(minutes=1), 60, 60.0, Duration(seconds=60)])
def test_max_age_is_a_timedelta_seconds_or_a_duration(max_age: timedelta | Duration | float) -> None:
    table = FeatureTable("t", ["e"], [], max_age=max_age)
    assert table.max_age == timedelta(minutes=1)
    assert table.to_proto().spec.max_age.seconds == 60


def test_no_max_age_and_zero_are_the_same() -> None:
    assert FeatureTable("t", ["e"], []) == FeatureTable("t", ["e"], [], max_age=0)


def test_tables_with_the_same_features_in_another_order_are_equal() -> None:
    a, b = Feature("a", ValueType.INT64), Feature("b", ValueType.INT64)
    assert FeatureTable("t", ["x", "y"], [a, b]) == FeatureTable("t", ["y", "x"], [b, a])
    assert FeatureTable("t", ["x"], [a]) != FeatureTable("t", ["x"], [b])


def test_names_of_feast() -> None:
    assert FILES.file_options.file_url == "file:///data/trips"
    assert isinstance(TABLE.stream_source, KafkaSource)
    assert TABLE.stream_source.kafka_options.topic == "trips"
    table = FeatureTable("t", [Entity("e", "", ValueType.INT64)], [])
    table.add_feature(Feature("a", ValueType.INT64))
    assert (table.entities, table.features[0].name) == (["e"], "a")


@pytest.mark.parametrize("text", ["", "trips", "trips:", ":count", "a: [", "a: 1\n---\nb: 2"])
def test_what_is_no_definition_is_refused(text: str) -> None:
    with pytest.raises(InvalidArgumentError):
        Entity.from_yaml(text)


def test_an_unknown_field_is_named() -> None:
    with pytest.raises(InvalidArgumentError, match="valueTyp"):
        Entity.from_yaml("spec: {name: a, valueTyp: INT64}")


def test_feature_references() -> None:
    assert FeatureRef.from_str("trips:count") == FeatureRef("trips", "count")
    assert str(FeatureRef("trips", "count")) == "trips:count"
    for text in ("trips", "trips:", ":count", ""):
        with pytest.raises(InvalidArgumentError, match="table:feature"):
            FeatureRef.from_str(text)
