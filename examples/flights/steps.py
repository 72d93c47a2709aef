"""The steps of the tour. Each leaves in data/demo what the later ones need."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

import model
import pandas as pd
import predictions
import proof
import sources
from server import ROOT

from larder import Client, Job

HERE = Path(__file__).resolve().parent
DEMO = ROOT / "data/demo"
_SOURCES, _TRAINING_SET, _MODEL = DEMO / "sources", DEMO / "training-set", DEMO / "model"
_TABLES = ["airport_weather", "airport_departures", "route_history", "plane_arrivals", "planes"]
_A_YEAR = timedelta(days=370)
_MAVEN = "-f src/build/pom.xml -pl ../../spark-jobs,../.. -am package -DskipTests"

Results = dict[str, int | str]


@dataclass(frozen=True)
class Step:
    """`do` gives what the table at the end shows; `by_hand` does the same in a shell while Larder runs."""

    title: str
    do: Callable[[], Results]
    by_hand: str
    needs_larder: bool = True


def build() -> Results:
    log = DEMO / "build.log"
    command = [os.environ.get("MVN", "mvn").split()[0], "--batch-mode", "--no-transfer-progress", *_MAVEN.split()]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with log.open("w") as output, subprocess.Popen(command, **streams, text=True, cwd=ROOT) as maven:
        for line in maven.stdout or ():
            output.write(line)
            if line.startswith("[INFO] Building Larder"):
                say(line.removeprefix("[INFO] ").split("  ")[0].strip())
    if maven.returncode:
        raise RuntimeError(f"Maven failed; {log} ends with\n{log.read_text()[-3000:]}")
    return {}


def look() -> Results:
    _larder("doctor")
    return {}


def prepare() -> Results:
    rows = sources.prepare(_SOURCES)
    for name, number in rows.items():
        say(f"{name:20}{number:>10,} rows")
    return {"rows of the batch sources": sum(rows[table] for table in _TABLES)}


def define() -> Results:
    definitions = (HERE / "features.yaml").read_text()
    _larder("apply", "-f", "-", text=definitions.replace("@SOURCES@", f"file://{_SOURCES}"))
    return {}


def ingest_offline() -> Results:
    return {"rows in the offline store": _ingest(Client.start_batch_to_offline_ingestion)}


def ingest_online() -> Results:
    return {"rows in the online store": _ingest(Client.start_offline_to_online_ingestion)}


def _ingest(start: Callable[..., Job]) -> int:
    """Starts a job for each table, of everything before now, and waits for them. Larder runs two at once."""
    now = datetime.now(timezone.utc)
    with Client() as client:
        jobs = [start(client, table, now - _A_YEAR, now) for table in _TABLES]
        for table, job in zip(_TABLES, jobs, strict=True):
            progress = job.wait().progress
            left_out = progress.rows_older + progress.rows_too_old
            text = f"{table:20}{progress.rows_read:>10,} rows read, {progress.rows_written:,} written"
            say(f"{text}, {left_out:,} older ones left out" if left_out else text)
    return sum(job.progress.rows_written for job in jobs)


def build_training_set() -> Results:
    shutil.rmtree(_TRAINING_SET, ignore_errors=True)
    flights = pd.read_parquet(_SOURCES / "flights.parquet")
    with Client() as client:
        job = client.get_historical_features(model.FEATURES, flights, f"file://{_TRAINING_SET}", offline_store=True)
        rows = job.wait().progress.rows_written
    say(f"{rows:,} flights, each with {len(model.FEATURES)} features as they were an hour before it was to leave")
    return {"rows of the training set": rows}


def train() -> Results:
    quality = model.train(_TRAINING_SET, _MODEL)
    say(f"learnt from {quality.rows:,} flights, judged by the later ones (AUC: 0.5 is chance, 1 is perfect)")
    say(f"with the features {quality.with_features:.3f}, without them {quality.without_features:.3f}")
    return {
        "AUC without the features": f"{quality.without_features:.3f}",
        "AUC with the features": f"{quality.with_features:.3f}",
    }


def predict() -> Results:
    upcoming = pd.read_parquet(_SOURCES / "upcoming.parquet")
    with predictions.model_server(_MODEL, DEMO / "model-server.log") as server:
        for flight in upcoming.sample(3).to_dict("records"):
            outcome = "late" if flight["late"] else "in time"
            when = f"{flight['hour']:02}:{flight['minute']:02}"
            probability = predictions.ask(server, flight).late
            say(
                f"{flight['carrier']} {flight['origin']}-{flight['dest']} {when}: late with {probability:.0%}; it left {outcome}"
            )
        timings = predictions.measure(server, upcoming)
    say(f"{predictions.MEASURED:,} predictions one after the other; most of each is the model")
    return {f"{name}, p50 and p99": f"{p50:.1f} and {p99:.1f} ms" for name, (p50, p99) in timings.items()}


def prove() -> Results:
    with Client() as client:
        values = proof.compare(client, _SOURCES)
    say(f"{proof.KEYS:,} random flights, {len(model.FEATURES)} features each: {values.equal:,} values are equal")
    say(f"online and in the point-in-time join, {values.present:,} of them not null; {values.unequal:,} are not")
    if values.unequal:
        raise RuntimeError("online and historical values differ")
    return {"equal values": values.equal, "unequal values": values.unequal}


def _for_each_table(job: str) -> str:
    return f"""for table in {" ".join(_TABLES)}; do
  larder jobs {job} -t $table -s 2020-01-01 -e 2100-01-01 --wait
