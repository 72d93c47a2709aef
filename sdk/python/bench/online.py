"""Measures online calls through the client against bare gRPC stubs, with an application that it starts and ends.

Times are medians of interleaved repetitions, so a change of the machine's speed meets both sides alike.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import grpc

from larder import Client, Entity, Feature, FeatureTable, FileSource, OnlineResponse, ParquetFormat, ValueType
from larder._methods import ONLINE_FEATURES
from larder._proto.feast.serving.ServingService_pb2 import GetOnlineFeaturesRequest, GetOnlineFeaturesResponseV2
from larder._proto.larder.client.wire_pb2 import Columns
from larder._values import values_of
from tests.application import running_application

TABLES = 25
FEATURES = 10
ROWS = 1_000


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        running_application(Path(folder)) as application,
        Client(url=application.url, project="bench", timeout=60) as client,
        grpc.insecure_channel(application.url, [("grpc.max_receive_message_length", -1)]) as channel,
    ):
        prepare(client)
        refs = [f"t{table}:f{feature}" for table in range(TABLES) for feature in range(FEATURES)]
        one_by_fifty(client, channel, refs[:50])
        thousand_by_250(channel, refs)


def prepare(client: Client) -> None:
    chance = random.Random(1)
    source = FileSource("event_timestamp", ParquetFormat(), "file:///nowhere")
    features = [Feature(f"f{place}", ValueType.INT64) for place in range(FEATURES)]
    tables = [FeatureTable(f"t{place}", ["e"], features, source) for place in range(TABLES)]
    client.apply([Entity("e", "", ValueType.INT64), *tables])
    for table in tables:
        rows: dict[str, Any] = {
            f"f{place}": [chance.randrange(10_000) for _ in range(ROWS)] for place in range(FEATURES)
        }
        rows.update(e=list(range(ROWS)), event_timestamp=[datetime.now(timezone.utc)] * ROWS)
        client.write_rows(table, rows)


def one_by_fifty(client: Client, channel: grpc.Channel, refs: list[str]) -> None:
    """The bare stub sends a request that is ready and parses the answer; the client also builds one and makes a dict of the other."""
    stub = stub_of(channel)
    request = request_of(refs, 1)
    metadata = (("x-larder-project", "bench"),)
    bare, client_time = medians(
        3_000,
        lambda: stub(request, timeout=10, metadata=metadata),
        lambda: client.get_online_features(refs, [{"e": 0}]).to_dict(),
    )
    show("1 × 50, one call, to a dict", "bare stub", bare, client_time)


def thousand_by_250(channel: grpc.Channel, refs: list[str]) -> None:
    """From the bytes of the answer; what the server and the network need is left out on both sides."""
    call: Callable[..., bytes] = channel.unary_unary(
        "/" + ONLINE_FEATURES.path, request_serializer=GetOnlineFeaturesRequest.SerializeToString
    )
    answer = call(request_of(refs, ROWS), timeout=60, metadata=(("x-larder-project", "bench"),))
    entities = {"e": list(range(ROWS))}
    frame = OnlineResponse(entities, Columns.FromString(answer)).to_pandas()
    assert frame.shape == (ROWS, 1 + len(refs))
    parse, to_pandas, loop = medians(
        30,
        lambda: GetOnlineFeaturesResponseV2.FromString(answer),
        lambda: OnlineResponse(entities, Columns.FromString(answer)).to_pandas(),
        lambda: loop_to_pandas(answer, refs),
    )
    show(f"1 000 × 250 ({len(answer) / 1e6:.1f} MB), bytes to pandas", "parsing the message", parse, to_pandas)
    show("the same with a loop over the values", "parsing the message", parse, loop)


def loop_to_pandas(answer: bytes, refs: list[str]) -> Any:
    import pandas as pd

    results = GetOnlineFeaturesResponseV2.FromString(answer).results
    columns = (
        [value.int64_val if status == 1 else None for value, status in zip(vector.values, vector.statuses, strict=True)]
        for vector in results
    )
    return pd.DataFrame(dict(zip(refs, columns, strict=True)))


def stub_of(channel: grpc.Channel) -> Callable[..., GetOnlineFeaturesResponseV2]:
    stub: Callable[..., GetOnlineFeaturesResponseV2] = channel.unary_unary(
        "/" + ONLINE_FEATURES.path,
        request_serializer=GetOnlineFeaturesRequest.SerializeToString,
        response_deserializer=GetOnlineFeaturesResponseV2.FromString,
    )
    return stub


def request_of(refs: list[str], rows: int) -> GetOnlineFeaturesRequest:
    request = GetOnlineFeaturesRequest()
    request.features.val.extend(refs)
    request.entities["e"].val.extend(values_of(list(range(rows))))
    return request


def medians(repetitions: int, *actions: Callable[[], object]) -> list[float]:
    """Milliseconds of each, taken in turn; a tenth more of each to warm up."""
    times: list[list[float]] = [[] for _ in actions]
    for repetition in range(repetitions + repetitions // 10):
        for action, taken in zip(actions, times, strict=True):
            begin = time.perf_counter()
            action()
            if repetition >= repetitions // 10:
                taken.append((time.perf_counter() - begin) * 1e3)
    return [statistics.median(taken) for taken in times]


def show(what: str, floor_name: str, floor: float, taken: float) -> None:
    print(f"{what}: {taken:.3f} ms; {floor_name}: {floor:.3f} ms; {taken / floor:.2f} times")


if __name__ == "__main__":
    main()
