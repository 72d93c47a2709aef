"""What is written for Spark."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from larder import (
    BigQuerySource,
    FailedPreconditionError,
    Feature,
    FeatureTable,
    FileSource,
    InvalidArgumentError,
    NotFoundError,
    ParquetFormat,
    UnimplementedError,
    ValueType,
    _files,
    _ingestion,
)
from larder._training import stage

TYPES = {"driver_id": ValueType.INT64, "count": ValueType.INT32}
TIME = datetime(2026, 1, 31, 23, 59, 59, 999_999, tzinfo=timezone.utc)


def table(folder: Path, **source: Any) -> FeatureTable:
    files = FileSource("ts", ParquetFormat(), folder.as_uri(), **source)
    return FeatureTable("trips", ["driver_id"], [Feature("count", ValueType.INT32)], files)


def ingest(to: FeatureTable, rows: Any) -> int:
    return _ingestion.ingest(to, TYPES, rows, 1_000, None)


def test_columns_get_their_types_and_others_stay(tmp_path: Path) -> None:
    rows = {"driver_id": ["1", "2"], "count": [3.0, None], "ts": [TIME, TIME], "note": ["a", "b"]}
    assert ingest(table(tmp_path), rows) == 2
    read = _files.read(tmp_path.as_uri())
    assert read.schema == pa.schema(
        [("driver_id", pa.int64()), ("count", pa.int32()), ("ts", pa.timestamp("us", "UTC")), ("note", pa.string())]
    )
    assert read.to_pylist()[0] == {"driver_id": 1, "count": 3, "ts": TIME, "note": "a"}


def test_a_second_ingest_adds_and_leaves_no_unfinished_file(tmp_path: Path) -> None:
    for driver in (1, 2):
        ingest(table(tmp_path), [{"driver_id": driver, "count": 1, "ts": TIME}])
    assert sorted(_files.read(tmp_path.as_uri())["driver_id"].to_pylist()) == [1, 2]
    assert [path.suffix for path in tmp_path.iterdir()] == [".parquet", ".parquet"]
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_each_day_of_utc_has_its_folder(tmp_path: Path) -> None:
    times = [TIME, TIME + timedelta(microseconds=1), TIME]
    ingest(table(tmp_path, date_partition_column="day"), {"driver_id": [1, 2, 3], "count": [1, 2, 3], "ts": times})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["day=2026-01-31", "day=2026-02-01"]
    (file,) = (tmp_path / "day=2026-02-01").iterdir()
    assert parquet.ParquetFile(file).read().column_names == ["driver_id", "count", "ts"]


def test_mapped_columns_are_checked_and_expressions_are_not(tmp_path: Path) -> None:
    mapped = table(tmp_path, field_mapping={"driver_id": "id", "count": "a + b"})
    assert ingest(mapped, {"id": [1], "a": [1], "b": [2], "ts": [TIME]}) == 1
    with pytest.raises(InvalidArgumentError, match="no column id"):
        ingest(mapped, {"driver_id": [1], "ts": [TIME]})


def test_times_without_a_zone_are_utc(tmp_path: Path) -> None:
    frame = pd.DataFrame({"driver_id": [1], "count": [1], "ts": [pd.Timestamp("2026-01-31 12:00:00.123456789")]})
    ingest(table(tmp_path), frame)
    assert _files.read(tmp_path.as_uri())["ts"][0].as_py() == datetime(
        2026, 1, 31, 12, 0, 0, 123456, tzinfo=timezone.utc
    )


def test_files_are_read(tmp_path: Path) -> None:
    frame = pd.DataFrame({"driver_id": [1, 2], "count": [3, 4], "ts": ["2026-01-31T12:00:00Z", "2026-01-31T13:00:00Z"]})
    frame.to_csv(tmp_path / "rows.csv", index=False)
    frame.to_parquet(tmp_path / "rows.parquet")
    for name in ("rows.csv", "rows.parquet"):
        assert ingest(table(tmp_path / "to"), tmp_path / name) == 2
    with pytest.raises(InvalidArgumentError, match="nowhere"):
        ingest(table(tmp_path / "to"), tmp_path / "nowhere.csv")


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ({"driver_id": [1], "ts": [TIME]}, "no column count"),
        ({"driver_id": ["x"], "count": [1], "ts": [TIME]}, "driver_id"),
        ({"driver_id": [1], "count": [2**31], "ts": [TIME]}, "count"),
        (
            {"driver_id": [1], "count": [1], "ts": [None]},
            "column ts has rows without an event time: 1, the first of them is row 0",
        ),
        ({"driver_id": [1], "count": [1], "ts": [1.5]}, "ts"),
        (7, "no table"),
    ],
)
def test_rows_that_do_not_fit_are_refused_and_nothing_is_written(tmp_path: Path, rows: Any, text: str) -> None:
    with pytest.raises(InvalidArgumentError, match=text):
        ingest(table(tmp_path), rows)
    assert list(tmp_path.iterdir()) == []


def test_a_source_that_cannot_be_written_is_said_to_be(tmp_path: Path) -> None:
    bigquery = FeatureTable("trips", ["driver_id"], [], BigQuerySource("ts", "a:b.c"))
    with pytest.raises(UnimplementedError, match="trips"):
        ingest(bigquery, {"driver_id": [1]})
    (tmp_path / "file").write_text("")
    with pytest.raises(InvalidArgumentError, match="is a file"):
        ingest(table(tmp_path / "file"), {"driver_id": [1], "count": [1], "ts": [TIME]})
    with pytest.raises(InvalidArgumentError, match="ftp"):
        _files.open_url("ftp://somewhere/x")


@pytest.mark.parametrize(
    "name",
    ["my%20data", "a#b", "a?b", "ü", "a b", "a+b", "[x]", "{y}", "100%", "%zz", "a&b=c", "a:b", "*", "~", "a\\b"],
)
@pytest.mark.parametrize("form", ["{}", "file:{}", "file://{}", "file://{}/", "file://{}/./x/.."])
def test_a_folder_is_the_one_that_spark_reads_whatever_its_name(tmp_path: Path, name: str, form: str) -> None:
    folder = tmp_path / name
    source = FileSource("ts", ParquetFormat(), form.format(folder))
    ingest(
        FeatureTable("trips", ["driver_id"], [Feature("count", ValueType.INT32)], source),
        {"driver_id": [1], "count": [2], "ts": [TIME]},
    )
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert [path.suffix for path in folder.iterdir()] == [".parquet"]
    assert _files.read(source.file_url)["count"].to_pylist() == [2]
    _files.check_writable(source.file_url)
    staged = stage({"event_timestamp": [TIME]}, "event_timestamp", {}, source.file_url)
    assert staged.file_url.startswith(source.file_url.rstrip("/") + "/")
    assert _files.read(staged.file_url).num_rows == 1


@pytest.mark.parametrize(
    "url", ["", "data/trips", "file:trips", "./x", "file://data/trips", "s4://bucket/x", "http://h/x"]
)
def test_a_place_that_cannot_be_used_is_told(url: str) -> None:
    with pytest.raises(InvalidArgumentError, match="cannot use"):
        _files.open_url(url)


@pytest.mark.parametrize(
    ("place", "root"),
    [("gs://bucket/", "bucket"), ("gcs://bucket", "bucket"), ("abfss://c@a.dfs.core.windows.net", "c")],
)
def test_keys_of_an_object_store_are_taken_as_they_are_written(place: str, root: str) -> None:
    assert _files.open_url(place)[1] == root
    assert _files.open_url(f"{place}/a%20b/c#d?e=f/./[g]/")[1] == f"{root}/a%20b/c#d?e=f/[g]"


def test_the_url_of_a_path_is_read_as_that_path(tmp_path: Path) -> None:
    folder = tmp_path / "my data#1%20"
    assert _files.open_url(_files.url_of(folder))[1] == str(folder)


def test_folders_of_values_are_texts(tmp_path: Path) -> None:
    for store in ("007", "1.10"):
        (tmp_path / "stores" / f"driver_id={store}").mkdir(parents=True)
        parquet.write_table(
            pa.table({"count": [1], "ts": [TIME]}), tmp_path / "stores" / f"driver_id={store}" / "a.parquet"
        )
    files = FileSource("ts", ParquetFormat(), str(tmp_path / "to"))
    stores = FeatureTable("stores", ["driver_id"], [Feature("count", ValueType.INT32)], files)
    types = {"driver_id": ValueType.STRING, "count": ValueType.INT32}
    _ingestion.ingest(stores, types, tmp_path / "stores", 1_000, None)
    assert sorted(_files.read(files.file_url)["driver_id"].to_pylist()) == ["007", "1.10"]


def test_times_of_an_older_spark_are_in_utc_and_keep_their_years(tmp_path: Path) -> None:
    far = datetime(9999, 12, 31)
    parquet.write_table(
        pa.table({"t": pa.array([far], pa.timestamp("us"))}),
        tmp_path / "a.parquet",
        use_deprecated_int96_timestamps=True,
    )
    read = _files.read(tmp_path.as_uri())
    assert read.schema.field("t").type == pa.timestamp("us", "UTC")
    assert read["t"].to_pylist() == [far.replace(tzinfo=timezone.utc)]


def test_files_that_cannot_be_read_or_written_are_errors_of_larder(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="nowhere: it is not there; is it on another machine"):
        _files.read((tmp_path / "nowhere").as_uri())
    (tmp_path / "file").write_text("no Parquet")
    with pytest.raises(FailedPreconditionError, match="cannot read"):
        _files.read((tmp_path / "file").as_uri())
    below_a_file = (tmp_path / "file" / "folder").as_uri()
    with pytest.raises(FailedPreconditionError, match="cannot write to"):
        _files.write(pa.table({"a": [1]}), below_a_file, 1_000)
    with pytest.raises(FailedPreconditionError, match="cannot write to"):
        _files.check_writable(below_a_file)


def test_the_look_whether_a_folder_can_be_written_leaves_nothing_in_it(tmp_path: Path) -> None:
    _files.check_writable((tmp_path / "new").as_uri())
    assert list((tmp_path / "new").iterdir()) == []


def test_entity_rows_are_staged_in_the_types_of_the_entities(tmp_path: Path) -> None:
    rows = pd.DataFrame(
        {"driver_id": [1], "event_timestamp": [pd.Timestamp("2026-01-31", tz="Europe/Berlin")], "label": [1]}
    )
    source = stage(rows, "event_timestamp", {"driver_id": ValueType.INT32}, tmp_path.as_uri())
    assert source.file_url.startswith(tmp_path.as_uri() + "/")
    read = _files.read(source.file_url)
    assert read.schema.field("driver_id").type == pa.int32()
    assert read.to_pylist() == [
        {"driver_id": 1, "event_timestamp": datetime(2026, 1, 30, 23, tzinfo=timezone.utc), "label": 1}
    ]
    with pytest.raises(InvalidArgumentError, match="no column event_timestamp"):
        stage({"driver_id": [1], "ts": [date(2026, 1, 31)]}, "event_timestamp", {}, tmp_path.as_uri())
