"""Parquet files where Spark finds them: locally or in an object store."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from larder._errors import (
    CallError,
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
    PermissionDeniedError,
)

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import fs

_FILE_SYSTEMS = {"s3a": "s3", "s3n": "s3", "gcs": "gs"}


def open_url(url: str) -> tuple[fs.FileSystem, str]:
    """The file system of a URL or an absolute path, and the path in it."""
    import pyarrow as pa
    from pyarrow import fs

    scheme, colon, rest = url.partition("://")
    if colon:
        url = f"{_FILE_SYSTEMS.get(scheme, scheme)}://{rest}"
    try:
        found: tuple[fs.FileSystem, str] = fs.FileSystem.from_uri(url)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        raise InvalidArgumentError(f'cannot use "{url}": {error}', field="file_url") from error
    return found


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
    with failures_told(f"read {url}"):
        return dataset.dataset(folder, filesystem=system, format="parquet").to_table()


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
    except (OSError, pa.ArrowException) as error:
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
    parquet.write_table(rows, written, filesystem=system, row_group_size=chunk_rows, coerce_timestamps="us")
    if local:
        system.move(written, f"{folder}/{name}")
