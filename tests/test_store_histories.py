"""Whatever is changed, undone and opened anew, every store holds and remembers the same."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import learning_tracker as lt
from learning_tracker.errors import LearningTrackerError, NoHistory, UnknownChoice
from parts import needs_module
from strategies import networks

Held = Mapping[str, lt.Record]
Deed = Callable[[lt.Tracker], None]
_NUMBERS = count(1)


@attrs.define
class Kept:
    """A tracker in one store, with what it was seen to hold after each of its changes.

    Attributes:
        name: which store it is.
        open: opens it anew.
        remembers: whether it still knows its history when it is opened anew.
        tracker: the tracker as it is open.
        moments: when a change was recorded, and what was held then.
        changes: the id of each change, by the number of its step.
    """

    name: str
    open: Callable[[], lt.Tracker]
    remembers: bool
    tracker: lt.Tracker = attrs.field(init=False)
    moments: list[tuple[dt.datetime, Held]] = attrs.field(factory=list)
    changes: dict[int, str] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.tracker = self.open()

    def do(self, deed: Deed, step: int) -> str:
        """Change it; the name of the error if that is refused."""
        before = len(self.tracker.log())
        try:
            deed(self.tracker)
        except LearningTrackerError as refused:
            return type(refused).__name__
        if len(self.tracker.log()) > before:
            latest = self.tracker.log()[0].one
            self.changes[step] = latest.change
            self.moments.append((latest.at, dict(self.tracker)))
        return ""

    def reopen(self) -> None:
        """Close it and open it anew; a plain file forgets what it held."""
        if self.name != "memory":
            self.tracker.close()
        self.tracker = self.open()
        if not self.remembers:
            self.moments.clear()


Stores = Callable[[], AbstractContextManager[list[Kept]]]


# What is done


@attrs.frozen
class Step:
    """What is to be done, with a number that chooses what it is done to."""

    deed: str
    number: int


STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(["add", "add", "replace", "replace", "remove", "undo", "reopen"]),
        st.integers(0, 1000),
    ),
    min_size=3,
    max_size=14,
)


def change_of(step: Step, place: int, pool: Sequence[lt.Record], held: Held) -> Deed:
    """A change as a function that makes it in any tracker."""
    there = [one for one in pool if one.id in held]
    absent = [one for one in pool if one.id not in held]

    def change(tracker: lt.Tracker) -> None:
        with tracker.change(by="business-unit", why=f"step {place}"):
            match step.deed:
                case "add":
                    tracker.add(*absent[: 1 + step.number % 6])
                case "replace":
                    for one in there[step.number % (len(there) or 1) :][:3]:
                        tracker.replace(attrs.evolve(tracker[one.id], note=f"step {place}"))
                case _:
                    for one in there[-1 - step.number % 3 :]:
                        tracker.remove(one.id)

    return change


def undo(kept: Kept, which: int, place: int) -> str:
    """Undo the change of a step; the name of the error if that is refused."""
    change = kept.changes.get(which, "")
    return kept.do(lambda one: one.undo(change, by="chair", why="a mistake"), place)


def held_again(kept: Kept, held: Held, place: int) -> None:
    """Have a tracker hold what others hold."""

    def change(tracker: lt.Tracker) -> None:
        with tracker.change(by="chair", why="what the others undid"):
            for one in set(tracker) - set(held):
                tracker.remove(one)
            tracker.add(*(held[one] for one in set(held) - set(tracker)))
            for one in held.values():
                tracker.replace(one)

    assert kept.do(change, place) == ""


@pytest.fixture(scope="module")
def stores(server: str, tmp_path_factory: pytest.TempPathFactory) -> Stores:
    """Makes one tracker in each store, all of them empty."""
    folder = tmp_path_factory.mktemp("histories")
    return lambda: every_store(server, folder)


@contextmanager
def every_store(server: str, folder: Path) -> Iterator[list[Kept]]:
    """One tracker in each store."""
    name = f"histories_{next(_NUMBERS)}"
    only = lt.Tracker()
    plain, database = folder / f"{name}.json", folder / f"{name}.db"
    with needs_module("psycopg", "postgres").connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
        mark = "&" if "?" in server else "?"
        url = f"{server}{mark}options=-csearch_path%3D{name}"
        kept = [
            Kept("memory", lambda: only, remembers=True),
            Kept("json", lambda: lt.open(plain, create=True), remembers=False),
            Kept("sqlite", lambda: lt.open(database), remembers=True),
            Kept("postgres", lambda: lt.open(url), remembers=True),
        ]
        try:
            yield kept
        finally:
            for one in kept:
                one.tracker.close()
            connection.execute(f"DROP SCHEMA {name} CASCADE")


# What must be so


@settings(max_examples=40)
@given(pool=networks(), steps=STEPS)
def test_every_store_holds_and_remembers_the_same(
    stores: Stores, pool: list[lt.Record], steps: list[Step]
) -> None:
    """Changes, undos and reopenings end alike everywhere, and each moment is known as it was.

    A plain file keeps no history beyond the program that has it open. It cannot undo what was
    done before it was last opened, and says so; it is then told to hold what the others hold. And
    it knows the moments since then only.
    """
    with stores() as every:
        for place, step in enumerate(steps):
            _take(every, step, place, pool)
            first, *others = [dict(one.tracker) for one in every]
            assert others == [first] * 3
        for one in every:
            _knows_every_moment(one)


def _take(every: list[Kept], step: Step, place: int, pool: Sequence[lt.Record]) -> None:
    if step.deed == "reopen":
        for one in every:
            one.reopen()
    elif step.deed == "undo":
        _undo_everywhere(every, step.number % (place or 1), place)
    else:
        change = change_of(step, place, pool, dict(every[0].tracker))
        assert len({one.do(change, place) for one in every}) == 1


def _undo_everywhere(every: list[Kept], which: int, place: int) -> None:
    outcomes = {}
    for one in every:
        forgotten = one.changes.get(which) not in {each.one.change for each in one.tracker.log()}
        outcomes[one.name] = undo(one, which, place)
        if one.name == "json" and forgotten:
            assert outcomes.pop("json") == UnknownChoice.__name__
    assert len(set(outcomes.values())) == 1
    if "json" not in outcomes:
        held_again(every[1], dict(every[0].tracker), place)


def _knows_every_moment(one: Kept) -> None:
    """As known at the moment of each change it holds what it held then, and nothing is lost."""
    for at, held in one.moments:
        assert dict(one.tracker.known_at(at)) == held
    if one.remembers:
        assert len(one.tracker.log()) == len(one.moments)
    before = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    if one.name in {"sqlite", "postgres"}:
        assert dict(one.tracker.known_at(before)) == {}
    else:
        with pytest.raises(NoHistory):
            one.tracker.known_at(before)
