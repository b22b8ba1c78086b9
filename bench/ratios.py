"""How long things take, each told as a ratio to something else in the same run.

A computer twice as slow takes twice as long for both, so that ratios can be compared between
computers and versions. `python bench/ratios.py --scale 5k` measures everything on a made-up
tracker of five thousand records, prints what it found and, where a folder is named by `--output`,
writes it there as JSON and as a table of the goals in Markdown.
"""

import argparse
import datetime as dt
import json
import os
import platform
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs

import clock
from data import SCALES, Data, Result
from goals import kept, tables
from metrics import METRICS
from peers import versions
from race import LEAST_ROUNDS, processor_time
from telling import line

ROUNDS, QUICK_ROUNDS = 9, 3


def measured(data: Data, names: Iterable[str] = METRICS) -> Iterator[Result]:
    """The results of some metrics as they come, each told on stderr."""
    for name in names:
        for result in METRICS[name](data):
            print(line(result), file=sys.stderr, flush=True)
            yield result


def as_json(data: Data, results: Sequence[Result], seconds: float) -> dict[str, Any]:
    """What was measured, with all that is needed to repeat it."""
    told = clock.read(results)
    return {
        "scale": data.scale,
        "records": data.size,
        "seed": data.seed,
        "measured_on": dt.datetime.now(dt.UTC).date().isoformat(),
        "took_seconds": round(seconds),
        "time": "processor time" if data.watch is processor_time else "time",
        "python": platform.python_version(),
        "system": platform.system(),
        "processors": os.cpu_count(),
        "versions": {**versions(), "sqlite": sqlite3.sqlite_version},
        "clock": told and attrs.asdict(told),
        "results": [
            {**attrs.asdict(one), "verdicts": [_verdict(each) for each in one.verdicts]}
            for one in clock.judged(results)
        ],
    }


def _verdict(verdict: Any) -> dict[str, Any]:
    return {**attrs.asdict(verdict), "met": verdict.met}


def written(folder: Path, report: dict[str, Any]) -> None:
    """Keep a report in a folder, and make the tables of all that lie there."""
    folder.mkdir(parents=True, exist_ok=True)
    content = json.dumps(report, indent=1, ensure_ascii=False) + "\n"
    (folder / f"{report['scale']}.json").write_text(content, encoding="utf-8")
    (folder / "goals.md").write_text(tables(kept(folder)), encoding="utf-8")


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    asked = argparse.ArgumentParser(description="Measure the library against others.")
    asked.add_argument("--scale", choices=SCALES, help="how many records (default: 5k)")
    asked.add_argument("--quick", action="store_true", help="500 records and 3 rounds")
    asked.add_argument("--only", action="append", choices=METRICS, help="these metrics alone")
    asked.add_argument("--rounds", type=int, help=f"how many rounds (default: {ROUNDS})")
    asked.add_argument(
        "--patience", type=float, default=float("inf"), metavar="SECONDS",
        help=f"begin no further round of a metric after so long, if {LEAST_ROUNDS} were run; "
        "the report tells how many it were",
    )  # fmt: skip
    asked.add_argument(
        "--give-up",
        type=float,
        default=float("inf"),
        metavar="SECONDS",
        help="leave out a metric whose first answers take longer; the report tells so",
    )
    asked.add_argument(
        "--processor-time",
        action="store_true",
        help="count processor time, as the computer is busy with other things too",
    )
    asked.add_argument("--seed", type=int, default=1, help="what the tracker is made from")
    asked.add_argument("--output", type=Path, metavar="FOLDER", help="where the report goes")
    return asked.parse_args(words)


def main(words: Sequence[str] | None = None) -> None:
    """Measure what was asked for."""
    asked = _arguments(words)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        data = Data(
            scale=asked.scale or ("quick" if asked.quick else "5k"),
            seed=asked.seed,
            rounds=asked.rounds or (QUICK_ROUNDS if asked.quick else ROUNDS),
            patience=asked.patience,
            folder=Path(folder),
            give_up=asked.give_up,
            watch=processor_time if asked.processor_time else time.perf_counter,
        )
        results: list[Result] = []
        for result in measured(data, asked.only or METRICS):
            results.append(result)
            report = as_json(data, results, time.monotonic() - begun)
            if asked.output is not None:  # at once: the rest may take hours
                written(asked.output, report)
    if asked.output is None:
        print(json.dumps(report, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
