"""The tracker as at a date, and as known at a moment, to the time of a load."""

import datetime as dt
from collections.abc import Iterator

import attrs

import learning_tracker as lt
from data import OURS, Data, Entrant, Goal, Result
from learning_tracker.reading import Reading
from learning_tracker.stores.memory import Memory
from learning_tracker.view import View
from metrics.questions import changing
from race import timed

LOADING = "open the file"
WHOLE = "the same of the whole"
DAY = "2021-03-31"
_MOST = 200_000


def measure(data: Data) -> Iterator[Result]:
    """Making the view, asking it for the first time, and loading what was known."""
    tracker = data.tracker
    loading = Entrant(lambda: lt.open(data.path), answer=None)
    _, at_first = timed(lambda: len(tracker.as_at(DAY)))
    result = data.race(
        "as_at",
        "as_at, and the number of its records, after one change",
        {
            OURS: Entrant(lambda _: len(tracker.as_at(DAY)), prepare=changing(tracker)),
            LOADING: loading,
        },
        (Goal("at most 5 per cent of a load", LOADING, 0.05, at="1m"),),
    )
    yield attrs.evolve(result, builds={OURS: at_first})
    network = tracker.view.network
    for key, ask in (
        ("recurring", lambda one: one.themes.recurring()),
        ("workload", lambda one: one.agencies.workload()),
    ):
        yield data.race(
            f"as_at_{key}",
            f"{key} as at a day, asked for the first time",
            {
                OURS: Entrant(ask, prepare=lambda: tracker.as_at(DAY)),
                WHOLE: Entrant(
                    ask, prepare=lambda: Reading(View(network), Memory()), answer=None
                ),
            },
            (Goal("at most 3 times the same of the whole", WHOLE, 3.0, at="1m"),),
        )  # fmt: skip
    if data.size <= _MOST:
        yield _known_at(data)


def _known_at(data: Data) -> Result:
    """From an SQLite file in which one record was changed after the moment."""
    path = data.folder / "known_at.db"
    with lt.open(path) as kept:
        with kept.change(by="bench", why="all at once"):
            kept.add(*data.tracker.values())
        moment = dt.datetime.now(dt.UTC)
        finding = next(kept.view.of(lt.Finding))
        with kept.change(by="bench", why="one more"):
            kept.replace(attrs.evolve(finding, note="Seen again."))

    def load() -> int:
        with lt.open(path) as tracker:
            return len(tracker)

    with lt.open(path) as tracker:
        return data.race(
            "known_at",
            "known_at, from an SQLite file",
            {OURS: Entrant(lambda: len(tracker.known_at(moment))), LOADING: Entrant(load)},
            (Goal("at most 1.5 times a load", LOADING, 1.5, at="1m"),),
        )
