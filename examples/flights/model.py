"""Will a flight leave late? Trains a model, and keeps it with the list of the features that it wants.

python model.py FOLDER_OF_THE_TRAINING_SET FOLDER_OF_THE_MODEL
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import skops.io
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OrdinalEncoder
from sources import ENTITIES, REQUEST

FEATURES = [
    "airport_weather:temperature",
    "airport_weather:dew_point",
    "airport_weather:wind_speed",
    "airport_weather:precipitation",
    "airport_weather:visibility",
    "airport_weather:pressure",
    "airport_departures:departures",
    "airport_departures:mean_delay",
    "airport_departures:late_share",
    "route_history:departures",
    "route_history:mean_delay",
    "plane_arrivals:arrival_delay",
    "planes:manufacturer",
    "planes:built",
    "planes:seats",
    "planes:engines",
]

_TEXTS = ["origin", "dest", "carrier", "planes:manufacturer"]
# The only type of the model that skops does not know; nothing else in a model's file is ever run.
_TRUSTED = ["sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor"]
_TRAINED_ON = 0.8  # The older part; the model is judged by the rest.


@dataclass(frozen=True)
class Quality:
    """Areas under the ROC curve for flights later than those that were learnt from: 0.5 is chance, 1 perfect."""

    rows: int
    without_features: float
    with_features: float


def train(training_set: Path, folder: Path) -> Quality:
    """Learns from a training set, a folder of Parquet, and writes the model into `folder`."""
    rows = pd.read_parquet(training_set).rename(columns=lambda name: name.replace("__", ":"))
    rows = rows.sort_values(["event_timestamp", *ENTITIES, *REQUEST])  # Spark's order is another in each run.
    learnt, judged = rows[: int(len(rows) * _TRAINED_ON)], rows[int(len(rows) * _TRAINED_ON) :]
    qualities = []
    for features in ([], FEATURES):
        columns = [*_request_columns(), *features]
        model = _model(columns).fit(learnt[columns], learnt.late)
        qualities.append(roc_auc_score(judged.late, model.predict_proba(judged[columns])[:, 1]))
    folder.mkdir(parents=True, exist_ok=True)
    skops.io.dump(model, folder / "model.skops")
    (folder / "model.json").write_text(json.dumps({"features": FEATURES, "columns": columns}, indent=2) + "\n")
    return Quality(len(learnt), *qualities)


def load(folder: Path) -> tuple[Pipeline, list[str], list[str]]:
    """The model, its features, and the columns that it wants."""
    lists = json.loads((folder / "model.json").read_text())
    return skops.io.load(folder / "model.skops", trusted=_TRUSTED), lists["features"], lists["columns"]


def _request_columns() -> list[str]:
    """What is known without any feature."""
    return ["origin", "dest", *REQUEST]


def _model(columns: list[str]) -> Pipeline:
    texts = [column for column in columns if column in _TEXTS]
    codes = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=float("nan"))
    return make_pipeline(
        make_column_transformer((codes, texts), remainder="passthrough"),
        HistGradientBoostingClassifier(max_iter=150, random_state=0),
    )


if __name__ == "__main__":
    print(train(Path(sys.argv[1]), Path(sys.argv[2])))
