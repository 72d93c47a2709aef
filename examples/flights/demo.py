"""The tour: from raw events to predictions, and to the proof that serving has the numbers that the model learnt from.

    make demo              # all steps
    make demo STEP=7       # one of them again

Everything that it makes lies in data/demo. Larder runs only while a step needs it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack

from server import larder
from steps import DEMO, STEPS, Results, say

from larder import LarderError

_RESULTS = DEMO / "results.json"
_FAILURES = (
    LarderError,
    ImportError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    subprocess.SubprocessError,
)


def main(wanted: str) -> None:
    numbers = range(1, len(STEPS) + 1)
    if wanted and wanted not in map(str, numbers):
        sys.exit(f"STEP={wanted} is none of the steps 1 to {len(STEPS)}")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    DEMO.mkdir(parents=True, exist_ok=True)
    results: Results = json.loads(_RESULTS.read_text()) if wanted and _RESULTS.exists() else {}
    begin = time.monotonic()
    with ExitStack() as larder_runs:
        for number in [int(wanted)] if wanted else numbers:
            try:
                results |= _take(number, larder_runs)
            except _FAILURES as failed:
                sys.exit(
                    f"\nStep {number} failed: {failed}\nIt needs what the steps before it made. Again: make demo STEP={number}"
                )
            _RESULTS.write_text(json.dumps(results, indent=2))
    _show(results | {"seconds of this run": round(time.monotonic() - begin)})


def _take(number: int, larder_runs: ExitStack) -> Results:
    step = STEPS[number - 1]
    by_hand = step.by_hand.replace("\n", "\n     ")
    print(f"\n{number}. {step.title}\n   $ {by_hand}", flush=True)
    begin = time.monotonic()
    if step.needs_larder and "LARDER_URL" not in os.environ:
        larder_runs.enter_context(larder(DEMO / "larder"))
        say(f"Larder answers at {os.environ['LARDER_URL']} and {os.environ['LARDER_HTTP_URL']}")
    results = step.do()
    say(f"{time.monotonic() - begin:.1f} s; again: make demo STEP={number}")
    return results


def _show(results: Results) -> None:
    print()
    for name, value in results.items():
        shown = f"{value:,}" if isinstance(value, int) else value
        print(f"   {name:32}{shown:>20}")
    print("\nNothing is left running. To go on by hand: LARDER_EMBEDDED_DATA_DIR=data/demo/larder make run")


if __name__ == "__main__":
    for name in [name for name in os.environ if name.startswith(("LARDER_", "FEAST_"))]:
        del os.environ[name]  # The tour asks nobody but the Larder that it starts.
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "")
    except KeyboardInterrupt:
        sys.exit("\nInterrupted. Nothing is left running.")