done"""


def _all_features() -> str:
    """An option for each table."""
    of_tables = ([name for name in model.FEATURES if name.startswith(f"{table}:")] for table in _TABLES)
    return " \\\n  ".join(f"-f {','.join(names)}" for names in of_tables)


STEPS = [
    Step("Build Larder and its Spark jobs", build, f"mvn {_MAVEN}", needs_larder=False),
    Step("Start Larder, and look whether all is well", look, "larder doctor"),
    Step(
        "Prepare batch sources from a year of flights",
        prepare,
        "python examples/flights/sources.py data/demo/sources",
        needs_larder=False,
    ),
    Step(
        "Register entities and feature tables",
        define,
        'sed "s|@SOURCES@|file://$PWD/data/demo/sources|" examples/flights/features.yaml | larder apply -f -',
    ),
    Step(
        "Ingest into the offline store",
        ingest_offline,
        _for_each_table("sync-batch-to-offline"),
    ),
    Step(
        "Ingest into the online store",
        ingest_online,
        _for_each_table("sync-offline-to-online"),
    ),
    Step(
        "Build a point-in-time correct training set",
        build_training_set,
        f"""larder training-set --offline-store -e data/demo/sources/flights.parquet \\
  -d "file://$PWD/data/demo/training-set" \\
  {_all_features()}""",
    ),
    Step(
        "Train a model, with the features and without",
        train,
        "python examples/flights/model.py data/demo/training-set data/demo/model",
        needs_larder=False,
    ),
    Step(
        "Deploy it in a model server, and ask for predictions",
        predict,
        """python examples/flights/model_server.py data/demo/model &
curl --silent --retry 30 --retry-delay 1 --retry-connrefused localhost:8000/predict -d '{"flights": [
  {"origin": "JFK", "dest": "BOS", "tailnum": "N516JB", "carrier": "B6",
   "hour": 18, "minute": 30, "weekday": 0, "distance": 187}]}'
kill $!""",
    ),
    Step(
        "Prove that online values are those of the join",
        prove,
        "python examples/flights/proof.py data/demo/sources",
    ),
]


def _larder(*arguments: str, text: str | None = None) -> None:
    """Runs a command of `larder` and shows what it says."""
    program = str(Path(sys.executable).with_name("larder"))
    done = subprocess.run(
        [program, *arguments], input=text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    for line in done.stdout.strip().splitlines():
        say(line)
    if done.returncode:
        raise RuntimeError(f"larder {' '.join(arguments)} ends with exit code {done.returncode}")


def say(text: str) -> None:
    print(f"   {text}", flush=True)
