"""What users have who install the package and nothing else."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.application import Application


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, timeout=120)


def test_the_package_needs_no_pandas(installed: Path) -> None:
    code = "from importlib.util import find_spec; import larder; print(find_spec('pandas'), larder.__file__)"
    result = run(installed / "python", "-c", code)
    assert result.stdout.startswith(f"None {installed.parent}"), result.stderr


def test_the_command_line_begins(installed: Path, application: Application, tmp_path: Path) -> None:
    larder = installed / "larder"
    assert "Begin with" in run(larder, "--help").stdout
    made = run(larder, "init", tmp_path / "sample")
    assert (made.returncode, made.stderr) == (0, "")
    assert (tmp_path / "sample" / "tour.py").exists()
    well = run(larder, "doctor", "--url", application.url)
    assert well.returncode == 0, well.stdout
    assert "All is well." in well.stdout
    assert run(larder, "doctor", "--url", "127.0.0.1:1").returncode == 1


def test_rows_are_written_and_read_without_pandas(
    installed: Path, application: Application, project: str, tmp_path: Path
) -> None:
    larder, sample = installed / "larder", tmp_path / "sample"
    server = ("--url", application.url, "-p", project)
    run(larder, "init", sample)
    assert run(larder, "apply", "-f", sample, *server).returncode == 0
    written = run(larder, "online", "write", "driver_trips", sample / "trips.csv", *server)
    assert "490 rows written" in written.stdout, written.stderr
    added = run(larder, "ingest", "driver_trips", sample / "trips.csv", *server, "-o", "json")
    assert added.stdout == '{\n  "feature_table": "driver_trips",\n  "rows": 490\n}\n'
    read = run(larder, "online", "get", "driver_trips:trip_count", "-e", "driver_id=1001,9999", *server)
    assert "NOT_FOUND" in read.stdout, read.stderr
