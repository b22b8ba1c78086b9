"""Several people change one tracker at once: every change stands once, or its author is told."""

from collections import Counter
from pathlib import Path

import attrs
import pytest

import learning_tracker as lt
from crowd import crowd
from learning_tracker.errors import ConflictError, LearningTrackerError

FATHERS = lt.Theme(id="fathers", name="Fathers")
POLICE = lt.Agency(id="police", name="Police")


def test_eight_at_once(database: str) -> None:
    """Of eight programs with 200 changes each, every change is in the log once or in conflict."""
    outcomes = crowd(database, members=8, changes=200)
    assert sum(outcomes.values()) == len(outcomes) == 1600
    kept = {reason for reason, stands in outcomes if stands}
    with lt.open(database) as tracker:
        changes = {one.change: one.why for one in tracker._store.revisions()}
        assert Counter(changes.values()) == Counter({*kept, "begin"})
        shared = {one.note for one in tracker.of(lt.Theme) if one.id.startswith("shared-")}
    assert shared <= kept
    assert len(kept) < 1600


def test_four_at_once_in_a_plain_file(tmp_path: Path) -> None:
    """In a plain file, too, every change stands or its author is told."""
    path = str(tmp_path / "riverton.json")
    outcomes = crowd(path, members=4, changes=30)
    assert sum(outcomes.values()) == len(outcomes) == 120
    kept = {reason for reason, stands in outcomes if stands}
    own = {one for one in kept if int(one.partition("-")[2]) % 3}
    assert {one for one in lt.open(path) if one.startswith("member")} == own


@pytest.fixture(params=["json", "sqlite", "postgres"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a tracker is kept that several people have open."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres"))
    path = tmp_path / f"riverton.{'db' if request.param == 'sqlite' else 'json'}"
    return str(path)


@pytest.fixture
def mine(location: str) -> lt.Tracker:
    """A tracker as one of two people has it open."""
    tracker = lt.open(location, create=True)
    with tracker.change(by="unit", why="begin"):
        tracker.add(FATHERS, POLICE)
    return tracker


@pytest.fixture
def yours(mine: lt.Tracker, location: str) -> lt.Tracker:
    """The same tracker as the other has it open."""
    del mine
    return lt.open(location)


def who(location: str) -> str:
    """What a conflict calls the one who makes the changes of `mine`: a plain file keeps no name."""
    return "another program" if location.endswith(".json") else "unit"


def rename(tracker: lt.Tracker, identifier: str, name: str, by: str) -> None:
    """Give a record another name."""
    with tracker.change(by=by, why="a better name"):
        tracker.replace(attrs.evolve(tracker[identifier], name=name))


def test_changes_to_different_records_both_stand(mine: lt.Tracker, yours: lt.Tracker) -> None:
    """What the other has changed meanwhile is there after one's own change."""
    rename(mine, "fathers", "Fathers and male carers", by="unit")
    rename(yours, "police", "Kent Police", by="chair")
    assert [one["fathers"].label for one in (mine, yours)] == ["Fathers and male carers"] * 2
    assert mine["police"].label == "Police"
    mine.refresh()
    assert mine["police"].label == yours["police"].label == "Kent Police"


def test_a_change_to_the_same_record_is_a_conflict(
    mine: lt.Tracker, yours: lt.Tracker, location: str
) -> None:
    """The second is told which record, which fields, by whom and when; and can go on."""
    rename(mine, "fathers", "Fathers and male carers", by="unit")
    with pytest.raises(ConflictError) as told:
        rename(yours, "fathers", "Dads", by="chair")
    sentence = str(told.value)
    assert f"fathers was changed by {who(location)} at " in sentence
    assert "(UTC), and differs from yours in name." in sentence
    assert told.value.records == ("fathers",)
    assert yours["fathers"].label == "Fathers and male carers"
    rename(yours, "fathers", "Dads", by="chair")
    mine.refresh()
    assert mine["fathers"].label == "Dads"


def test_nothing_of_a_change_in_conflict_stands(mine: lt.Tracker, yours: lt.Tracker) -> None:
    """A change that is in conflict in one record leaves its others as they were, too."""
    rename(mine, "fathers", "Fathers and male carers", by="unit")

    def change_several() -> None:
        with yours.change(by="chair", why="several"):
            yours.replace(attrs.evolve(yours["fathers"], name="Dads"))
            yours.replace(attrs.evolve(yours["police"], name="Kent Police"))
            yours.add(lt.Theme(id="neglect", name="Neglect"))

    with pytest.raises(ConflictError):
        change_several()
    mine.refresh()
    assert dict(mine) == dict(yours)
    assert "neglect" not in mine
    assert mine["police"] == POLICE


