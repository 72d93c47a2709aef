"""Definitions, against the application."""

from __future__ import annotations

from datetime import timedelta

import pytest

from larder import (
    AlreadyExistsError,
    AvroFormat,
    BigQuerySource,
    Client,
    Entity,
    Feature,
    FeatureRef,
    FeatureTable,
    FileSource,
    InvalidArgumentError,
    KafkaSource,
    NotFoundError,
    ParquetFormat,
    ProtoFormat,
    ValueType,
)

DRIVER = Entity("driver_id", "The driver", ValueType.INT64, {"team": "dispatch"})
CITY = Entity("city", "", ValueType.STRING)
TRIPS = FeatureTable(
    name="trips",
    entities=["driver_id", "city"],
    features=[Feature("count", ValueType.INT64, {"owner": "ada"}), Feature("rating", ValueType.DOUBLE)],
    batch_source=FileSource(
        "event_timestamp", ParquetFormat(), "file:///data/trips", "created", {"count": "n"}, "date"
    ),
    stream_source=KafkaSource("ts", "kafka:9092", ProtoFormat("com.example.Trip"), "trips"),
    max_age=timedelta(hours=1, microseconds=1),
    labels={"team": "dispatch"},
)


def test_what_is_applied_is_what_is_read(client: Client) -> None:
    changes = client.apply([DRIVER, CITY, TRIPS])
    assert [(change.action, change.kind, change.name) for change in changes] == [
        ("CREATED", "PROJECT", client.project),
        ("CREATED", "ENTITY", "driver_id"),
        ("CREATED", "ENTITY", "city"),
        ("CREATED", "FEATURE_TABLE", "trips"),
    ]
    assert client.get_entity("driver_id") == DRIVER
    table = client.get_feature_table("trips")
    assert table == TRIPS
    assert table.revision == 0
    assert table.created_timestamp == table.last_updated_timestamp
    assert FeatureTable.from_yaml(table.to_yaml()) == TRIPS
    assert client.apply([DRIVER, CITY, TRIPS]) == [], "the same again changes nothing"


def test_lists_and_their_filters(client: Client) -> None:
    client.apply([DRIVER, CITY, TRIPS])
    assert client.project in client.list_projects()
    assert {entity.name for entity in client.list_entities()} == {"driver_id", "city"}
    assert [entity.name for entity in client.list_entities(labels={"team": "dispatch"})] == ["driver_id"]
    assert client.list_feature_tables() == [TRIPS]
    assert client.list_feature_tables(labels={"team": "other"}) == []
    assert client.list_features_by_ref(entities=["city", "driver_id"], labels={"owner": "ada"}) == {
        FeatureRef("trips", "count"): TRIPS.features[0]
    }
    assert client.list_entities(project="nowhere") == []


def test_a_dry_run_tells_and_stores_nothing(client: Client) -> None:
    client.apply([DRIVER, CITY, TRIPS])
    changed = client.get_feature_table("trips")
    changed.add_feature(Feature("tips", ValueType.DOUBLE))
    changed.max_age = None
    (change,) = client.apply(changed, dry_run=True)
    assert (change.action, change.name, change.revision) == ("UPDATED", "trips", 0)
    assert {d.path: (d.before, d.after) for d in change.differences} == {
        "features.tips.value_type": (None, "DOUBLE"),
        "max_age": ("PT1H0.000001S", None),
    }
    assert client.get_feature_table("trips") == TRIPS
    client.apply(changed)
    assert client.get_feature_table("trips") == changed
    assert client.get_feature_table("trips").revision == 1
    assert [c.action for c in client.list_changes(kind="feature_table", name="trips")] == ["UPDATED", "CREATED"]


def test_all_or_nothing_is_applied(client: Client) -> None:
    orphan = FeatureTable("orphan", ["nobody"], [Feature("a", ValueType.INT64)], TRIPS.batch_source)
    with pytest.raises(InvalidArgumentError, match="nobody"):
        client.apply([DRIVER, orphan])
    with pytest.raises(NotFoundError):
        client.get_entity("driver_id")


def test_a_deleted_table_is_gone_and_can_come_back(client: Client) -> None:
    client.apply([DRIVER, CITY, TRIPS])
    client.delete_feature_table("trips")
    assert client.list_feature_tables() == []
    with pytest.raises(NotFoundError, match="deleted"):
        client.get_feature_table("trips")
    assert [change.action for change in client.apply(TRIPS)] == ["REVIVED"]


def test_projects(client: Client) -> None:
    client.create_project(client.project)
    with pytest.raises(AlreadyExistsError):
        client.create_project(client.project)
    client.archive_project(client.project)
    assert client.project not in client.list_projects()
    with pytest.raises(InvalidArgumentError, match="archived"):
        client.apply(DRIVER)


@pytest.mark.parametrize("value_type", [t for t in ValueType if t is not ValueType.UNKNOWN], ids=lambda t: t.name)
def test_an_entity_and_a_feature_may_have_any_type(client: Client, value_type: ValueType) -> None:
    entity = Entity("e", "", value_type)
    table = FeatureTable("t", ["e"], [Feature("f", value_type)], BigQuerySource("ts", "project:dataset.table"))
    client.apply([entity, table])
    assert client.get_entity("e").value_type is value_type
    assert client.get_feature_table("t") == table


@pytest.mark.parametrize(
    ("definition", "text"),
    [
        (Entity("1st", "", ValueType.INT64), "alphanumeric"),
        (Entity("e", "", ValueType.UNKNOWN), "no value type"),
        (FeatureTable("t", [], [Feature("f", ValueType.INT64)], TRIPS.batch_source), "entities list cannot be empty"),
        (FeatureTable("t", ["city"], [Feature("f", ValueType.INT64)]), "batch source cannot be empty"),
        (FeatureTable("t", ["city"], [Feature("city", ValueType.INT64)], TRIPS.batch_source), "unique"),
    ],
)
def test_a_wrong_definition_is_refused_with_a_reason(
    client: Client, definition: Entity | FeatureTable, text: str
) -> None:
    client.apply(CITY)
    with pytest.raises(InvalidArgumentError, match=text):
        client.apply(definition)


def test_the_type_of_an_entity_stays(client: Client) -> None:
    client.apply(CITY)
    with pytest.raises(InvalidArgumentError, match="change the type") as raised:
        client.apply(Entity("city", "", ValueType.INT64))
    assert raised.value.reason
    assert raised.value.request_id


def test_formats_survive(client: Client) -> None:
    client.apply([DRIVER, CITY])
    for source in (
        KafkaSource("ts", "kafka:9092", AvroFormat('{"type": "record", "name": "Trip", "fields": []}'), "trips"),
        KafkaSource("ts", "kafka:9092", ProtoFormat("com.example.Trip"), "trips", "created", {"a": "b"}),
    ):
        table = FeatureTable("formats", ["city"], [Feature("a", ValueType.INT64)], TRIPS.batch_source, source)
        client.apply(table)
        assert client.get_feature_table("formats").stream_source == source


def test_versions(client: Client) -> None:
    version = client.version()
    assert version["core"]["version"] == version["serving"]["version"]
    assert version["core"]["url"] == client.core_url
