"""The tracker as at a date, and as known at a moment, to the time of a load."""

import datetime as dt
from collections.abc import Callable, Iterator

import attrs

import learning_tracker as lt
from data import OURS, Data, Entrant, Goal, Result
from learning_tracker.reading import Reading
from learning_tracker.stores.memory import Memory
from learning_tracker.tables import Table
from learning_tracker.tables.cut import ROWS
from learning_tracker.view import View
from metrics.questions import QUESTIONS, changing
from race import timed

LOADING = "open the file"
WHOLE = "the same of the whole"
DAY = "2021-03-31"
_TIMES, _LONG = 3, 1.0
Ask = Callable[[Reading], object]


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
    yield _the_worst_question(data)
    yield _known_at(data)


def _the_worst_question(data: Data) -> Result:
    """That question which takes most times as long as at a day as of the whole, at first."""
    tracker, network = data.tracker, data.tracker.view.network

    def whole() -> Reading:
        return Reading(View(network), Memory())

    def then() -> Reading:
        return tracker.as_at(DAY)

    def times_as_long(ask: Ask) -> float:
        return _at_first(ask, then) / _at_first(ask, whole)

    name = max(QUESTIONS, key=lambda one: times_as_long(QUESTIONS[one]))
    ask = QUESTIONS[name]
    return data.race(
        "as_at_question",
        f"of all questions that which slows down most as at a day, {name}, asked at first",
        {
            OURS: Entrant(lambda one: _read(ask(one)), prepare=then),
            WHOLE: Entrant(lambda one: _read(ask(one)), prepare=whole, answer=None),
        },
        (Goal("at most 3 times the same of the whole", WHOLE, 3.0, at="1m"),),
    )


def _at_first(ask: Ask, fresh: Callable[[], Reading]) -> float:
    """How long a question takes of what was asked nothing yet; of a quick one the best of three."""
    taken: list[float] = []
    while not taken or (len(taken) < _TIMES and sum(taken) < _LONG):
        one = fresh()
        taken.append(timed(lambda one=one: _read(ask(one)))[1])
    return min(taken)


def _read(answer: object) -> None:
    """Read the first rows: of some tables rows are made as they are read."""
    if isinstance(answer, Table):
        _ = answer.rows[:ROWS]


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