def test_the_same_id_added_twice_is_a_conflict(mine: lt.Tracker, yours: lt.Tracker) -> None:
    """An id that both give to a record of their own is the first one's."""
    with mine.change(by="unit", why="new"):
        mine.add(lt.Theme(id="neglect", name="Neglect"))
    with pytest.raises(ConflictError, match="neglect was changed"), yours.change(by="c", why="w"):
        yours.add(lt.Agency(id="neglect", name="Neglect"))
    assert isinstance(yours["neglect"], lt.Theme)


def test_to_refer_to_what_was_just_removed_is_a_conflict(
    mine: lt.Tracker, yours: lt.Tracker, location: str
) -> None:
    """Whoever refers to a record that somebody removed meanwhile is told so, and can go on."""
    with mine.change(by="unit", why="not ours"):
        mine.remove("police")
    action = lt.Action(id="action-1", statement="Train all staff.", lead="police")
    with (
        pytest.raises(ConflictError, match="refers to police, and there is no such record") as told,
        yours.change(by="chair", why="new"),
    ):
        yours.add(action)
    assert f"police was removed by {who(location)} at " in str(told.value)
    assert sorted(yours) == ["fathers"]


def test_to_remove_what_somebody_just_referred_to_is_a_conflict(
    mine: lt.Tracker, yours: lt.Tracker, location: str
) -> None:
    """Whoever removes a record that somebody referred to meanwhile is told so."""
    with mine.change(by="unit", why="new"):
        mine.add(lt.Action(id="action-1", statement="Train all staff.", lead="police"))
    with (
        pytest.raises(ConflictError, match="action-1 still refers to police") as told,
        yours.change(by="chair", why="not ours"),
    ):
        yours.remove("police")
    assert f"action-1 was changed by {who(location)} at " in str(told.value)
    assert sorted(yours) == ["action-1", "fathers", "police"]


def test_two_changes_that_close_a_circle_are_a_conflict(
    mine: lt.Tracker, yours: lt.Tracker, location: str
) -> None:
    """Two changes that are whole apart, and not together, do not both stand."""
    with mine.change(by="unit", why="new"):
        mine.add(lt.Theme(id="neglect", name="Neglect"))
    yours.refresh()
    with mine.change(by="unit", why="narrower"):
        mine.replace(attrs.evolve(mine["neglect"], broader="fathers"))
    with (
        pytest.raises(ConflictError, match="runs in a circle") as told,
        yours.change(by="chair", why="broader"),
    ):
        yours.replace(attrs.evolve(yours["fathers"], broader="neglect"))
    assert f"neglect was changed by {who(location)} at " in str(told.value)
    assert yours["fathers"] == FATHERS


def test_the_error_of_the_change_itself_survives(mine: lt.Tracker, yours: lt.Tracker) -> None:
    """An error within a change is what is raised, and nothing of the change is kept."""

    def err() -> None:
        with mine.change(by="unit", why="a mistake"):
            mine.remove("police")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        err()
    assert dict(mine) == dict(yours)
    yours.refresh()
    assert "police" in yours


def test_a_change_within_a_change_is_refused(mine: lt.Tracker) -> None:
    """One change is ended before another is begun."""
    with (
        pytest.raises(LearningTrackerError, match="a change is under way"),
        mine.change(by="unit", why="one"),
        mine.change(by="unit", why="two"),
    ):
        pass
    with (
        pytest.raises(LearningTrackerError, match="a change is under way"),
        mine.change(by="unit", why="one"),
    ):
        mine.refresh()
    rename(mine, "fathers", "Dads", by="unit")


def test_a_change_of_nothing_leaves_no_trace(mine: lt.Tracker, location: str) -> None:
    """What ends as it began is no change."""
    before = mine._store.load().position
    with mine.change(by="unit", why="there and back"):
        mine.remove("police")
        mine.add(POLICE)
        mine.replace(attrs.evolve(FATHERS, note=""))
    assert mine._store.load().position == before
    assert dict(lt.open(location)) == dict(mine)
