"""One change in memory, and the first question after it."""

from collections.abc import Iterator
from itertools import cycle

import attrs

import learning_tracker as lt
from data import CLOCK, OURS, Data, Entrant, Result, within


def measure(data: Data) -> Iterator[Result]:
    """A finding is replaced by one with another note, again and again."""
    tracker = lt.Tracker(data.tracker.values())
    finding = next(tracker.view.of(lt.Finding))
    versions = cycle([attrs.evolve(finding, note="Seen again."), finding])

    def change() -> None:
        tracker.replace(next(versions))

    yield data.race(
        "change",
        "one change in memory, everything checked",
        {OURS: Entrant(change), CLOCK: data.clock},
        (within(0.02, "at most 20 µs", at="1m"),),
    )

    def recurring(_: object = None) -> int:
        return len(tracker.themes.recurring())

    def workload(_: object = None) -> int:
        return len(tracker.agencies.workload())

    for key, ask in (("recurring", recurring), ("workload", workload)):
        yield data.race(
            f"{key}_after_change",
            f"{key}, asked again after one change",
            {
                OURS: Entrant(ask, prepare=change),
                "asked again without a change": Entrant(ask),
                CLOCK: data.clock,
            },
        )
