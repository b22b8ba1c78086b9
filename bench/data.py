"""What is measured on: a made-up tracker, made once for all metrics."""

import json
import time
from functools import cached_property
from pathlib import Path

import attrs

import generate
import learning_tracker as lt
from learning_tracker.pausing import collection_paused
from race import OURS, Entrant, Goal, Result, Watch, race

SCALES = {"quick": 500, "5k": 5_000, "200k": 200_000, "1m": 1_000_000}
CLOCK = "json.loads of 1 MB"
"""What stands for the machine: a limit in milliseconds is told as a ratio to it."""
_CLOCK_MS = 10
_CLOCK_BYTES = 1_000_000


@attrs.frozen(slots=False)
class Data:
    """A made-up tracker of a size.

    Attributes:
        scale: the name of the size.
        seed: what it is made from.
        rounds: how many rounds are run.
        patience: seconds after which no further round of a metric is begun.
        folder: where files may be written.
        give_up: seconds for which the first answers of a metric are waited for.
        watch: what tells the time.
    """

    scale: str
    seed: int
    rounds: int
    patience: float
    folder: Path
    watch: Watch = time.perf_counter
    give_up: float = float("inf")

    @property
    def size(self) -> int:
        """How many records."""
        return SCALES[self.scale]

    @cached_property
    def raw(self) -> list[generate.Raw]:
        """The records as mappings."""
        return list(generate.mappings(self.size, self.seed))

    @cached_property
    def path(self) -> Path:
        """The records as a file."""
        path = self.folder / f"{self.scale}.json"
        path.write_bytes(generate.file_of(self.raw))
        return path

    @cached_property
    def tracker(self) -> lt.Tracker:
        """The records as a tracker, without a date. Nobody changes it for good."""
        return lt.Tracker(lt.open(self.path).values())

    @cached_property
    def clock(self) -> Entrant:
        """What stands for the machine: as in a small program, in which there is no garbage."""
        some = json.dumps(list(generate.mappings(8_000, self.seed))).encode()
        cut = some.rindex(b'{"kind"', 0, _CLOCK_BYTES)
        content = some[:cut].rstrip(b", ") + b"]"

        def decode() -> None:
            with collection_paused():
                json.loads(content)

        return Entrant(decode, answer=None)

    def race(
        self,
        key: str,
        what: str,
        entrants: dict[str, Entrant],
        goals: tuple[Goal, ...] = (),
        notes: tuple[str, ...] = (),
    ) -> Result:
        """Time things against each other, in as many rounds as there is patience for."""
        return race(
            key, what, entrants,
            rounds=self.rounds, patience=self.patience, give_up=self.give_up, watch=self.watch,
            goals=goals, notes=notes,
        )  # fmt: skip


def within(milliseconds: float, words: str, at: str = "") -> Goal:
    """A goal in milliseconds, on a machine that decodes 1 MB of JSON in 10 ms."""
    return Goal(words, CLOCK, milliseconds / _CLOCK_MS, at)


__all__ = ["CLOCK", "OURS", "SCALES", "Data", "Entrant", "Goal", "Result", "within"]
