from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_SDK = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a new virtual environment that has Larder's wheel and what it needs, and no extras."""
    folder = tmp_path_factory.mktemp("installed")
    programs = folder / "venv" / "bin"
    build = ["-m", "build", "--no-isolation", "--wheel", "--outdir", str(folder), str(_SDK)]
    subprocess.run([sys.executable, *build], check=True, capture_output=True)
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    (wheel,) = folder.glob("*.whl")
    subprocess.run([str(programs / "python"), "-m", "pip", "install", "--quiet", str(wheel)], check=True)
    return programs
