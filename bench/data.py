"""What is measured on: a made-up tracker, made once for all metrics."""

import time
from functools import cached_property
from pathlib import Path

import attrs

import generate
import learning_tracker as lt
from clock import CLOCK, clock_of, within
from race import LEAST_ROUNDS, OURS, Entrant, Goal, Result, Watch, race

SCALES = {"quick": 500, "5k": 5_000, "200k": 200_000, "1m": 1_000_000}


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
        """What stands for the machine."""
        return clock_of(self.seed)

    def race(  # noqa: PLR0913 - as few give all of it
        self,
        key: str,
        what: str,
        entrants: dict[str, Entrant],
        goals: tuple[Goal, ...] = (),
        notes: tuple[str, ...] = (),
        *,
        least: int = LEAST_ROUNDS,
        give_up: float | None = None,
    ) -> Result:
        """Time things against each other, in as many rounds as there is patience for."""
        return race(
            key, what, entrants,
            rounds=self.rounds, least=least, patience=self.patience, watch=self.watch,
            give_up=self.give_up if give_up is None else give_up,
            goals=goals, notes=notes,
        )  # fmt: skip


__all__ = ["CLOCK", "OURS", "SCALES", "Data", "Entrant", "Goal", "Result", "within"]
