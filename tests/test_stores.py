"""What every store must do, whichever it is: memory, a JSON file, SQLite or PostgreSQL."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from learning_tracker.errors import StoreProblem
from learning_tracker.network import Network
from learning_tracker.records import Agency, Theme
from learning_tracker.revisions import Change, Edit
from learning_tracker.stores.json_store import JsonStore
from learning_tracker.stores.locations import open_store
from learning_tracker.stores.memory import Memory
from learning_tracker.stores.store import Behind, Store

FATHERS = Theme(id="fathers", name="Fathers")
POLICE = Agency(id="police", name="Police")
RENAMED = attrs.evolve(FATHERS, name="Fathers and male carers", note="“quoted” \\ é\n")
"""With what a text in a database may trip over."""

Opener = Callable[[], Store]


@pytest.fixture(params=["memory", "json", "sqlite", "postgres"])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Opener:
    """Opens one and the same store again and again."""
    match request.param:
        case "memory":
            only = Memory()
            return lambda: only
        case "postgres":
            location = str(request.getfixturevalue("postgres"))
        case suffix:
            location = str(tmp_path / f"riverton.{'db' if suffix == 'sqlite' else suffix}")
    return lambda: open_store(location, create=True, mode=0o600)


@pytest.fixture
def store(opener: Opener) -> Store:
    """A store that is still empty."""
    return opener()


def change(*edits: Edit, by: str = "business-unit", why: str = "the March meeting") -> Change:
    """A change by somebody, for a reason."""
    return Change(by, why, edits)


def keep(store: Store, one: Change, after: int | None = None) -> None:
    """Have a change kept, on top of all that the store holds or of a position."""
    held = store.load()
    network = Network(held.records)
    with network.change():
        for edit in one.edits:
            if edit.before is not None:
                network.remove(edit.id)
            if edit.after is not None:
                network.add(edit.after)
    store.append(one, held.position if after is None else after, network)


def records(store: Store, until: dt.datetime | None = None) -> set[object]:
    """What a store holds, or held."""
    return set(store.load(until).records)


def test_nothing_at_first(store: Store) -> None:
    """A new store holds no record and no revision."""
    assert store.load().records == ()
    assert store.revisions() == store.since(store.load().position) == ()


def test_what_is_kept_is_held(store: Store, opener: Opener) -> None:
    """A change is held at once, and by whoever opens the store next."""
    keep(store, change(Edit(None, FATHERS), Edit(None, POLICE)))
    assert records(store) == records(opener()) == {FATHERS, POLICE}


def test_records_change_and_go(store: Store, opener: Opener) -> None:
    """A record is held as it was last kept, and no longer once it was removed."""
    keep(store, change(Edit(None, FATHERS), Edit(None, POLICE)))
    keep(store, change(Edit(FATHERS, RENAMED)))
    assert records(store) == records(opener()) == {RENAMED, POLICE}
    keep(store, change(Edit(RENAMED, None)))
    assert records(store) == records(opener()) == {POLICE}


def test_revisions(store: Store) -> None:
    """Every change leaves a revision of each record: numbered, timed, signed and explained."""
    keep(store, change(Edit(None, FATHERS), Edit(None, POLICE), why="first"))
    keep(store, change(Edit(FATHERS, RENAMED), by="chair", why="second"))
    keep(store, change(Edit(RENAMED, None), why="third"))
    keep(store, change(Edit(None, FATHERS), why="fourth"))
    made = store.revisions()
    assert [(one.sequence, one.id, one.number) for one in made] == [
        (1, "fathers", 1),
        (2, "police", 1),
        (3, "fathers", 2),
        (4, "fathers", 3),
        (5, "fathers", 4),
    ]
    assert [one.record for one in made] == [FATHERS, POLICE, RENAMED, None, FATHERS]
    assert {one.kind for one in made if one.id == "fathers"} == {"theme"}
    assert [one.why for one in made] == ["first", "first", "second", "third", "fourth"]
    assert [one.by for one in made][2] == "chair"
    assert made[0].change == made[1].change
    assert len({one.change for one in made}) == 4


def test_moments(store: Store) -> None:
    """Moments are in UTC, about now, and grow from change to change."""
    before = dt.datetime.now(dt.UTC)
    for number in range(5):
        keep(store, change(Edit(None, Theme(id=f"theme-{number}", name="A theme"))))
    moments = [one.at for one in store.revisions()]
    assert sorted(set(moments)) == moments
    assert before <= moments[0]
    assert moments[-1] <= dt.datetime.now(dt.UTC) + dt.timedelta(milliseconds=1)
    assert {one.utcoffset() for one in moments} == {dt.timedelta(0)}


def test_held_at_a_moment(store: Store) -> None:
    """What was held at a moment is told, also just before it and before everything."""
    keep(store, change(Edit(None, FATHERS)))
    keep(store, change(Edit(FATHERS, RENAMED), Edit(None, POLICE)))
    keep(store, change(Edit(POLICE, None)))
    first, second, _, third = (one.at for one in store.revisions())
    moment = dt.timedelta(microseconds=1)
    assert records(store, first) == records(store, second - moment) == {FATHERS}
    assert records(store, second) == records(store, third - moment) == {RENAMED, POLICE}
    assert records(store, third) == {RENAMED}
    assert records(store, dt.datetime(2020, 1, 1, tzinfo=dt.UTC)) == set()


def test_revisions_asked_for(store: Store) -> None:
    """Revisions are found by record, by change and by when they were recorded."""
    keep(store, change(Edit(None, FATHERS), Edit(None, POLICE)))
    keep(store, change(Edit(FATHERS, RENAMED)))
    first, second, third = store.revisions()
    assert store.revisions(record="fathers") == (first, third)
    assert store.revisions(change=first.change) == (first, second)
    assert store.revisions(since=first.at) == (third,)
    assert store.revisions(record="police", since=first.at) == ()
    assert store.revisions(record="nobody") == ()


def test_what_came_since(store: Store, opener: Opener) -> None:
    """What was added after a position is told, whoever added it."""
    start = store.load().position
    keep(store, change(Edit(None, FATHERS)))
    between = store.load().position
    other = opener()
    keep(other, change(Edit(None, POLICE)))
    assert [one.record for one in store.since(start)] == [FATHERS, POLICE]
    assert [one.record for one in store.since(between)] == [POLICE]


def test_nobody_writes_over_what_they_have_not_seen(store: Store, opener: Opener) -> None:
    """A change on top of less than the store holds is not kept."""
    start = store.load().position
    keep(opener(), change(Edit(None, FATHERS)))
    with pytest.raises(Behind):
        keep(store, change(Edit(None, POLICE)), after=start)
    assert records(store) == records(opener()) == {FATHERS}


def test_each_way_is_a_store_of_its_own(tmp_path: Path) -> None:
    """What may be made is made; where nothing may be, a missing file is told."""
    assert isinstance(open_store(tmp_path / "a.json", create=True, mode=0o600), JsonStore)
    for name in ("a.json", "a.db"):
        with pytest.raises(StoreProblem, match="there is no such file or folder; check the name"):
            open_store(tmp_path / "missing" / name, create=False, mode=0o600)
    with pytest.raises(StoreProblem, match="this is another URL"):
        open_store("https://riverton.example/tracker", create=True, mode=0o600)
