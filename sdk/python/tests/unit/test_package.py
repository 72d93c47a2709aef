"""What users install."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path
from zipfile import ZipFile

SDK = Path(__file__).parents[2]
NEEDED = ("py.typed", "_proto/descriptors.binpb", "_proto/feast/types/Value_pb2.py", "_cli/sample_files/tour.py.in")


def test_wheel_and_sdist_hold_what_is_needed_and_work(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(tmp_path), str(SDK)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    (sdist,) = tmp_path.glob("*.tar.gz")
    in_wheel = ZipFile(wheel).namelist()
    assert not [name for name in in_wheel if not name.startswith("larder")]
    with tarfile.open(sdist) as archive:
        in_sdist = {name.partition("/")[2] for name in archive.getnames()}
    for name in NEEDED:
        assert f"larder/{name}" in in_wheel
        assert f"src/larder/{name}" in in_sdist

    installed = tmp_path / "installed"
    ZipFile(wheel).extractall(installed)
    code = "import larder; print(larder.__file__); from larder._cli import main; main()"
    result = subprocess.run(
        [sys.executable, "-c", code, "init", str(tmp_path / "sample")],
        env={"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(str(installed))
    assert (tmp_path / "sample" / "tour.py").exists()
