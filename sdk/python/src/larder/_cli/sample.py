"""The sample project that `larder init` makes."""

from __future__ import annotations

import random
from datetime import datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path

from larder._files import url_of

_DRIVERS = range(1001, 1011)
_HOURS = 48


def write_sample(folder: Path) -> None:
    """Writes the sample project into a new or empty folder. The data end now, so they can be served for a week."""
    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    templates = files("larder._cli").joinpath("sample_files")
    for name in ("README.md", "features.yaml", "tour.py"):
        text = templates.joinpath(f"{name}.in").read_text(encoding="utf-8")
        (folder / name).write_text(text.replace("@FOLDER@", url_of(folder)), encoding="utf-8")
    (folder / "trips.csv").write_text("\n".join(_trips()) + "\n", encoding="utf-8")
    (folder / "entity_rows.csv").write_text("\n".join(_entity_rows()) + "\n", encoding="utf-8")


def _now() -> datetime:
    return datetime.now(timezone.utc).replace(minute=0, second=0, microsecond=0)


def _trips() -> list[str]:
    """For each driver and each hour: trips so far, and a rating that wanders."""
    chance = random.Random(1)
    lines = ["driver_id,event_timestamp,created_timestamp,trip_count,average_rating"]
    for driver in _DRIVERS:
        count, rating = 0, chance.uniform(3.5, 5)
        for hour in range(_HOURS, -1, -1):
            count += chance.randrange(4)
            rating = min(5.0, max(1.0, rating + chance.uniform(-0.1, 0.1)))
            time = _now() - timedelta(hours=hour)
            written = time + timedelta(minutes=5)
            lines.append(f"{driver},{time:%Y-%m-%dT%H:%M:%SZ},{written:%Y-%m-%dT%H:%M:%SZ},{count},{rating:.2f}")
    return lines


def _entity_rows() -> list[str]:
    """Some trips, of which a model shall learn whether they were tipped."""
    chance = random.Random(2)
    lines = ["driver_id,event_timestamp,tipped"]
    for _ in range(20):
        time = _now() - timedelta(minutes=chance.randrange(60 * _HOURS))
        lines.append(f"{chance.choice(_DRIVERS)},{time:%Y-%m-%dT%H:%M:%SZ},{chance.randrange(2)}")
    return lines
