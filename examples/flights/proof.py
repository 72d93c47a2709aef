"""Are training and serving the same numbers?

    python proof.py FOLDER_OF_THE_SOURCES

Takes random flights and asks twice for the features of now: of the online store, and of the point-in-time join over the offline store.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

import pandas as pd
from model import FEATURES
from sources import ENTITIES

from larder import Client

KEYS = 1_000


@dataclass(frozen=True)
class Values:
    """How many values are equal, how many of these are not null, and how many are unequal."""

    equal: int
    present: int
    unequal: int


def compare(client: Client, sources: Path) -> Values:
    keys = pd.read_parquet(sources / "flights.parquet", columns=ENTITIES).drop_duplicates().sample(KEYS)
    now = datetime.now(timezone.utc)
    online = client.get_online_features(FEATURES, keys).to_arrow()
    asked = keys.assign(event_timestamp=now, number=range(KEYS))
    historical = client.get_historical_features(FEATURES, asked, offline_store=True).to_arrow().sort_by("number")

    equal = present = unequal = 0
    for feature in FEATURES:
        pairs = zip(online[feature].to_pylist(), historical[feature.replace(":", "__")].to_pylist(), strict=True)
        for number, (served, joined) in enumerate(pairs):
            if served == joined:
                equal += 1
                present += served is not None
            else:
                unequal += 1
                flight = keys.iloc[number].to_dict()
                print(f"{feature} of {flight}: {served!r} online, {joined!r} in the training set", file=sys.stderr)
    return Values(equal, present, unequal)


if __name__ == "__main__":
    with Client() as larder:
        values = compare(larder, Path(sys.argv[1]))
    print(values)
    sys.exit(1 if values.unequal else 0)
