"""CSV files: cells are what they say, and a type is what was registered."""

from __future__ import annotations

import csv
import gzip
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from larder import InvalidArgumentError, ValueType
from larder._given import Given, given

TIME = "2026-01-31T08:00:00Z"
TEXTS = [
    *("007", "01234", "1.10", "2.0", "+4915112345678", "1e5", "12e4", "0x1F", "True", "FALSE", "NA", "null", "nan"),
    *("NULL", "None", "n/a", "#N/A", "-", "inf", " 5", "5 ", "1_000", "1,5", "12:30", "2026-01-31", "1.", "9" * 40),
    *("Zürich", "東京", "a\nb", "a\r\nb", 'say "hi"', "", "=1+1", "0", "-0", "00", "1/2"),
]


def read(folder: Path, text: str, name: str = "rows.csv") -> Given:
    (folder / name).write_bytes(text.encode())
    return given(folder / name)


def texts(found: Given, name: str) -> list[str | None]:
    values: list[str | None] = found.typed(name, ValueType.STRING, "a feature").to_pylist()
    return values


def test_a_text_is_what_the_cell_says(tmp_path: Path) -> None:
    with (tmp_path / "rows.csv").open("w", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([["store", "n"], *([text, "1"] for text in TEXTS)])
    assert texts(given(tmp_path / "rows.csv"), "store") == TEXTS
    unquoted = [text for text in TEXTS if text and not set(text) & set('\n\r",')]
    assert texts(read(tmp_path, "store\n" + "\n".join(unquoted) + "\n"), "store") == unquoted


def test_an_empty_cell_is_null_and_a_quoted_one_is_the_empty_text(tmp_path: Path) -> None:
    found = read(tmp_path, 'a,b,n,t\n,"",,\n"",,"",""\nx,y,1,2026-01-31\n')
    assert texts(found, "a") == [None, "", "x"]
    assert texts(found, "b") == ["", None, "y"]
    assert found.typed("a", ValueType.BYTES, "").to_pylist() == [None, b"", b"x"]
    assert found.typed("n", ValueType.INT64, "").to_pylist() == [None, None, 1]
    assert found.times("t", "").null_count == 2


def test_cells_become_the_registered_types(tmp_path: Path) -> None:
    found = read(tmp_path, "i,d,f,b\n9007199254740993,0.1,1.5,True\n5.0,NaN,1e3,false\n -7 ,-inf,2,FALSE\n")
    assert found.typed("i", ValueType.INT64, "").to_pylist() == [9007199254740993, 5, -7]
    assert str(found.typed("d", ValueType.DOUBLE, "").to_pylist()) == "[0.1, nan, -inf]"
    assert found.typed("f", ValueType.FLOAT, "").to_pylist() == [1.5, 1000.0, 2.0]
    assert found.typed("b", ValueType.BOOL, "").to_pylist() == [True, False, False]


@pytest.mark.parametrize(
    ("cell", "wanted", "text"),
    [
        ("NA", ValueType.INT64, "'NA' in row 1 cannot be read as INT64"),
        ("null", ValueType.DOUBLE, "'null' in row 1 cannot be read as DOUBLE"),
        ("3.7", ValueType.INT32, "'3.7' in row 1 cannot be read as INT32"),
        ('"1,5"', ValueType.FLOAT, "'1,5' in row 1 cannot be read as FLOAT"),
        ("yes", ValueType.BOOL, "'yes' in row 1 cannot be read as BOOL"),
        ("1", ValueType.BOOL, "'1' in row 1 cannot be read as BOOL"),
        ('"[1, 2]"', ValueType.INT64_LIST, "cannot be read as INT64_LIST; CSV has no lists; give a Parquet file"),
    ],
)
def test_a_cell_that_does_not_fit_is_told(tmp_path: Path, cell: str, wanted: ValueType, text: str) -> None:
    with pytest.raises(InvalidArgumentError, match=text):
        read(tmp_path, f"c,n\n,1\n{cell},1\n").typed("c", wanted, "")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "bom"])
def test_delimiters_ends_of_lines_and_marks(tmp_path: Path, delimiter: str, end: str, mark: str) -> None:
    lines = (delimiter.join(cells) for cells in (["store", "n"], ["007", "5"], ["1.10", ""]))
    found = read(tmp_path, mark + end.join(lines) + end)
    assert found.names == ["store", "n"]
    assert texts(found, "store") == ["007", "1.10"]
    assert found.typed("n", ValueType.INT64, "").to_pylist() == [5, None]


