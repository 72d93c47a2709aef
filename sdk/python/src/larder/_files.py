"""Parquet files where Spark finds them: locally or in an object store."""

from __future__ import annotations

import posixpath
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from larder._arrow import time_type
from larder._errors import (
    CallError,
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
    PermissionDeniedError,
)

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import dataset, fs

_FILE_SYSTEMS = {"s3a": "s3", "s3n": "s3", "gcs": "gs"}
_URL = re.compile(r"(?:(?P<scheme>[^/:]+):)?(?://(?P<authority>[^/]*))?(?P<path>.*)", re.DOTALL)


def open_url(url: str) -> tuple[fs.FileSystem, str]:
    """The file system of a URL or an absolute path, and the path in it.

    The path is taken as Spark takes it: character by character. `%20`, `#` and `?` mean themselves.
    """
    import pyarrow as pa
    from pyarrow import fs

    found = _URL.fullmatch(url)
    scheme, authority = (found["scheme"] or "file", found["authority"] or "") if found else ("", "")
    path = found["path"] if found else ""
    if scheme == "file" and (authority or not path.startswith("/")):
        wrong = f'{authority} is no folder, and it would be a host: write "file:///{authority}"' if authority else ""
        raise InvalidArgumentError(
            f'cannot use "{url}": {wrong or "give a URL, such as file:///data/trips, or an absolute path"}',
            field="file_url",
        )
    path = posixpath.normpath(re.sub("/+", "/", path)) if path else ""
    if scheme == "file":
        return fs.LocalFileSystem(), path
    try:
        system, root = fs.FileSystem.from_uri(f"{_FILE_SYSTEMS.get(scheme, scheme)}://{authority}/")
    except (ValueError, pa.ArrowException, OSError) as error:
        raise InvalidArgumentError(f'cannot use "{url}": {error}', field="file_url") from error
    return system, f"{root.rstrip('/')}/{path.lstrip('/')}".rstrip("/")


def url_of(path: Path) -> str:
    """The URL that `open_url` and Spark take for this path. That of `Path.as_uri()` would be another folder: it has `%20` for a blank."""
    absolute = path.absolute().as_posix()
    return f"file://{'' if absolute.startswith('/') else '/'}{absolute}"


def write(
    table: pa.Table, url: str, chunk_rows: int, partition_column: str = "", max_workers: int | None = None
) -> None:
    """Adds rows to a folder as new Parquet files, in a folder `column=value` for each partition if there is such a column.

    Locally a file appears as a whole or not at all.
    """
    from pyarrow import fs

    system, folder = open_url(url)
    with failures_told(f"write to {url}"):
        if system.get_file_info(folder).type == fs.FileType.File:
            raise InvalidArgumentError(f"{url} is a file; rows are added to a folder", field="file_url")
        if partition_column:
            _write_partitions(table, system, folder, chunk_rows, partition_column, max_workers)
        else:
            _write_part(table, system, folder, chunk_rows)


def read(url: str) -> pa.Table:
    """The rows of all Parquet files of a folder, those of partitions too."""
    from pyarrow import dataset

    system, folder = open_url(url)
    # Times of Spark's older kind would overflow in nanoseconds.
    options = dataset.ParquetReadOptions(coerce_int96_timestamp_unit="us")
    with failures_told(f"read {url}"):
        found = dataset.dataset(folder, filesystem=system, format=dataset.ParquetFileFormat(read_options=options))
        return _in_utc(found.to_table(), found)


def _in_utc(table: pa.Table, found: dataset.Dataset) -> pa.Table:
    """The times of Spark's older kind say no zone and are in UTC."""
    import pyarrow as pa

    naive = [field.name for field in table.schema if pa.types.is_timestamp(field.type) and field.type.tz is None]
    fragment = next(found.get_fragments(), None)
    if not naive or fragment is None:
        return table
    schema = fragment.metadata.schema
    old = {schema.column(place).path for place in range(len(schema)) if schema.column(place).physical_type == "INT96"}
    for name in naive:
        if name in old:
            place = table.column_names.index(name)
            table = table.set_column(place, name, table.column(place).cast(time_type()))
    return table


def check_writable(url: str) -> None:
    """Makes the folder if there is none, writes a small file into it, and deletes the file."""
    system, folder = open_url(url)
    with failures_told(f"write to {url}"):
        system.create_dir(folder, recursive=True)
        probe = f"{folder}/.{uuid.uuid4()}"
        with system.open_output_stream(probe) as stream:
            stream.write(b"larder")
        system.delete_file(probe)


@contextmanager
def failures_told(doing: str) -> Iterator[None]:
    """Raises what files and object stores raise as errors of Larder."""
    import pyarrow as pa

    try:
        yield
    except CallError:
        raise
    except FileNotFoundError as error:
        hint = (
            "is it on another machine? Then files go through a folder that both reach, such as one in an object store"
        )
        raise NotFoundError(f"cannot {doing}: it is not there; {hint}") from error
    except PermissionError as error:
        raise PermissionDeniedError(f"cannot {doing}: {error}") from error
    except (OSError, ValueError, pa.ArrowException) as error:
        raise FailedPreconditionError(f"cannot {doing}: {error}") from error


def _write_partitions(
    table: pa.Table,
    system: fs.FileSystem,
    folder: str,
    chunk_rows: int,
    partition_column: str,
    max_workers: int | None,
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from pyarrow import compute

    labels = table.column(partition_column)
    content = table.drop_columns([partition_column])
    with ThreadPoolExecutor(max_workers) as workers:
        parts = []
        for label in compute.unique(labels).to_pylist():
            rows = content.filter(compute.equal(labels, label))
            parts.append(workers.submit(_write_part, rows, system, f"{folder}/{partition_column}={label}", chunk_rows))
        for part in parts:
            part.result()


def _write_part(rows: pa.Table, system: fs.FileSystem, folder: str, chunk_rows: int) -> None:
    from pyarrow import fs, parquet

    system.create_dir(folder, recursive=True)
    name = f"part-{uuid.uuid4()}.parquet"
    local = isinstance(system, fs.LocalFileSystem)
    written = f"{folder}/.{name}" if local else f"{folder}/{name}"  # Readers skip what begins with a dot.
    parquet.write_table(
        rows,
        written,
        filesystem=system,
        row_group_size=chunk_rows,
        # Of columns that nobody has registered; the others are in microseconds.
        coerce_timestamps="us",
        allow_truncated_timestamps=True,
    )
    if local:
        system.move(written, f"{folder}/{name}")