def test_other_names_of_files(tmp_path: Path) -> None:
    (tmp_path / "rows.csv.gz").write_bytes(gzip.compress(b"store\n007\n"))
    assert texts(given(tmp_path / "rows.csv.gz"), "store") == ["007"]
    assert texts(read(tmp_path, "store\tn\n007\t1\n", "ROWS.TSV"), "store") == ["007"]
    assert texts(given(str(tmp_path / "ROWS.TSV")), "store") == ["007"]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"a,b\n1,2,3\n", "Expected 2 columns, got 3"),
        (b"a,b,a\n1,2,3\n", "there are two columns a"),
        (b"", "it is empty; the first line has the names of the columns"),
        ("a\nü\n".encode("latin-1"), "it is not UTF-8; save it as UTF-8"),
        ("a\nü\n".encode("utf-16"), "it is not UTF-8; save it as UTF-8"),
        (b"a\n" + b"x\n" * 1_000_000 + b"\xff\n", "save it as UTF-8"),
    ],
    ids=["cells", "twice", "empty", "latin", "utf-16", "late"],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, content: bytes, text: str) -> None:
    (tmp_path / "rows.csv").write_bytes(content)
    with pytest.raises(InvalidArgumentError, match=text):
        given(tmp_path / "rows.csv")


def test_no_rows_are_no_rows(tmp_path: Path) -> None:
    found = read(tmp_path, "store,t\n")
    assert (found.rows, texts(found, "store")) == (0, [])
    assert found.times("t", "").to_pylist() == []
    assert found.other("store").to_pylist() == []


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1", "-20", ""], [1, -20, None]),
        (["0.5", "3", "1e-05"], [0.5, 3.0, 1e-05]),
        (["true", "False"], [True, False]),
        (["2026-01-31", "2026-02-01"], [date(2026, 1, 31), date(2026, 2, 1)]),
        (["2026-01-31 08:00", TIME], [datetime(2026, 1, 31, 8, tzinfo=timezone.utc)] * 2),
        (["007", "8"], ["007", "8"]),
        (["+49", "8"], ["+49", "8"]),
        (["1e5", "8"], ["1e5", "8"]),
        (["9" * 19, "8"], ["9" * 19, "8"]),
        (["12345678901234567", "0.5"], ["12345678901234567", "0.5"]),
        (["-0", "1"], ["-0", "1"]),
        (["NA", "1"], ["NA", "1"]),
        (["2026-02-31", "2026-01-31"], ["2026-02-31", "2026-01-31"]),
        (["", ""], [None, None]),
    ],
    ids=str,
)
def test_a_column_that_nobody_registered_is_guessed_without_loss(
    tmp_path: Path, cells: list[str], values: list[Any]
) -> None:
    found = read(tmp_path, "other,n\n" + "".join(f"{cell},1\n" for cell in cells))
    assert found.other("other").to_pylist() == values


def test_what_pandas_writes_is_read_as_it_was(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "s": ["007", None, "NA"],
            "i": pd.array([1, None, 2**53 + 1], "Int64"),
            "d": [0.1, None, 1e-300],
            "b": pd.array([True, None, False], "boolean"),
            "t": pd.Series(
                [pd.Timestamp("2026-01-31 08:00:00.123456"), pd.NaT, pd.Timestamp("1969-12-31")]
            ).dt.tz_localize("UTC"),
        }
    )
    frame.to_csv(tmp_path / "rows.csv", index=False)
    found = given(tmp_path / "rows.csv")
    assert texts(found, "s") == ["007", None, "NA"]
    assert found.typed("i", ValueType.INT64, "").to_pylist() == [1, None, 2**53 + 1]
    assert found.typed("d", ValueType.DOUBLE, "").to_pylist() == [0.1, None, 1e-300]
    assert found.typed("b", ValueType.BOOL, "").to_pylist() == [True, None, False]
    assert found.times("t", "").to_pylist() == [
        datetime(2026, 1, 31, 8, 0, 0, 123456, tzinfo=timezone.utc),
        None,
        datetime(1969, 12, 31, tzinfo=timezone.utc),
    ]
